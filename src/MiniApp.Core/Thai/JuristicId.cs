namespace MiniApp.Core.Thai;

/// <summary>
/// Registration number of a juristic person: 13 digits starting with 0. Old registrations exist whose check digit is
/// wrong, so a failing check is a warning and never a refusal.
/// </summary>
public static class JuristicId
{
    public static string Normalise(string? typed) => NationalId.Normalise(typed);

    public static bool IsValidFormat(string? id) =>
        id is { Length: NationalId.Length } && id[0] == '0' && ThaiDigits.AreDigits(id);

    public static bool HasValidCheckDigit(string? id) => IsValidFormat(id) && NationalId.HasCheckDigit(id);
}
