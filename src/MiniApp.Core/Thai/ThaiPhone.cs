namespace MiniApp.Core.Thai;

/// <summary>Thai phone numbers: mobile 10 digits (06, 08, 09), landline 9 digits (02 to 05, 07).</summary>
public static class ThaiPhone
{
    /// <summary>
    /// Digits from 0 on: <c>+66 81 234 5678</c> and <c>๐๘๑-๒๓๔-๕๖๗๘</c> both give <c>0812345678</c>. What can't be a phone
    /// number comes back without separators, so that it can be refused.
    /// </summary>
    public static string Normalise(string? typed)
    {
        if (typed is null)
        {
            return "";
        }
        var text = string.Concat(ThaiDigits.WithoutSeparators(typed).Where(c => c is not ('(' or ')' or '.')));
        var digits = text.TrimStart('+');
        if (text.StartsWith("+66", StringComparison.Ordinal))
        {
            digits = digits[2..];
        }
        else if (text.StartsWith("0066", StringComparison.Ordinal))
        {
            digits = digits[4..];
        }
        else if (text.StartsWith("66", StringComparison.Ordinal) && text.Length is 10 or 11)
        {
            digits = digits[2..];
        }
        else
        {
            return text;
        }
        // Some write +66 (0)81 ...
        return digits.StartsWith('0') ? digits : "0" + digits;
    }

    /// <summary>True for a normalised mobile or landline number.</summary>
    public static bool IsValid(string? phone) => IsMobile(phone) || IsLandline(phone);

    public static bool IsMobile(string? phone) =>
        phone is { Length: 10 } && phone[0] == '0' && phone[1] is '6' or '8' or '9' && ThaiDigits.AreDigits(phone);

    public static bool IsLandline(string? phone) =>
        phone is { Length: 9 }
        && phone[0] == '0'
        && phone[1] is '2' or '3' or '4' or '5' or '7'
        && ThaiDigits.AreDigits(phone);

    /// <summary>For people: <c>081-234-5678</c>, <c>02-123-4567</c>, <c>053-123-456</c>; anything else as it is.</summary>
    public static string Format(string phone) =>
        phone switch
        {
            _ when IsMobile(phone) => $"{phone[..3]}-{phone[3..6]}-{phone[6..]}",
            _ when IsLandline(phone) && phone[1] == '2' => $"{phone[..2]}-{phone[2..5]}-{phone[5..]}",
            _ when IsLandline(phone) => $"{phone[..3]}-{phone[3..6]}-{phone[6..]}",
            _ => phone,
        };

    /// <summary>Enough for its owner to recognise it: <c>08x-xxx-5678</c>.</summary>
    public static string Mask(string phone) =>
        phone switch
        {
            _ when IsMobile(phone) => $"{phone[..2]}x-xxx-{phone[6..]}",
            _ when IsLandline(phone) => $"{phone[..2]}x-xxx-{phone[6..]}",
            _ => new string('x', phone.Length),
        };
}
