namespace MiniApp.Core.Thai;

/// <summary>Thai national ID number: 13 digits, the first neither 0 nor 9, the last a check digit.</summary>
public static class NationalId
{
    public const int Length = 13;

    /// <summary>Thai numerals to digits, without spaces and dashes. Whatever else was typed stays, so that it can be refused.</summary>
    public static string Normalise(string? typed) => typed is null ? "" : ThaiDigits.WithoutSeparators(typed);

    /// <summary>True for a normalised number with the right check digit.</summary>
    public static bool IsValid(string? id) =>
        id is { Length: Length } && id[0] is not ('0' or '9') && ThaiDigits.AreDigits(id) && HasCheckDigit(id);

    /// <summary>As printed on the card: <c>1-2345-67890-12-3</c>. Anything but 13 digits comes back as it is.</summary>
    public static string Format(string id) =>
        id.Length == Length && ThaiDigits.AreDigits(id) ? $"{id[0]}-{id[1..5]}-{id[5..10]}-{id[10..12]}-{id[12]}" : id;

    /// <summary>Only the last three digits, for pages and letters: <c>x-xxxx-xxxxx-12-3</c>.</summary>
    public static string Mask(string id) =>
        id.Length == Length && ThaiDigits.AreDigits(id)
            ? $"x-xxxx-xxxxx-{id[10..12]}-{id[12]}"
            : new string('x', id.Length);

    // (11 - sum of digit i times (14 - i), i from 1 to 12, mod 11) mod 10
    internal static bool HasCheckDigit(ReadOnlySpan<char> id)
    {
        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
        {
            sum += (id[i] - '0') * (Length - i);
        }
        return (11 - (sum % 11)) % 10 == id[Length - 1] - '0';
    }
}
