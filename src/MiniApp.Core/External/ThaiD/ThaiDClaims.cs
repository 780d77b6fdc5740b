using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.External.ThaiD;

/// <summary>
/// Reads an identity from what came: claims in the id_token or flat in the token response, there perhaps one level down;
/// names of claims in either of ThaiD's spellings or those of the standard.
/// </summary>
public static class ThaiDClaims
{
    // What wraps the claims where a deployment does not send them flat.
    private static readonly string[] Wrappers = ["userinfo", "user_info", "user", "claims", "profile", "data"];

    /// <param name="idToken">Claims of the verified id_token; they win.</param>
    /// <param name="response">The token response it came in.</param>
    /// <param name="nationalIdClaim">See <see cref="ThaiDOptions.NationalIdClaim"/>.</param>
    /// <exception cref="ThaiDException">
    /// InvalidToken: no valid national ID number, or the two sources name different people.
    /// </exception>
    public static ThaiDIdentity Read(JsonObject idToken, JsonNode? response, string nationalIdClaim)
    {
        JsonNode?[] sources = [.. WithWrapped(idToken), .. WithWrapped(response)];
        var (ial, authenticatedAt) = ReadProof(idToken);
        return new ThaiDIdentity
        {
            NationalId = ReadNationalId(sources, nationalIdClaim),
            Title = new(Text(sources, "titleTh", "title_th", "title"), Text(sources, "titleEn", "title_en")),
            Name = new(Text(sources, "name", "name_th"), Text(sources, "name_en", "nameEn")),
            GivenName = new(
                Text(sources, "given_name", "given_name_th"),
                Text(sources, "given_name_en", "givenNameEn")
            ),
            MiddleName = new(
                Text(sources, "middle_name", "middle_name_th"),
                Text(sources, "middle_name_en", "middleNameEn")
            ),
            FamilyName = new(
                Text(sources, "family_name", "family_name_th"),
                Text(sources, "family_name_en", "familyNameEn")
            ),
            Birthdate = Date(sources, "birthdate", "date_of_birth"),
            Gender = Text(sources, "gender"),
            Address = AddressLine(sources, "address"),
            House = ReadHouse(sources),
            CardCreated = Date(sources, "cardCreated", "card_created", "date_of_issuance"),
            CardExpires = Date(sources, "cardExpired", "card_expired", "date_of_expiry"),
            SmartCardCode = Text(sources, "smartCardCode", "smartcard_code", "smart_card_code"),
            Ial = ial,
            AuthenticatedAt = authenticatedAt,
        };
    }

    /// <summary>How well and when the person proved who they are: by the signed claims alone.</summary>
    internal static (decimal? Ial, DateTimeOffset? AuthenticatedAt) ReadProof(JsonObject idToken) =>
        (Level(idToken.Text("ial")), Moment(idToken.Text("auth_time")));

    private static string ReadNationalId(JsonNode?[] sources, string claim)
    {
        string[] found =
        [
            .. sources
                .Select(source => NationalId.Normalise(source.Text(claim)))
                .Where(number => number.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
        return found is [var number] && NationalId.IsValid(number)
            ? number
            : throw new ThaiDException(
                ThaiDFailure.InvalidToken,
                $"{found.Length} national ID numbers, or no valid one"
            );
    }

    private static IEnumerable<JsonNode?> WithWrapped(JsonNode? source)
    {
        yield return source;
        foreach (var wrapper in Wrappers)
            if (source.Member(wrapper) is JsonObject wrapped)
                yield return wrapped;
    }

    private static string? Text(JsonNode?[] sources, params ReadOnlySpan<string> names)
    {
        foreach (var source in sources)
        foreach (var name in names)
            if (Clean(source.Text(name)) is { } text)
                return text;
        return null;
    }

    private static string? Clean(string? text) =>
        // The document prints a dash for what somebody does not have.
        text?.Trim()
            is { Length: > 0 } trimmed
                and not "-"
            ? trimmed
            : null;

    private static string? AddressLine(JsonNode?[] sources, string name)
    {
        foreach (var source in sources)
            if (Clean(source.Member(name).AsText() ?? source.Member(name).Text("formatted")) is { } line)
                return line;
        return null;
    }

    private static ThaiDHouseAddress ReadHouse(JsonNode?[] sources)
    {
        var house = sources.Select(source => source.Member("house_address")).FirstOrDefault(node => node is not null);
        return new(
            Clean(house.Text("id")),
            AddressLine(sources, "house_address"),
            // Not cleaned: the empty parts at its ends have a meaning.
            house.Text("raw")
        );
    }

    private static DateOnly? Date(JsonNode?[] sources, params ReadOnlySpan<string> names) =>
        ProfileDate.TryRead(Text(sources, names), out var date) ? date : null;

    private static decimal? Level(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var level)
            ? level
            : null;

    /// <summary>Unix seconds; milliseconds where the number is too large for that.</summary>
    internal static DateTimeOffset? Moment(string? text)
    {
        const long LargestSeconds = 100_000_000_000; // the year 5138; as milliseconds, 1973
        if (
            !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number < 0
            || number > LargestSeconds * 1000
        )
            return null;
        var whole = (long)number;
        return whole < LargestSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(whole)
            : DateTimeOffset.FromUnixTimeMilliseconds(whole);
    }
}
