using System.Globalization;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class PersonAnswerTests
{
    [Theory]
    [InlineData("นาย", "สมชาย", "ตัวอย่างดี", "นายสมชาย ตัวอย่างดี")]
    [InlineData("นาย", "Kenji", "Placeholder", "นาย Kenji Placeholder")]
    [InlineData("Sir", "John", "Placeholder", "Sir John Placeholder")]
    [InlineData("Sir", "จอห์น", null, "Sir จอห์น")]
    [InlineData(null, "Kenji", null, "Kenji")]
    [InlineData("นาง", null, "ตัวอย่างดี", "นาง ตัวอย่างดี")]
    public void FullName_JoinsOnlyThaiTitlesAndNames(string? title, string? first, string? last, string expected) =>
        Assert.Equal(expected, new PersonAnswer(title, first, last).FullName);

    [Fact]
    public void PersonLine_Foreigner_SaysNationalityAndPassport() =>
        Assert.Equal(
            "นาย Kenji Placeholder, ญี่ปุ่น, TK1234567",
            AnswerText.PersonLine(
                new("นาย", "Kenji", "Placeholder", "JP", "3150100007078", "TK1234567"),
                CultureInfo.GetCultureInfo("th-TH")
            )
        );
}
