using System.Diagnostics;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class AddressSearchTests
{
    [Theory]
    [InlineData("ลาดยาว จตุจักร")]
    [InlineData("จตุจักร ลาดยาว")]
    [InlineData("แขวงลาดยาวเขตจตุจักร")]
    [InlineData("แขวง ลาดยาว เขต จตุจักร จ.กรุงเทพฯ")]
    [InlineData("ต.ลาดยาว อ.จตุจักร กทม.")]
    [InlineData("lat yao chatuchak")]
    [InlineData("LATYAO, Bangkok")]
    [InlineData("ลาดยาว bangkok")]
    [InlineData("ลาดยาว 10900")]
    [InlineData("๑๐๙๐๐ ลาดยาว")]
    [InlineData("12/3 ลาดยาว จตุจักร")]
    [InlineData("Khwaeng Lat Yao, Khet Chatuchak, BKK")]
    public void Search_NamesInAnyMix_FindsThePlaceFirst(string query)
    {
        var found = ThaiAddresses.Search(query, 5);
        Assert.Equal("103001", found[0].Subdistrict.Code);
        Assert.Equal("1030", found[0].District.Code);
        Assert.Equal("10", found[0].Province.Code);
    }

    [Theory]
    [InlineData("จ.ป.ร.", "850406")]
    [InlineData("จปร", "850406")]
    [InlineData("สามตำบล", "801906")]
    [InlineData("แปะระ ละงู", null)]
    [InlineData("แป-ระ", "910402")]
    [InlineData("เเป-ระ", "910402")]
    [InlineData("คีรีเขต", "950404")]
    public void Search_UnusualNames_AreFound(string query, string? code) =>
        Assert.Equal(code, ThaiAddresses.Search(query, 1).SingleOrDefault()?.Subdistrict.Code);

    [Fact]
    public void Search_SaraAmTypedInTwo_FindsTheSame() =>
        Assert.Equal(ThaiAddresses.Search("บางลำพู", 9), ThaiAddresses.Search("บางล\u0E4D\u0E32พู", 9));

    // 930302 has the same name, but lies in another district.
    [Fact]
    public void Search_SubdistrictNamedLikeItsDistrict_TakesBothWords() =>
        Assert.Equal("930501", ThaiAddresses.Search("ควนขนุน ควนขนุน", 5)[0].Subdistrict.Code);

    [Theory]
    [InlineData("yao lat", "103001")]
    [InlineData("mai chiang phum", "500101")]
    public void Search_WordsOfANameInAnotherOrder_AreStillFound(string query, string code) =>
        Assert.Contains(ThaiAddresses.Search(query, 10_000), p => p.Subdistrict.Code == code);

    [Fact]
    public void Search_OneName_OrdersByHowWellItMeets()
    {
        var found = ThaiAddresses.Search("บางรัก", 10_000);
        var ranks = found
            .Select(p =>
                p.Subdistrict.Thai == "บางรัก" ? 0
                : p.Subdistrict.Thai.StartsWith("บางรัก", StringComparison.Ordinal) ? 1
                : p.District.Thai == "บางรัก" ? 2
                : 3
            )
            .ToList();
        Assert.Equal(ranks.Order(), ranks);
        Assert.Equal([0, 1, 2], ranks.Distinct().Take(3));
    }

    [Fact]
    public void Search_NameOfAProvince_GivesAllOfItBeforeNamesThatContainIt()
    {
        var ranong = ThaiAddresses.Districts("85").Sum(d => ThaiAddresses.Subdistricts(d.Code).Count);
        var found = ThaiAddresses.Search("Ranong", 10_000);
        Assert.True(found.Count >= ranong);
        Assert.Equal(ranong, found.Take(ranong).Count(p => p.Province.Code == "85"));
    }

    [Theory]
    [InlineData("109")]
    [InlineData("10900")]
    [InlineData("๑๐๙")]
    public void Search_BeginningOfAPostalCode_FindsWhatItServes(string query)
    {
        var found = ThaiAddresses.Search(query, 10_000);
        var prefix = ThaiDigits.ToArabic(query);
        Assert.Contains(found, p => p.Subdistrict.Code == "103001");
        Assert.All(
            found,
            p => Assert.Contains(p.Subdistrict.PostalCodes, c => c.StartsWith(prefix, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Search_WholePostalCode_FindsAllItServes() =>
        Assert.Equal(
            ThaiAddresses.FindByPostalCode("18170").Select(s => s.Code).Order(StringComparer.Ordinal),
            ThaiAddresses.Search("18170", 10_000).Select(p => p.Subdistrict.Code).Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("ก")]
    [InlineData("x")]
    [InlineData("10")]
    [InlineData("109000")]
    [InlineData("ต.")]
    [InlineData(".,;-")]
    [InlineData("ไม่มีที่นี่แน่นอน")]
    [InlineData("ลาดยาว หาดใหญ่")]
    [InlineData("ลาดยาว 90110")]
    [InlineData("\uD83D\uDE00\uD83D")]
    public void Search_TooLittleOrNothingLikeIt_IsEmpty(string? query) => Assert.Empty(ThaiAddresses.Search(query, 10));

    [Fact]
    public void Search_FarTooLong_IsEmpty() =>
        Assert.Empty(ThaiAddresses.Search(string.Concat(Enumerable.Repeat("ลาดยาว ", 40)), 10));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Search_NoRoom_IsEmpty(int limit) => Assert.Empty(ThaiAddresses.Search("ลาดยาว", limit));

    [Fact]
    public void Search_Limit_CutsTheSameListEachTime() =>
        Assert.Equal(ThaiAddresses.Search("บาง", 500).Take(7), ThaiAddresses.Search("บาง", 7));

    [Fact]
    public void Search_EveryPlaceByItsThreeNames_IsFoundFirst()
    {
        // The first of each district: all would take half a minute.
        foreach (var province in ThaiAddresses.Provinces)
        {
            foreach (var district in ThaiAddresses.Districts(province.Code))
            {
                var s = ThaiAddresses.Subdistricts(district.Code)[0];
                var found = ThaiAddresses.Search($"ต.{s.Thai} อ.{district.Thai} จ.{province.Thai}", 1);
                Assert.Equal(s.Code, Assert.Single(found).Subdistrict.Code);
            }
        }
    }

    [Theory]
    [InlineData("บาง")]
    [InlineData("lat yao chatuchak bangkok")]
    [InlineData("an an an an an an an an")]
    public void Search_Warm_IsQuick(string query)
    {
        ThaiAddresses.Search(query, 10);
        var quickest = Enumerable
            .Range(0, 15)
            .Min(_ =>
            {
                var start = Stopwatch.GetTimestamp();
                ThaiAddresses.Search(query, 10);
                return Stopwatch.GetElapsedTime(start);
            });
        // Ten times what it takes on a small machine, for busy test runs.
        Assert.True(quickest < TimeSpan.FromMilliseconds(50), $"{quickest.TotalMilliseconds:F1} ms");
    }
}
