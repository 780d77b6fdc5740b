using System.Globalization;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class NationalitiesTests
{
    [Fact]
    public void All_ThailandFirst_ThenInThaiOrder()
    {
        Assert.Equal(199, Nationalities.All.Count);
        Assert.Equal("TH", Nationalities.All[0].Code);
        var names = Nationalities.All.Skip(1).Select(n => n.Thai).ToList();
        Assert.Equal(names.Order(StringComparer.Create(new CultureInfo("th-TH"), false)), names);
    }

    [Fact]
    public void All_EveryOne_HasItsOwnCodeAndNames()
    {
        Assert.All(
            Nationalities.All,
            n =>
                Assert.Matches(
                    @"^[A-Z]{2}\t[ก-๙ ()-]+\t[\p{L} '()-]+\t[A-Za-z -]+$",
                    string.Join('\t', n.Code, n.Thai, n.English, n.Adjective)
                )
        );
        Assert.Equal(Nationalities.All.Count, Nationalities.All.Select(n => n.Code).Distinct().Count());
        Assert.Equal(Nationalities.All.Count, Nationalities.All.Select(n => n.Thai).Distinct().Count());
        Assert.Equal(Nationalities.All.Count, Nationalities.All.Select(n => n.English).Distinct().Count());
    }

    [Fact]
    public void Resolve_EveryCodeAndCountry_GivesItBack() =>
        Assert.All(
            Nationalities.All,
            n =>
            {
                Assert.Same(n, Nationalities.Find(n.Code));
                Assert.Same(n, Nationalities.Resolve(n.Code));
                Assert.Same(n, Nationalities.Resolve(n.Thai));
                Assert.Same(n, Nationalities.Resolve(n.English.ToUpperInvariant()));
                Assert.Same(n, Nationalities.Resolve("สัญชาติ" + n.Thai));
            }
        );

    // Every adjective tells its country, but for those that two countries share.
    [Fact]
    public void Resolve_Adjectives_AreUnderstoodUnlessShared()
    {
        var unclear = Nationalities.All.Where(n => Nationalities.Resolve(n.Adjective) != n).Select(n => n.Code);
        Assert.Equal(["CD", "CG", "DM", "DO"], unclear.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ไทย", "TH")]
    [InlineData("Thai", "TH")]
    [InlineData("สัญชาติไทย", "TH")]
    [InlineData("สัญชาติ ไทย", "TH")]
    [InlineData("ชาวไทย", "TH")]
    [InlineData("ประเทศไทย", "TH")]
    [InlineData("th", "TH")]
    [InlineData("Japanese", "JP")]
    [InlineData("ญี่ปุ่น", "JP")]
    [InlineData("คนญี่ปุ่น", "JP")]
    [InlineData("พม่า", "MM")]
    [InlineData("Burmese", "MM")]
    [InlineData("เมียนมาร์", "MM")]
    [InlineData("กัมพูชา", "KH")]
    [InlineData("เขมร", "KH")]
    [InlineData("Lao PDR", "LA")]
    [InlineData("อังกฤษ", "GB")]
    [InlineData("UK", "GB")]
    [InlineData("U.S.A.", "US")]
    [InlineData("อเมริกัน", "US")]
    [InlineData("สหรัฐฯ", "US")]
    [InlineData("The Netherlands", "NL")]
    [InlineData("เยอรมัน", "DE")]
    [InlineData("cote divoire", "CI")]
    [InlineData("Turkiye", "TR")]
    [InlineData("Trinidad & Tobago", "TT")]
    [InlineData("Korean", "KR")]
    [InlineData("เกาหลีเหนือ", "KP")]
    [InlineData("Viet Nam", "VN")]
    [InlineData("มาเก๊า", "MO")]
    public void Resolve_WhatPeopleWrite_GivesTheCountry(string typed, string code) =>
        Assert.Equal(code, Nationalities.Resolve(typed)?.Code);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("สัญชาติ")]
    [InlineData("ZZ")]
    [InlineData("Atlantis")]
    [InlineData("Congolese")]
    [InlineData("123")]
    [InlineData("\uD83D")]
    public void Resolve_UnknownOrShared_IsNull(string? typed) => Assert.Null(Nationalities.Resolve(typed));

    [Fact]
    public void NationalityFor_BothLanguages_SaysItAsPeopleDo()
    {
        var japan = Nationalities.Find("jp")!;
        Assert.Equal("ญี่ปุ่น", japan.NationalityFor(new CultureInfo("th-TH")));
        Assert.Equal("Japanese", japan.NationalityFor(new CultureInfo("en-GB")));
        Assert.Equal("Japan", japan.NameFor(new CultureInfo("en-GB")));
    }
}
