using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class GeoPointTests
{
    private const string Bangkok = "13.756300, 100.501800";

    [Theory]
    [InlineData("13.7563, 100.5018")]
    [InlineData("13.7563,100.5018")]
    [InlineData("  13.7563   100.5018 ")]
    [InlineData("(13.7563, 100.5018)")]
    [InlineData("[13.7563; 100.5018]")]
    [InlineData("๑๓.๗๕๖๓, ๑๐๐.๕๐๑๘")]
    [InlineData("+13.7563 / +100.5018")]
    [InlineData("13.7563° N, 100.5018° E")]
    [InlineData("13.7563N 100.5018E")]
    [InlineData("13.7563N100.5018E")]
    [InlineData("N13.7563 E100.5018")]
    [InlineData("100.5018 E, 13.7563 N")]
    [InlineData("100.5018, 13.7563")]
    [InlineData("lat: 13.7563, lng: 100.5018")]
    [InlineData("ละติจูด 13.7563 ลองจิจูด 100.5018")]
    [InlineData("พิกัด ๑๓.๗๕๖๓, ๑๐๐.๕๐๑๘")]
    [InlineData("\u200E13.7563,\t100.5018\u200B")]
    public void TryParse_DecimalDegrees_GivesThePlace(string typed) => Assert.Equal(Bangkok, Read(typed));

    [Theory]
    [InlineData("13°45'22.7\"N 100°30'06.5\"E")]
    [InlineData("13°45′22.7″N 100°30′06.5″E")]
    [InlineData("13°45’22.7”N, 100°30’06.5”E")]
    [InlineData("13º 45' 22.7'' n 100º 30' 6.5'' e")]
    [InlineData("๑๓°๔๕'๒๒.๗\"N ๑๐๐°๓๐'๐๖.๕\"E")]
    [InlineData("N 13° 45' 22.7\" E 100° 30' 06.5\"")]
    [InlineData("13°45'22.7\"N100°30'06.5\"E")]
    [InlineData("100°30'06.5\"E 13°45'22.7\"N")]
    [InlineData("13°45'22.7\" 100°30'06.5\"")]
    public void TryParse_DegreesMinutesSeconds_GivesThePlace(string typed) =>
        Assert.Equal("13.756306, 100.501806", Read(typed));

    [Fact]
    public void TryParse_DegreesAndMinutes_GivesThePlace() =>
        Assert.Equal("13.756300, 100.501800", Read("13°45.378'N 100°30.108'E"));

    [Theory]
    [InlineData("https://www.google.com/maps/@13.7563,100.5018,17z")]
    [InlineData("https://www.google.com/maps/place/Wat/@13.70,100.50,17z/data=!3m1!4b1!4m5!8m2!3d13.7563!4d100.5018")]
    [InlineData("https://maps.google.com/?q=13.7563,100.5018")]
    [InlineData("https://maps.google.com/maps?q=loc:13.7563,100.5018&z=15")]
    [InlineData("https://www.google.com/maps/search/?api=1&query=13.7563%2C100.5018")]
    [InlineData("https://www.google.com/maps/search/13.7563,+100.5018")]
    [InlineData("maps.google.com/?ll=13.7563,100.5018")]
    [InlineData("https://maps.apple.com/?ll=13.7563,100.5018&q=Pin")]
    [InlineData("geo:13.7563,100.5018?z=12")]
    public void TryParse_LinksOfMaps_GivesThePlace(string typed) => Assert.Equal(Bangkok, Read(typed));

    [Theory]
    [InlineData("51.5007, -0.1246", "51.500700, -0.124600")]
    [InlineData("33.8568° S, 151.2153° E", "-33.856800, 151.215300")]
    [InlineData("−33.8568, 151.2153", "-33.856800, 151.215300")]
    [InlineData("10, 20", "10.000000, 20.000000")]
    [InlineData("13.75630049, 100.5017995", "13.756300, 100.501800")]
    public void TryParse_PlacesElsewhere_StayAsWritten(string typed, string expected)
    {
        Assert.True(GeoPoint.TryParse(typed, out var point));
        Assert.Equal(expected, point.Format());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("13.7563")]
    [InlineData("13.7563100.5018")]
    [InlineData("13,7563,100,5018")]
    [InlineData("13.7563, 100.5018, 5")]
    [InlineData("13..7563, 100.5018")]
    [InlineData("91, 181")]
    [InlineData("120.5, 130.1")]
    [InlineData("13°60'00\"N 100°30'06.5\"E")]
    [InlineData("13°45'60\"N 100°30'06.5\"E")]
    [InlineData("13.5°45'00\"N 100°30'06.5\"E")]
    [InlineData("13.7563N 100.5018N")]
    [InlineData("13.7563N, 100.5018")]
    [InlineData("-13.7563S, 100.5018E")]
    [InlineData("N13.7563N, 100.5018E")]
    [InlineData("100.5018N, 13.7563E")]
    [InlineData("บ้านเลขที่ 13 หมู่ 100")]
    [InlineData("https://maps.app.goo.gl/abc")]
    [InlineData("https://maps.google.com/?q=%ZZ%")]
    [InlineData("https://www.google.com/maps/@913.7563,100.5018,17z")]
    [InlineData("NaN, Infinity")]
    [InlineData("1e1, 1e2")]
    [InlineData("99999999999999999999999999999, 1")]
    [InlineData("\uD83D\uDE00, \uD83D")]
    public void TryParse_NoPlace_IsRefused(string? typed)
    {
        Assert.False(GeoPoint.TryParse(typed, out var point));
        Assert.Null(point);
    }

    [Theory]
    [InlineData("13.7563, 100.5018", true)]
    [InlineData("5.6, 97.3", true)]
    [InlineData("20.5, 105.7", true)]
    [InlineData("5.599999, 100", false)]
    [InlineData("13, 105.700001", false)]
    [InlineData("0, 0", false)]
    public void IsInThailand_Rectangle_TakesItsEdges(string typed, bool expected)
    {
        Assert.True(GeoPoint.TryParse(typed, out var point));
        Assert.Equal(expected, point.IsInThailand);
    }

    [Fact]
    public void Constructor_NumbersFromOutside_RoundsAndNeverThrows()
    {
        Assert.Equal(Bangkok, new GeoPoint(13.75630049m, 100.5017995m).Format());
        Assert.False(new GeoPoint(decimal.MaxValue, decimal.MinValue).IsInThailand);
    }

    [Fact]
    public void Format_CultureWithDecimalComma_StaysTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(Bangkok, Read(Bangkok));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void TryParse_WhatFormatWrote_GivesTheSamePlace() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Choose(5_600_000, 20_500_000)
                    .SelectMany(lat => Gen.Choose(97_300_000, 105_700_000).Select(lon => (lat, lon)))
                    .ToArbitrary(),
                p =>
                {
                    var point = new GeoPoint(p.lat / 1_000_000m, p.lon / 1_000_000m);
                    return GeoPoint.TryParse(point.Format(), out var read) && read == point;
                }
            )
        );

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Gen.ArrayOf(Gen.Elements("13.7563100°'\"NSEW,;@=&?q!3d4d%://maps. -+๑".ToCharArray())).ToArbitrary(),
                characters => GeoPoint.TryParse(new string(characters), out var p) == p is not null
            )
        );

    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("°'")]
    [InlineData("https://maps.google.com/@1.")]
    public void TryParse_LongNonsense_IsRefusedAtOnce(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 2000 / part.Length));
        Assert.False(GeoPoint.TryParse(text, out _));
        Assert.False(GeoPoint.TryParse(text + text, out _));
    }

    private static string? Read(string typed) => GeoPoint.TryParse(typed, out var point) ? point.Format() : null;
}
