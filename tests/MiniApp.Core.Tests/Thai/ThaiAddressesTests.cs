using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class ThaiAddressesTests
{
    private static IEnumerable<District> AllDistricts =>
        ThaiAddresses.Provinces.SelectMany(p => ThaiAddresses.Districts(p.Code));

    private static IEnumerable<Subdistrict> AllSubdistricts =>
        AllDistricts.SelectMany(d => ThaiAddresses.Subdistricts(d.Code));

    [Fact]
    public void Counts_AreThoseOfTheRegister()
    {
        Assert.Equal(77, ThaiAddresses.Provinces.Count);
        Assert.Equal(928, AllDistricts.Count());
        Assert.Equal(7436, AllSubdistricts.Count());
        Assert.Equal(180, AllSubdistricts.Count(s => s.ProvinceCode == "10"));
    }

    // Codes that one of the sources has wrong; NOTICE.md says more.
    [Theory]
    [InlineData("103604", "ดอนเมือง")]
    [InlineData("103605", "สนามบิน")]
    [InlineData("380101", "บึงกาฬ")]
    [InlineData("380203", "พรเจริญ")]
    [InlineData("380401", "เซกา")]
    [InlineData("380501", "ปากคาด")]
    [InlineData("380701", "ศรีวิไล")]
    [InlineData("430111", "โพนสว่าง")]
    [InlineData("441106", "สร้างแซ่ง")]
    public void FindSubdistrict_CodesCorrectedByHand_GiveThePlaceOfTheRegister(string code, string name) =>
        Assert.Equal(name, ThaiAddresses.FindSubdistrict(code)?.Thai);

    [Fact]
    public void EveryPlace_HasBothNamesAndPostalCodes()
    {
        Assert.All(ThaiAddresses.Provinces, p => Assert.Matches("^[ก-๙]+\t[A-Za-z ]+$", $"{p.Thai}\t{p.English}"));
        Assert.All(AllDistricts, d => Assert.Matches("^[ก-๙. -]+\t[A-Za-z '-]+$", $"{d.Thai}\t{d.English}"));
        Assert.All(
            AllSubdistricts,
            s =>
                Assert.Matches(
                    "^[ก-๙. -]+\t[A-Za-z .'-]+\t([0-9]{5},?)+$",
                    $"{s.Thai}\t{s.English}\t{string.Join(',', s.PostalCodes)}"
                )
        );
    }

    [Fact]
    public void EveryPlace_IsFoundByItsCodeAndNames()
    {
        foreach (var s in AllSubdistricts)
        {
            var district = ThaiAddresses.FindDistrict(s.DistrictCode);
            var province = ThaiAddresses.FindProvince(s.ProvinceCode);
            Assert.Same(s, ThaiAddresses.FindSubdistrict(s.Code));
            var match = ThaiAddresses.Resolve(province!.Thai, district!.Thai, s.Thai);
            Assert.Same(s, match.Subdistrict);
            Assert.Contains(s, ThaiAddresses.FindByPostalCode(s.PostalCode));
        }
    }

    [Theory]
    [InlineData("กรุงเทพมหานคร", "เขตจตุจักร", "แขวงลาดยาว", "103001")]
    [InlineData("กทม.", "จตุจักร", "ลาดยาว", "103001")]
    [InlineData("จังหวัดเชียงใหม่", "อำเภอเมือง", "ตำบลศรีภูมิ", "500101")]
    [InlineData("จ. เชียงใหม่", "อ. เมืองเชียงใหม่", "ต. ศรีภูมิ", "500101")]
    [InlineData("Chiang Mai", "Mueang Chiang Mai", "Si Phum", "500101")]
    [InlineData("เชียงใหม่", null, "ศรีภูมิ", "500101")]
    public void Resolve_NamesAsInProfiles_GivesTheCode(
        string? province,
        string? district,
        string? subdistrict,
        string code
    ) => Assert.Equal(code, ThaiAddresses.Resolve(province, district, subdistrict).Subdistrict?.Code);

    [Theory]
    [InlineData(null, "จตุจักร", "ลาดยาว", null, null)]
    [InlineData("เมืองทอง", "จตุจักร", "ลาดยาว", null, null)]
    [InlineData("กรุงเทพมหานคร", "หาดใหญ่", "ลาดยาว", "10", null)]
    [InlineData("กรุงเทพมหานคร", "จตุจักร", "ไม่มีจริง", "10", "1030")]
    [InlineData("กรุงเทพมหานคร", null, "บางจาก", "10", null)]
    public void Resolve_WhatCantBeTold_StaysNull(string? p, string? d, string? s, string? province, string? district)
    {
        var match = ThaiAddresses.Resolve(p, d, s);

        Assert.Equal(province, match.Province?.Code);
        Assert.Equal(district, match.District?.Code);
        Assert.Null(match.Subdistrict);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("99")]
    [InlineData("9999")]
    [InlineData("999999")]
    [InlineData("ก")]
    public void Lookup_UnknownCode_IsEmpty(string? code)
    {
        Assert.Null(ThaiAddresses.FindProvince(code));
        Assert.Null(ThaiAddresses.FindDistrict(code));
        Assert.Null(ThaiAddresses.FindSubdistrict(code));
        Assert.Empty(ThaiAddresses.Districts(code));
        Assert.Empty(ThaiAddresses.Subdistricts(code));
        Assert.Empty(ThaiAddresses.FindByPostalCode(code));
    }

    [Fact]
    public void Provinces_AreInThaiOrder()
    {
        var names = ThaiAddresses.Provinces.Select(p => p.Thai).ToList();
        Assert.Equal("กระบี่", names[0]);
        // ชัยนาท, ... เชียงราย, เชียงใหม่ stand with ช, not at the end with the vowel เ.
        Assert.True(names.IndexOf("เชียงใหม่") < names.IndexOf("ตรัง"));
    }
}
