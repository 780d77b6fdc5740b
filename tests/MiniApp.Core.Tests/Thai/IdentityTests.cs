using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("1234567890121", true)]
    [InlineData("1234567890122", false)]
    [InlineData("0234567890121", false)]
    [InlineData("9234567890121", false)]
    [InlineData("123456789012", false)]
    [InlineData("12345678901211", false)]
    [InlineData("123456789012a", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void NationalId_IsValid_ChecksLengthFirstDigitAndCheckDigit(string? id, bool valid) =>
        Assert.Equal(valid, NationalId.IsValid(id));

    [Theory]
    [InlineData("1-2345-67890-12-1")]
    [InlineData(" 1 2345 67890 12 1 ")]
    [InlineData("๑๒๓๔๕๖๗๘๙๐๑๒๑")]
    [InlineData("1–2345–67890–12–1")]
    public void NationalId_Normalise_TakesWhatPeopleType(string typed) =>
        Assert.Equal("1234567890121", NationalId.Normalise(typed));

    [Fact]
    public void NationalId_FormatAndMask_ReadAsOnTheCard()
    {
        Assert.Equal("1-2345-67890-12-1", NationalId.Format("1234567890121"));
        Assert.Equal("x-xxxx-xxxxx-12-1", NationalId.Mask("1234567890121"));
        Assert.Equal("xxx", NationalId.Mask("123"));
    }

    [Fact]
    public void NationalId_AnyTwelveDigits_HaveExactlyOneCheckDigit() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Choose(1, 8)
                    .SelectMany(first => Gen.ArrayOf(Gen.Choose(0, 9), 11).Select(rest => (first, rest)))
                    .ToArbitrary(),
                start =>
                {
                    var twelve = start.first + string.Concat(start.rest);
                    var valid = Enumerable.Range(0, 10).Select(d => twelve + d).Where(NationalId.IsValid).ToList();
                    return valid.Count == 1 && NationalId.Normalise(NationalId.Format(valid[0])) == valid[0];
                }
            )
        );

    [Theory]
    [InlineData("0105500000012", true)]
    [InlineData("1105500000012", false)]
    [InlineData("010550000001", false)]
    [InlineData("010550000001x", false)]
    [InlineData(null, false)]
    public void JuristicId_IsValidFormat_WantsThirteenDigitsFromZero(string? id, bool valid) =>
        Assert.Equal(valid, JuristicId.IsValidFormat(id));

    [Fact]
    public void JuristicId_CheckDigit_IsToldApartFromFormat()
    {
        var right = Enumerable
            .Range(0, 10)
            .Select(d => $"010550000001{d}")
            .Where(JuristicId.HasValidCheckDigit)
            .ToList();
        Assert.Single(right);
        Assert.True(JuristicId.IsValidFormat("010550000001" + ((right[0][12] - '0' + 1) % 10)));
    }

    [Theory]
    [InlineData("081 234 5678", "0812345678")]
    [InlineData("+66 81 234 5678", "0812345678")]
    [InlineData("+66 (0)81-234-5678", "0812345678")]
    [InlineData("66812345678", "0812345678")]
    [InlineData("0066812345678", "0812345678")]
    [InlineData("๐๘๑-๒๓๔-๕๖๗๘", "0812345678")]
    [InlineData("(02) 123 4567", "021234567")]
    [InlineData("+6621234567", "021234567")]
    [InlineData(null, "")]
    [InlineData("+1 555 0100", "+15550100")]
    public void Phone_Normalise_GivesDigitsFromZero(string? typed, string expected) =>
        Assert.Equal(expected, ThaiPhone.Normalise(typed));

    [Theory]
    [InlineData("0812345678", true, true)]
    [InlineData("0612345678", true, true)]
    [InlineData("021234567", true, false)]
    [InlineData("053123456", true, false)]
    [InlineData("0212345678", false, false)]
    [InlineData("081234567", false, false)]
    [InlineData("0112345678", false, false)]
    [InlineData("08123456x8", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    public void Phone_IsValidAndIsMobile_TellThemApart(string? phone, bool valid, bool mobile)
    {
        Assert.Equal(valid, ThaiPhone.IsValid(phone));
        Assert.Equal(mobile, ThaiPhone.IsMobile(phone));
    }

    [Theory]
    [InlineData("0812345678", "081-234-5678", "08x-xxx-5678")]
    [InlineData("021234567", "02-123-4567", "02x-xxx-567")]
    [InlineData("053123456", "053-123-456", "05x-xxx-456")]
    [InlineData("12", "12", "xx")]
    public void Phone_FormatAndMask_ReadEasily(string phone, string formatted, string masked)
    {
        Assert.Equal(formatted, ThaiPhone.Format(phone));
        Assert.Equal(masked, ThaiPhone.Mask(phone));
    }
}
