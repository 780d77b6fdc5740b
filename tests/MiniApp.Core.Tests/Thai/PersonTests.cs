using System.Globalization;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class PersonTests
{
    [Theory]
    [InlineData(" aa 123-4567 ", "AA1234567")]
    [InlineData("aa๑๒๓๔๕๖๗", "AA1234567")]
    [InlineData("A–1234567", "A1234567")]
    [InlineData("A/123", "A/123")]
    [InlineData(null, "")]
    public void Passport_Normalise_TakesWhatPeopleType(string? typed, string expected) =>
        Assert.Equal(expected, Passport.Normalise(typed));

    [Theory]
    [InlineData("AA1234567", true)]
    [InlineData("12345", true)]
    [InlineData("1234", false)]
    [InlineData("A1234567890123456789", true)]
    [InlineData("A12345678901234567890", false)]
    [InlineData("aa1234567", false)]
    [InlineData("AA 123456", false)]
    [InlineData("ÄA1234567", false)]
    [InlineData("กก1234567", false)]
    [InlineData("AA๑๒๓๔๕", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Passport_IsValid_WantsLettersAndDigits(string? number, bool valid) =>
        Assert.Equal(valid, Passport.IsValid(number));

    [Fact]
    public void Titles_Common_AreTheThreeInBothLanguages()
    {
        Assert.Equal(["นาย", "นาง", "นางสาว"], NameTitles.Common.Select(t => t.NameFor(new CultureInfo("th-TH"))));
        Assert.Equal(["Mr.", "Mrs.", "Ms."], NameTitles.Common.Select(t => t.NameFor(new CultureInfo("en-GB"))));
    }

    [Theory]
    [InlineData("นาย", "นาย")]
    [InlineData(" Mr ", "นาย")]
    [InlineData("MRS.", "นาง")]
    [InlineData("น.ส.", "นางสาว")]
    [InlineData("น. ส.", "นางสาว")]
    [InlineData("นส", "นางสาว")]
    [InlineData("Miss", "นางสาว")]
    [InlineData("ms", "นางสาว")]
    [InlineData("ด.ช.", "เด็กชาย")]
    [InlineData("ด.ญ.", "เด็กหญิง")]
    [InlineData("ดร.", "ดอกเตอร์")]
    [InlineData("ว่าที่ ร.ต.", "ว่าที่ร้อยตรี")]
    [InlineData("พ.ต.ท.", "พันตำรวจโท")]
    [InlineData("พ.ท.", "พันโท")]
    [InlineData("ม.ร.ว.", "หม่อมราชวงศ์")]
    [InlineData(" พระครู ", "พระครู")]
    [InlineData(null, "")]
    public void Titles_Normalise_WritesThemOut(string? typed, string expected) =>
        Assert.Equal(expected, NameTitles.Normalise(typed));

    [Theory]
    [InlineData("Sir")]
    [InlineData("")]
    [InlineData(null)]
    public void Titles_Find_UnknownIsNull(string? typed) => Assert.Null(NameTitles.Find(typed));

    [Theory]
    [InlineData("นางสาว")]
    [InlineData("นาย")]
    [InlineData("นาง")]
    public void Titles_Find_GivesTheOneOfTheCommonList(string typed) =>
        Assert.Contains(NameTitles.Find(typed), NameTitles.Common);
}
