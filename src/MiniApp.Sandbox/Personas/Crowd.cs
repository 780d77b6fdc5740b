using System.Globalization;
using System.Text.Json;

namespace MiniApp.Sandbox.Personas;

/// <summary>
/// Invented citizens made from a running number, always the same ones: nothing about them has to be kept. Their ID numbers
/// come from office 9999, which does not exist.
/// </summary>
internal static class Crowd
{
    private const string Prefix = "crowd-";
    private const string Office = "19999";
    private static readonly string[] FirstNames =
    [
        "สมมุติ",
        "จำลอง",
        "ทดสอบ",
        "ตัวอย่าง",
        "ลองดู",
        "แบบฝึก",
        "ซักซ้อม",
    ];
    private static readonly string[] LastNames = ["หนึ่งร้อย", "สองพัน", "สามหมื่น", "สี่แสน", "ห้าล้าน"];

    /// <summary>The number in <c>crowd-00042</c>; null for another id.</summary>
    public static int? NumberOf(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal) ? Number(id[Prefix.Length..]) : null;

    /// <summary>The number in an ID number of this crowd; null for another one.</summary>
    public static int? NumberOfIdentity(string identityId) =>
        identityId.Length == 13
        && identityId.StartsWith(Office, StringComparison.Ordinal)
        && Number(identityId[5..12]) is { } n
        && IdentityOf(n) == identityId
            ? n
            : null;

    public static Persona Person(int n)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{FirstNames[n % FirstNames.Length]} {LastNames[n % LastNames.Length]} {n}"
        );
        return new Persona(
            Text($"{Prefix}{n:00000}"),
            "Citizen",
            new PersonaText("คนในฝูงชน", "One of the crowd"),
            Text($"080{n:0000000}"),
            JsonSerializer.SerializeToElement(
                new
                {
                    identityId = IdentityOf(n),
                    identityName = name,
                    email = Text($"{Prefix}{n}@example.invalid"),
                    addresses = Array.Empty<object>(),
                }
            )
        );
    }

    private static string IdentityOf(int n)
    {
        var digits = Text($"{Office}{n:0000000}");
        var sum = digits.Select((digit, i) => (digit - '0') * (13 - i)).Sum();
        return digits + Text($"{(11 - sum % 11) % 10}");
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
