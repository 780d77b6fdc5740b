using System.Globalization;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class ThaiDateTests
{
    private static readonly CultureInfo Th = CultureInfo.GetCultureInfo("th-TH");
    private static readonly CultureInfo En = CultureInfo.GetCultureInfo("en-GB");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-8-15")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-10")]
    [InlineData("2026-01-00")]
    [InlineData("0000-01-01")]
    [InlineData("2026/08/15")]
    [InlineData("2026-08-1๕")]
    [InlineData("2026-08-15 ")]
    [InlineData("+026-08-15")]
    public void TryParseWire_AnythingElse_IsRefused(string? text) => Assert.False(ThaiDate.TryParseWire(text, out _));

    [Theory]
    [InlineData("15/8/2569")]
    [InlineData("15-8-69")]
    [InlineData("15 ส.ค. 69")]
    [InlineData("15 ส.ค. 2569")]
    [InlineData("15ส.ค.69")]
    [InlineData("15 สค 69")]
    [InlineData("15 สิงหา 2569")]
    [InlineData("15 สิงหาคม 2569")]
    [InlineData("วันที่ 15 สิงหาคม พ.ศ. 2569")]
    [InlineData("๑๕/๘/๒๕๖๙")]
    [InlineData("๑๕ สิงหาคม ๒๕๖๙")]
    [InlineData("15082569")]
    [InlineData("150869")]
    [InlineData("25690815")]
    [InlineData("15.08.2569")]
    [InlineData(" 15 / 08 / 2026 ")]
    [InlineData("2026-08-15")]
    [InlineData("2569-08-15")]
    [InlineData("15 Aug 2026")]
    [InlineData("August 15, 2026")]
    public void TryParse_WhatPeopleType_IsUnderstood(string typed)
    {
        Assert.True(ThaiDate.TryParse(typed, Th, out var date));
        Assert.Equal(new DateOnly(2026, 8, 15), date);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("พรุ่งนี้")]
    [InlineData("31/4/2569")]
    [InlineData("29/2/2568")]
    [InlineData("0/1/2569")]
    [InlineData("1/13/2569")]
    [InlineData("1/1/256")]
    [InlineData("1/1")]
    [InlineData("1/1/2569/1")]
    [InlineData("1/1/0000")]
    [InlineData("1/1/25690")]
    [InlineData("15 ม 2569")]
    public void TryParse_NoRealDate_IsRefused(string? typed) => Assert.False(ThaiDate.TryParse(typed, Th, out _));

    [Fact]
    public void TryParse_LeapDayOfBuddhistYear_CountsTheGregorianYear()
    {
        Assert.True(ThaiDate.TryParse("29/2/2567", Th, out var date));
        Assert.Equal(new DateOnly(2024, 2, 29), date);
    }

    [Fact]
    public void TryParse_TwoDigitYearInEnglish_IsRefusedAsAmbiguous() =>
        Assert.False(ThaiDate.TryParse("15/8/69", En, out _));

    [Theory]
    [InlineData("th-TH")]
    [InlineData("en-GB")]
    [InlineData("ar-SA")]
    public void EveryDay_WrittenForPeople_ReadsBack(string current)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(current);
            for (var day = new DateOnly(1900, 1, 1); day <= new DateOnly(2100, 12, 31); day = day.AddDays(1))
            {
                foreach (var culture in new[] { Th, En })
                {
                    AssertReads(day, ThaiDate.Format(day, culture), culture);
                    AssertReads(day, ThaiDate.Format(day, culture, shortMonth: true), culture);
                    AssertReads(day, ThaiDate.FormatForEditing(day, culture), culture);
                }
                Assert.True(ThaiDate.TryParseWire(ThaiDate.ToWire(day), out var wire) && wire == day);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Format_EachLanguage_ReadsAsPeopleWrite()
    {
        var day = new DateOnly(2026, 8, 15);
        Assert.Equal("15 สิงหาคม 2569", ThaiDate.Format(day, Th));
        Assert.Equal("15 August 2026", ThaiDate.Format(day, En));
        Assert.Equal("15 ส.ค. 2569", ThaiDate.Format(day, Th, shortMonth: true));
        var moment = new DateTimeOffset(2026, 11, 20, 7, 32, 0, TimeSpan.Zero);
        Assert.Equal("20 พ.ย. 2569 14:32 น.", ThaiDate.Format(moment, Th));
        Assert.Equal("20 Nov 2026 14:32", ThaiDate.Format(moment, En));
    }

    [Fact]
    public void ToWire_WithThaiCultureActive_StaysGregorian()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Th;
            // The trap itself, so that this test shows what it guards against.
            Assert.StartsWith("2569", new DateTime(2026, 8, 15).ToString("yyyy-MM-dd", Th), StringComparison.Ordinal);
            Assert.Equal("2026-08-15", ThaiDate.ToWire(new DateOnly(2026, 8, 15)));
            Assert.True(ThaiDate.TryParseWire("2026-08-15", out var day));
            Assert.Equal(2026, day.Year);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertReads(DateOnly day, string text, CultureInfo culture) =>
        Assert.True(ThaiDate.TryParse(text, culture, out var read) && read == day, text);
}
