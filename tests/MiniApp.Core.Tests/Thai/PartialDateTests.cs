using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("25310229", 1988, 2, 29)]
    [InlineData("25670229", 2024, 2, 29)]
    [InlineData("25380000", 1995, null, null)]
    [InlineData("25380700", 1995, 7, null)]
    [InlineData("25380015", 1995, null, 15)]
    [InlineData("00000229", null, 2, 29)]
    [InlineData("00000000", null, null, null)]
    [InlineData("0", null, null, null)]
    [InlineData(" ", null, null, null)]
    [InlineData(null, null, null, null)]
    public void TryReadBuddhist_PartsOfZeros_AreUnknown(string? text, int? year, int? month, int? day)
    {
        Assert.True(PartialDate.TryReadBuddhist(text, out var date));

        Assert.Equal((year, month, day), (date.Year, date.Month, date.Day));
    }

    [Theory]
    [InlineData("25320229")]
    [InlineData("25381301")]
    [InlineData("25380431")]
    [InlineData("19950101")]
    [InlineData("2538010")]
    [InlineData("253801011")]
    [InlineData("2538-1-1")]
    [InlineData("๒๕๓๘๐๑๐๑")]
    public void TryReadBuddhist_NoSuchDate_IsRefused(string text) =>
        Assert.False(PartialDate.TryReadBuddhist(text, out _));

    [Theory]
    [InlineData("25310229", "1988-02-29", DateAgreement.Same)]
    [InlineData("25310229", "1988-02-28", DateAgreement.Different)]
    [InlineData("25380000", "1995-03-04", DateAgreement.PartlyKnown)]
    [InlineData("25380000", "1996-03-04", DateAgreement.Different)]
    [InlineData("25380700", "1995-07-04", DateAgreement.PartlyKnown)]
    [InlineData("25380700", "1995-08-04", DateAgreement.Different)]
    [InlineData("25380004", "1995-08-04", DateAgreement.PartlyKnown)]
    [InlineData("25380005", "1995-08-04", DateAgreement.Different)]
    [InlineData("00000804", "1995-08-04", DateAgreement.PartlyKnown)]
    [InlineData("0", "1995-08-04", DateAgreement.Unknown)]
    [InlineData("25310229", null, DateAgreement.Unknown)]
    public void CompareWith_APartThatIsUnknown_NeverCountsAsSame(string text, string? own, DateAgreement agreement)
    {
        Assert.True(PartialDate.TryReadBuddhist(text, out var date));
        DateOnly? other = ThaiDate.TryParseWire(own, out var day) ? day : null;

        Assert.Equal(agreement, date.CompareWith(other));
    }
}

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("สม  หญิง", "สม หญิง")]
    [InlineData(" สมหญิง\u00A0", "สมหญิง")]
    [InlineData("สม\u200Bหญิง", "สมหญิง")]
    [InlineData("อำ", "อ\u0E4Dา")] // one sign, or its two parts
    [InlineData("น้ำ", "น\u0E4D\u0E49า")] // circle before the tone mark
    [InlineData("เเก้ว", "แก้ว")]
    [InlineData("หมู่ ๑๔", "หมู่ 14")]
    [InlineData("KENJI", "Kenji")]
    public void AreSame_TwoWaysToWriteAWord_AreOne(string left, string right) =>
        Assert.True(PlainText.AreSame(left, right));

    [Theory]
    [InlineData("สมหญิง", "สมหญิ่ง")]
    [InlineData("ณัฐ", "ณัฏฐ์")]
    [InlineData("สม หญิง", "สมหญิง")]
    [InlineData("", "ก")]
    public void AreSame_OtherLetters_AreNot(string left, string right) => Assert.False(PlainText.AreSame(left, right));
}

public sealed class NameTitleSplitTests
{
    [Theory]
    [InlineData("นางสาวสมหญิง ตัวอย่างดี", "นางสาว", "สมหญิง ตัวอย่างดี")]
    [InlineData("น.ส.สมหญิง ตัวอย่างดี", "นางสาว", "สมหญิง ตัวอย่างดี")]
    [InlineData("นางปิติ ลองระบบ", "นาง", "ปิติ ลองระบบ")]
    [InlineData("นาย วีระ ไร้เบอร์", "นาย", "วีระ ไร้เบอร์")]
    [InlineData("นายเอก ดี", "นาย", "เอก ดี")]
    [InlineData("Mr. Kenji Placeholder", "นาย", "Kenji Placeholder")]
    [InlineData("นางสาวิตรี ใจดี", "นาง", "สาวิตรี ใจดี")]
    [InlineData("สมหญิง ตัวอย่างดี", null, "สมหญิง ตัวอย่างดี")]
    [InlineData("Mrsona Test", null, "Mrsona Test")]
    [InlineData("นาย", null, "นาย")]
    public void Split_ATitleThatIsKnown_IsTakenOff(string full, string? title, string name)
    {
        var split = NameTitles.Split(full);

        Assert.Equal((title, name), (split.Title?.Thai, split.Name));
    }
}
