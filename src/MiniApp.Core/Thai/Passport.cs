namespace MiniApp.Core.Thai;

/// <summary>Number of a passport of any country. Every country has rules of its own, so only what all share is checked.</summary>
public static class Passport
{
    public const int MinLength = 5;

    public const int MaxLength = 20;

    /// <summary>Upper case, Thai numerals to digits, without blanks and dashes. Whatever else was typed stays, so that it can be refused.</summary>
    public static string Normalise(string? typed) =>
        typed is null ? "" : ThaiDigits.WithoutSeparators(typed).ToUpperInvariant();

    /// <summary>True for a normalised number: 5 to 20 letters A to Z and digits.</summary>
    public static bool IsValid(string? number) =>
        number is { Length: >= MinLength and <= MaxLength }
        && number.All(c => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z'));
}
