using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class AddressTextTests
{
    [Theory]
    // As ThaiD prints them, long and short.
    [InlineData(
        "1/1 ซ.ตัวอย่าง แขวงถนนเพชรบุรี เขตราชเทวี กรุงเทพมหานคร",
        "1/1 ซ.ตัวอย่าง",
        "ถนนเพชรบุรี",
        "ราชเทวี",
        "กรุงเทพมหานคร",
        "10400"
    )]
    [InlineData(
        "99/9 หมู่ 14 ซ.วัดอุโมงค์ ถ.สุเทพ ต.สุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่",
        "99/9 หมู่ 14 ซ.วัดอุโมงค์ ถ.สุเทพ",
        "สุเทพ",
        "เมืองเชียงใหม่",
        "เชียงใหม่",
        "50200"
    )]
    [InlineData(
        "8 หมู่ที่ 1 ตำบลสาวะถี อำเภอเมืองขอนแก่น จังหวัดขอนแก่น 40000",
        "8 หมู่ที่ 1",
        "สาวะถี",
        "เมืองขอนแก่น",
        "ขอนแก่น",
        "40000"
    )]
    // Blanks after prefixes, several blanks, commas.
    [InlineData(
        "8  หมู่ 1, ต. สาวะถี, อ. เมืองขอนแก่น, จ. ขอนแก่น, 40000",
        "8 หมู่ 1",
        "สาวะถี",
        "เมืองขอนแก่น",
        "ขอนแก่น",
        "40000"
    )]
    // The capital district called only that.
    [InlineData("8 หมู่ 1 ต.สาวะถี อ.เมือง จ.ขอนแก่น", "8 หมู่ 1", "สาวะถี", "เมืองขอนแก่น", "ขอนแก่น", "40000")]
    [InlineData("8 หมู่ 1 ต.สาวะถี อ.เมืองฯ จ.ขอนแก่น", "8 หมู่ 1", "สาวะถี", "เมืองขอนแก่น", "ขอนแก่น", "40000")]
    // Nothing between the parts.
    [InlineData(
        "12/3 ถนนพหลโยธินแขวงลาดยาวเขตจตุจักรกรุงเทพมหานคร10900",
        "12/3 ถนนพหลโยธิน",
        "ลาดยาว",
        "จตุจักร",
        "กรุงเทพมหานคร",
        null
    )]
    [InlineData("12/3 แขวงลาดยาวเขตจตุจักร กรุงเทพมหานคร 10900", "12/3", "ลาดยาว", "จตุจักร", "กรุงเทพมหานคร", "10900")]
    // Bangkok's other names.
    [InlineData(
        "301 อาคารสมมติ ถ.สีลม แขวงสีลม เขตบางรัก กทม. 10500",
        "301 อาคารสมมติ ถ.สีลม",
        "สีลม",
        "บางรัก",
        "กรุงเทพมหานคร",
        "10500"
    )]
    [InlineData("301 แขวงสีลม เขตบางรัก กรุงเทพฯ", "301", "สีลม", "บางรัก", "กรุงเทพมหานคร", "10500")]
    [InlineData("301 แขวงสีลม เขตบางรัก จ.กรุงเทพมหานคร", "301", "สีลม", "บางรัก", "กรุงเทพมหานคร", "10500")]
    // No prefix anywhere.
    [InlineData(
        "99 หมู่ 4 สุเทพ เมืองเชียงใหม่ เชียงใหม่ 50200",
        "99 หมู่ 4",
        "สุเทพ",
        "เมืองเชียงใหม่",
        "เชียงใหม่",
        "50200"
    )]
    // The code before the province; with its label; Thai numerals; two ways of typing ำ.
    [InlineData("301 แขวงสีลม เขตบางรัก 10500 กรุงเทพมหานคร", "301", "สีลม", "บางรัก", "กรุงเทพมหานคร", "10500")]
    [InlineData(
        "๙๙/๙ หมู่ ๑๔ ต.สุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่ รหัสไปรษณีย์ ๕๐๒๐๐",
        "99/9 หมู่ 14",
        "สุเทพ",
        "เมืองเชียงใหม่",
        "เชียงใหม่",
        "50200"
    )]
    [InlineData("5 ต.ลาดหญ้า อ.เมืองกาญจนบุรี จ.กาญจนบุรี", "5", "ลาดหญ้า", "เมืองกาญจนบุรี", "กาญจนบุรี", "71190")]
    // A district that ends like a prefix.
    [InlineData("2 ต.คู้ยายหมี อ.สนามชัยเขต จ.ฉะเชิงเทรา", "2", "คู้ยายหมี", "สนามชัยเขต", "ฉะเชิงเทรา", "24160")]
    public void Split_AddressOfARegister_GivesItsParts(
        string text,
        string line,
        string subdistrict,
        string district,
        string province,
        string? postalCode
    )
    {
        if (postalCode is null)
        {
            // A code that is glued to the province could be anything: the whole line is asked about.
            Assert.Null(AddressText.Split(text).Subdistrict);
            return;
        }
        var split = AddressText.Split(text);

        Assert.Equal(
            (line, subdistrict, district, province, postalCode),
            (split.Line, split.Subdistrict?.Thai, split.District?.Thai, split.Province?.Thai, split.PostalCode)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("99/9")]
    [InlineData("99/9 ถนนสุเทพ")]
    [InlineData("ไม่ทราบที่อยู่")]
    // The road, not the subdistrict, stands before the district.
    [InlineData("99 ถนนสุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่")]
    [InlineData("99 ถนน สุเทพ เมืองเชียงใหม่ เชียงใหม่")]
    [InlineData("99 ถ.สุเทพ เมืองเชียงใหม่ เชียงใหม่")]
    // Half named: the word before may be part of anything.
    [InlineData("99 สุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่")]
    // A subdistrict of elsewhere, a district of elsewhere, no province, English.
    [InlineData("99 ต.สีลม อ.เมืองเชียงใหม่ จ.เชียงใหม่")]
    [InlineData("99 ต.สุเทพ อ.บางรัก จ.เชียงใหม่")]
    [InlineData("99 ต.สุเทพ อ.เมืองเชียงใหม่")]
    [InlineData("99 Suthep, Mueang Chiang Mai, Chiang Mai 50200")]
    [InlineData("99 ต.สุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่ ประเทศไทย")]
    public void Split_NotCertain_GuessesNoSubdistrict(string? text) => Assert.Null(AddressText.Split(text).Subdistrict);

    [Theory]
    [InlineData("99 ต.นวมินทร์ อ.เมือง", null)]
    [InlineData("99 แขวงนวมินทร์ เขตบึงกุ่ม กรุงเทพมหานคร", null)]
    [InlineData("99 แขวงนวมินทร์ เขตบึงกุ่ม กรุงเทพมหานคร 10230", "10230")]
    [InlineData("99 แขวงนวมินทร์ เขตบึงกุ่ม กรุงเทพมหานคร 99999", null)]
    [InlineData("99 แขวงสีลม เขตบางรัก กรุงเทพมหานคร 50200", null)]
    public void Split_PostalCode_IsTheTextsOrTheOnlyOne(string text, string? code) =>
        Assert.Equal(code, AddressText.Split(text).PostalCode);

    [Fact]
    public void Split_TooLong_IsLeftAlone()
    {
        var text = new string('ก', 5000) + " ต.สุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่";

        Assert.Null(AddressText.Split(text).Subdistrict);
    }

    [Theory]
    [InlineData("1/1###ตัวอย่าง##ถนนเพชรบุรี#เขตราชเทวี#กรุงเทพมหานคร", "1/1 ซอยตัวอย่าง", "ถนนเพชรบุรี", "10400")]
    [InlineData(
        "99/9#14##วัดอุโมงค์#สุเทพ#ต.สุเทพ#อ.เมืองเชียงใหม่#จ.เชียงใหม่",
        "99/9 หมู่ 14 ซอยวัดอุโมงค์ ถนนสุเทพ",
        "สุเทพ",
        "50200"
    )]
    [InlineData(
        "45/7#หมู่ที่ 3#ตรอกเล็ก#ซ.ใหญ่#ถ.กว้าง#ต.ในเมือง#อ.เมืองขอนแก่น#จ.ขอนแก่น",
        "45/7 หมู่ที่ 3 ตรอกเล็ก ซ.ใหญ่ ถ.กว้าง",
        "ในเมือง",
        "40000"
    )]
    [InlineData("๘#๑####ต.สาวะถี#อ.เมือง#จ.ขอนแก่น", "8 หมู่ 1", "สาวะถี", "40000")]
    public void SplitRaw_EightParts_NamesEach(string raw, string line, string subdistrict, string postalCode)
    {
        var split = AddressText.SplitRaw(raw)!;

        Assert.Equal((line, subdistrict, postalCode), (split.Line, split.Subdistrict?.Thai, split.PostalCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1/1 ซอยตัวอย่าง")]
    [InlineData("1#2#3")]
    [InlineData("1#2#3#4#5#6#7#8#9")]
    [InlineData("###ตัวอย่าง##ถนนเพชรบุรี#เขตราชเทวี#กรุงเทพมหานคร")]
    public void SplitRaw_OtherThanEightParts_IsNull(string? raw) => Assert.Null(AddressText.SplitRaw(raw));

    /// <summary>Every subdistrict of the country, in the three ways addresses are written.</summary>
    [Theory]
    [InlineData("12/34 หมู่ 5 ตำบล{0} อำเภอ{1} จังหวัด{2}")]
    [InlineData("12/34 หมู่ 5 ต.{0} อ.{1} จ.{2}")]
    [InlineData("12/34 หมู่ 5 {0} {1} {2}")]
    public void Split_EverySubdistrict_IsItOrAskedNeverAnother(string format)
    {
        var (all, asked, wrong) = (0, 0, new List<string>());
        foreach (var province in ThaiAddresses.Provinces)
        foreach (var district in ThaiAddresses.Districts(province.Code))
        foreach (var subdistrict in ThaiAddresses.Subdistricts(district.Code))
        {
            var text = string.Format(null, format, subdistrict.Thai, district.Thai, province.Thai);
            var split = AddressText.Split(text);
            all++;
            if (split.Subdistrict is null)
                asked++;
            else if (split.Subdistrict != subdistrict || split.Line != "12/34 หมู่ 5")
                wrong.Add(text);
        }
        Assert.Empty(wrong);
        Assert.True(all > 7000, "the whole data set is looked at");
        Assert.True(asked < all / 100, $"{asked} of {all} can't be told");
    }
}
