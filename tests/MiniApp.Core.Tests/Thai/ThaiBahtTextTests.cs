using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Thai;

public sealed class ThaiBahtTextTests
{
    [Theory]
    [InlineData("0", "ศูนย์บาทถ้วน")]
    [InlineData("-0.004", "ศูนย์บาทถ้วน")]
    [InlineData("1", "หนึ่งบาทถ้วน")]
    [InlineData("10", "สิบบาทถ้วน")]
    [InlineData("11", "สิบเอ็ดบาทถ้วน")]
    [InlineData("20", "ยี่สิบบาทถ้วน")]
    [InlineData("21", "ยี่สิบเอ็ดบาทถ้วน")]
    [InlineData("100", "หนึ่งร้อยบาทถ้วน")]
    [InlineData("101", "หนึ่งร้อยเอ็ดบาทถ้วน")]
    [InlineData("121", "หนึ่งร้อยยี่สิบเอ็ดบาทถ้วน")]
    [InlineData("1500", "หนึ่งพันห้าร้อยบาทถ้วน")]
    [InlineData("123456.78", "หนึ่งแสนสองหมื่นสามพันสี่ร้อยห้าสิบหกบาทเจ็ดสิบแปดสตางค์")]
    [InlineData("1000000", "หนึ่งล้านบาทถ้วน")]
    [InlineData("1000001", "หนึ่งล้านเอ็ดบาทถ้วน")]
    [InlineData("21000000", "ยี่สิบเอ็ดล้านบาทถ้วน")]
    [InlineData("1000000000000", "หนึ่งล้านล้านบาทถ้วน")]
    [InlineData("1000001000000", "หนึ่งล้านเอ็ดล้านบาทถ้วน")]
    public void Format_WholeBaht_ReadsAsOnCheques(string amount, string expected) =>
        Assert.Equal(expected, ThaiBahtText.Format(Amount(amount)));

    [Theory]
    [InlineData("0.01", "หนึ่งสตางค์")]
    [InlineData("0.11", "สิบเอ็ดสตางค์")]
    [InlineData("0.25", "ยี่สิบห้าสตางค์")]
    [InlineData("1.01", "หนึ่งบาทหนึ่งสตางค์")]
    [InlineData("1.5", "หนึ่งบาทห้าสิบสตางค์")]
    [InlineData("-21.21", "ลบยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์")]
    [InlineData("-0.25", "ลบยี่สิบห้าสตางค์")]
    public void Format_SatangAndNegative_AreSaid(string amount, string expected) =>
        Assert.Equal(expected, ThaiBahtText.Format(Amount(amount)));

    [Theory]
    [InlineData("0.005", "หนึ่งสตางค์")]
    [InlineData("-0.005", "ลบหนึ่งสตางค์")]
    [InlineData("0.0049", "ศูนย์บาทถ้วน")]
    [InlineData("1.995", "สองบาทถ้วน")]
    [InlineData("2.675", "สองบาทหกสิบแปดสตางค์")]
    public void Format_PartsOfASatang_RoundAwayFromZero(string amount, string expected) =>
        Assert.Equal(expected, ThaiBahtText.Format(Amount(amount)));

    [Fact]
    public void Format_LargestDecimal_IsSaidInMillionsOfMillions()
    {
        var text = ThaiBahtText.Format(decimal.MaxValue);
        Assert.StartsWith("เจ็ดหมื่นเก้าพันสองร้อยยี่สิบแปดล้าน", text, StringComparison.Ordinal);
        Assert.Equal(decimal.MaxValue, BahtReader.Read(text));
        Assert.Equal(decimal.MinValue, BahtReader.Read(ThaiBahtText.Format(decimal.MinValue)));
    }

    [Fact]
    public void Format_AnyAmount_ReadsBackAsTheSame()
    {
        // Up to 18 digits of baht in four parts of different likelihood to be zero, so that gaps occur often.
        var part = Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 1), Gen.Choose(0, 99), Gen.Choose(0, 999_999));
        var amounts =
            from high in part
            from middle in part
            from low in part
            from satang in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 99))
            from negative in Gen.Elements(true, false)
            select (((((high * 1_000_000m) + middle) * 1_000_000m) + low) + (satang / 100m)) * (negative ? -1 : 1);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(amounts.ToArbitrary(), amount => BahtReader.Read(ThaiBahtText.Format(amount)) == amount)
        );
    }

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Reads Thai money words, written from the rules of the language and not from the code under test.</summary>
internal static class BahtReader
{
    private static readonly Dictionary<string, int> Words = new(StringComparer.Ordinal)
    {
        ["ศูนย์"] = 0,
        ["หนึ่ง"] = 1,
        ["เอ็ด"] = 1,
        ["สอง"] = 2,
        ["ยี่"] = 2,
        ["สาม"] = 3,
        ["สี่"] = 4,
        ["ห้า"] = 5,
        ["หก"] = 6,
        ["เจ็ด"] = 7,
        ["แปด"] = 8,
        ["เก้า"] = 9,
    };

    private static readonly Dictionary<string, int> Units = new(StringComparer.Ordinal)
    {
        ["สิบ"] = 10,
        ["ร้อย"] = 100,
        ["พัน"] = 1000,
        ["หมื่น"] = 10_000,
        ["แสน"] = 100_000,
    };

    public static decimal Read(string text)
    {
        var negative = text.StartsWith("ลบ", StringComparison.Ordinal);
        text = negative ? text["ลบ".Length..] : text;
        decimal total = 0;
        decimal number = 0;
        decimal group = 0;
        int? digit = null;
        while (text.Length > 0)
        {
            if (Take(ref text, Words) is { } word)
            {
                Assert.Null(digit);
                digit = word;
            }
            else if (Take(ref text, Units) is { } unit)
            {
                group += (digit ?? 1) * unit;
                digit = null;
            }
            else if (TakeWord(ref text, "ล้าน"))
            {
                number = (number + group + (digit ?? 0)) * 1_000_000m;
                (group, digit) = (0, null);
            }
            else
            {
                var isSatang = !TakeWord(ref text, "บาท");
                Assert.True(!isSatang || TakeWord(ref text, "สตางค์"), "Not a word of money: " + text);
                total += (number + group + (digit ?? 0)) / (isSatang ? 100 : 1);
                (number, group, digit) = (0, 0, null);
                TakeWord(ref text, "ถ้วน");
            }
        }
        return negative ? -total : total;
    }

    private static int? Take(ref string text, Dictionary<string, int> words)
    {
        foreach (var (word, value) in words)
        {
            if (TakeWord(ref text, word))
            {
                return value;
            }
        }
        return null;
    }

    private static bool TakeWord(ref string text, string word)
    {
        var found = text.StartsWith(word, StringComparison.Ordinal);
        text = found ? text[word.Length..] : text;
        return found;
    }
}
