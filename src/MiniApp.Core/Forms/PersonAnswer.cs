using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms;

/// <summary>
/// A person. Thai people give their national ID, others a passport; no nationality means Thai. As JSON
/// <c>{title, firstName, lastName, nationality, nationalId, passport}</c>.
/// </summary>
/// <param name="Nationality">ISO 3166 code of two letters, e.g. <c>TH</c>.</param>
/// <param name="NationalId">13 digits.</param>
/// <param name="Passport">5 to 20 letters and digits.</param>
public sealed record PersonAnswer(
    string? Title = null,
    string? FirstName = null,
    string? LastName = null,
    string? Nationality = null,
    string? NationalId = null,
    string? Passport = null
)
{
    public const string Thai = "TH";

    /// <summary>Names of the parts, in the order in which they are asked.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    ["title", "firstName", "lastName", "nationality", "nationalId", "passport"];

    public static PersonAnswer Empty { get; } = new();

    public bool IsThai => Nationality is null or Thai;

    /// <summary>
    /// The person as rules see it and as it is sent: nobody has to say that they are Thai, and what was typed under the
    /// other nationality is only kept in the draft.
    /// </summary>
    internal PersonAnswer Given() =>
        this == Empty ? Empty
        : IsThai ? this with { Nationality = Thai, Passport = null }
        : this with { NationalId = null };

    /// <summary>Thai titles stand before Thai names without a space: <c>นายสมชาย ตัวอย่างดี</c>, <c>นาย Kenji Placeholder</c>.</summary>
    public string FullName
    {
        get
        {
            var parts =
                IsThaiText(Title) && IsThaiText(FirstName)
                    ? new[] { Title + FirstName, LastName }
                    : [Title, FirstName, LastName];
            return string.Join(' ', parts.Where(part => part is { Length: > 0 }));
        }
    }

    /// <summary>Never throws: a member that is missing, blank or no string is null.</summary>
    public static PersonAnswer FromJson(JsonNode? json) =>
        new(
            JsonAnswer.Part(json, "title"),
            JsonAnswer.Part(json, "firstName"),
            JsonAnswer.Part(json, "lastName"),
            JsonAnswer.Part(json, "nationality"),
            JsonAnswer.Part(json, "nationalId"),
            JsonAnswer.Part(json, "passport")
        );

    /// <summary>Null when nothing is known of the person.</summary>
    public JsonObject? ToJson() => this == Empty ? null : JsonAnswer.ToObject(this);

    private static bool IsThaiText(string? text) => text is not null && text.Any(c => c is >= 'ก' and <= '๛');
}

/// <summary>A place on the map in degrees: <c>{latitude, longitude}</c>, six decimals (about 11 cm).</summary>
public sealed record LocationAnswer(decimal Latitude, decimal Longitude)
{
    /// <returns>Null when it is no place: it then stays as the text that was typed.</returns>
    public static LocationAnswer? FromJson(JsonNode? json) =>
        json is JsonObject members
        && JsonAnswer.Number(members["latitude"]) is { } latitude
        && JsonAnswer.Number(members["longitude"]) is { } longitude
            ? new LocationAnswer(latitude, longitude)
            : null;

    public JsonObject ToJson() => new() { ["latitude"] = Latitude, ["longitude"] = Longitude };
}
