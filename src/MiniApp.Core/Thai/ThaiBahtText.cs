using System.Text;

namespace MiniApp.Core.Thai;

/// <summary>Amounts of money in Thai words, as they stand on cheques and receipts.</summary>
public static class ThaiBahtText
{
    private const decimal Million = 1_000_000m;

    private static readonly string[] Digits = ["", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];

    // By place within a group of six digits, from the right.
    private static readonly string[] Places = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];

    /// <summary>
    /// <c>121</c> gives หนึ่งร้อยยี่สิบเอ็ดบาทถ้วน, <c>0.25</c> gives ยี่สิบห้าสตางค์; below zero it begins with ลบ.
    /// </summary>
    /// <param name="amount">Baht; rounded to whole satang, half a satang away from zero.</param>
    public static string Format(decimal amount)
    {
        var rounded = Math.Round(amount, 2, MidpointRounding.AwayFromZero);
        if (rounded == 0)
        {
            return "ศูนย์บาทถ้วน";
        }
        var text = new StringBuilder(rounded < 0 ? "ลบ" : "");
        var baht = decimal.Truncate(Math.Abs(rounded));
        var satang = (int)((Math.Abs(rounded) - baht) * 100);
        if (baht > 0)
        {
            AppendNumber(text, baht);
            text.Append("บาท");
        }
        if (satang > 0)
        {
            AppendGroup(text, satang, followsMillions: false);
            text.Append("สตางค์");
        }
        else
        {
            text.Append("ถ้วน");
        }
        return text.ToString();
    }

    // Thai counts in millions, millions of millions and so on: each ล้าน multiplies all that was said before it.
    private static void AppendNumber(StringBuilder text, decimal number)
    {
        var millions = decimal.Truncate(number / Million);
        if (millions > 0)
        {
            AppendNumber(text, millions);
            text.Append("ล้าน");
        }
        AppendGroup(text, (int)(number - (millions * Million)), followsMillions: millions > 0);
    }

    // 0 to 999,999; zero says nothing.
    private static void AppendGroup(StringBuilder text, int group, bool followsMillions)
    {
        var divisor = 100_000;
        for (var place = Places.Length - 1; place >= 0; place--, divisor /= 10)
        {
            var digit = group / divisor % 10;
            if (digit == 0)
            {
                continue;
            }
            text.Append(
                (place, digit) switch
                {
                    (1, 1) => "",
                    (1, 2) => "ยี่",
                    // A one at the end of a longer number has a word of its own.
                    (0, 1) when followsMillions || group > 1 => "เอ็ด",
                    _ => Digits[digit],
                }
            );
            text.Append(Places[place]);
        }
    }
}
