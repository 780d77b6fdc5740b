using MiniApp.Core.External.ThaiD;
using MiniApp.Core.Thai;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>What a person said about an address that could not be taken apart.</summary>
/// <param name="Line">What stands before the place; null: as it was split.</param>
/// <param name="SubdistrictCode">Official, 6 digits; null: as it was split.</param>
public sealed record PlaceAnswer(string? Line = null, string? SubdistrictCode = null, string? PostalCode = null)
{
    /// <summary>Names the person looked for, to choose from what was found.</summary>
    public string? Search { get; init; }

    public const int LongestLine = 240;

    public override string ToString() => nameof(PlaceAnswer);
}

/// <summary>ThaiD's address, as far as it could be told.</summary>
/// <param name="Text">As ThaiD wrote it.</param>
/// <param name="Answered">Whether a person has said what could not be told.</param>
public sealed record PlaceQuestion(string Text, SplitAddress Split, bool Answered)
{
    public bool NeedsPlace => Split.Subdistrict is null;

    public bool NeedsPostalCode => Split.Subdistrict is not null && Split.PostalCode is null;

    /// <summary>The person said where it lies, as it could not be told.</summary>
    public bool PlaceAnswered { get; init; }

    public bool IsOpen => NeedsPlace || NeedsPostalCode;

    /// <summary>What the person looked for; null: nothing yet.</summary>
    public string? Search { get; init; }

    /// <summary>Places it may be, to choose from: never taken by itself.</summary>
    public IReadOnlyList<AddressPlace> Candidates()
    {
        const int Most = 12;
        if (!string.IsNullOrWhiteSpace(Search))
            return ThaiAddresses.Search(Search, Most);
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var count = Math.Min(4, words.Length); count > 0; count--)
            if (ThaiAddresses.Search(string.Join(' ', words[^count..]), Most) is { Count: > 0 } found)
                return found;
        return [];
    }

    public override string ToString() => nameof(PlaceQuestion);

    /// <returns>Null where ThaiD has no address.</returns>
    internal static PlaceQuestion? Of(ThaiDIdentity scan, PlaceAnswer? answer)
    {
        var house = AddressText.SplitRaw(scan.House.Raw);
        var text = scan.Address ?? scan.House.Formatted ?? house?.Line;
        if (text is null)
            return null;
        var split = text == house?.Line ? house : AddressText.Split(text);
        // The same house, in parts: then those are surer than the line.
        if (split.Subdistrict is null && house?.Subdistrict is not null && IsSameHouse(text, house))
            split = house;
        return answer is null
            ? new PlaceQuestion(text, split, Answered: false)
            : new PlaceQuestion(text, Lay(answer, split), (answer.SubdistrictCode ?? answer.PostalCode) is not null)
            {
                PlaceAnswered = split.Subdistrict is null && answer.SubdistrictCode is not null,
                Search = answer.Search,
            };
    }

    private static SplitAddress Lay(PlaceAnswer answer, SplitAddress split)
    {
        var subdistrict = ThaiAddresses.FindSubdistrict(answer.SubdistrictCode) ?? split.Subdistrict;
        // Only looked for so far: what was typed beside it stays.
        if (subdistrict is null)
            return split with { Line = answer.Line ?? split.Line };
        var known = answer.PostalCode is { } code && subdistrict.PostalCodes.Contains(code) ? code : null;
        return new SplitAddress(
            answer.Line ?? split.Line,
            ThaiAddresses.FindProvince(subdistrict.ProvinceCode),
            ThaiAddresses.FindDistrict(subdistrict.DistrictCode),
            subdistrict,
            known
                ?? (subdistrict == split.Subdistrict ? split.PostalCode : null)
                ?? (subdistrict.PostalCodes.Count == 1 ? subdistrict.PostalCode : null)
        );
    }

    /// <summary>ThaiD gives two addresses, which may be two houses: one may only stand in for the other if it is the same.</summary>
    private static bool IsSameHouse(string text, SplitAddress house) =>
        FirstWord(text) == FirstWord(house.Line)
        && text.Contains(house.Subdistrict!.Thai, StringComparison.Ordinal)
        && text.Contains(house.Province!.Thai, StringComparison.Ordinal);

    private static string FirstWord(string text) => ThaiDigits.ToArabic(text.Trim()).Split(' ')[0];
}
