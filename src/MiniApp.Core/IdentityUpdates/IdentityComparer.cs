using System.Text;
using MiniApp.Core.External.Hcm;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.Thai;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>
/// Puts HCM's record beside what ThaiD says. Which field holds which language follows the document to the letter: its
/// requests put NAME, GivenName, FamilyName (Thai in its table) into FullName, FirstName, LastName, and NAMEEN,
/// GivenNameEN, FamilyNameEN into LocalFullName, LocalFirstName, LocalLastName. Elsewhere HCM is often set up the other
/// way round, so don't "mend" this without asking the agency.
/// </summary>
internal sealed class IdentityComparer(
    ThaiDIdentity scan,
    HcmRecord hcm,
    IReadOnlyDictionary<string, string> titleCodes,
    int? addressIndex,
    PlaceAnswer? answer
)
{
    private const string Thailand = "TH";

    /// <summary>A birth year after this is one of the Buddhist era.</summary>
    private const int LastGregorianYear = 2400;

    private static readonly Dictionary<string, string?> Nothing = [];

    private readonly HcmItem? _name = OfThailand(hcm.Names);
    private readonly HcmItem? _legislative = OfThailand(hcm.LegislativeInfo);
    private readonly PlaceQuestion? _place = PlaceQuestion.Of(scan, answer);
    private readonly int? _addressIndex =
        hcm.Addresses.Count == 1 ? 0
        : addressIndex is { } n && n >= 0 && n < hcm.Addresses.Count ? n
        : null;

    private HcmItem? Address => _addressIndex is { } n ? hcm.Addresses[n] : null;

    /// <summary>The records that the rows' parts stand for; a part without one is missing.</summary>
    public static HcmItem? ItemOf(HcmRecord hcm, HcmPart part, int? addressIndex) =>
        part switch
        {
            HcmPart.Worker => hcm.Worker,
            HcmPart.Names => OfThailand(hcm.Names),
            HcmPart.LegislativeInfo => OfThailand(hcm.LegislativeInfo),
            HcmPart.Address when hcm.Addresses.Count == 1 => hcm.Addresses[0],
            HcmPart.Address when addressIndex is { } n && n < hcm.Addresses.Count => hcm.Addresses[n],
            _ => null,
        };

    public IdentityComparison Compare()
    {
        ComparisonRow[] rows =
        [
            Row(IdentityItem.NationalId, HcmPart.None, scan.NationalId, scan.NationalId, RowState.Same),
            .. TitleRows(),
            Text(IdentityItem.Name, HcmFields.FullName, scan.Name.Thai),
            Text(IdentityItem.NameEnglish, HcmFields.LocalFullName, scan.Name.English),
            Text(IdentityItem.GivenName, HcmFields.FirstName, scan.GivenName.Thai),
            Text(IdentityItem.GivenNameEnglish, HcmFields.LocalFirstName, scan.GivenName.English),
            Text(IdentityItem.MiddleName, HcmFields.MiddleNames, scan.MiddleName.Thai),
            Text(IdentityItem.MiddleNameEnglish, HcmFields.LocalMiddleNames, scan.MiddleName.English),
            Text(IdentityItem.FamilyName, HcmFields.LastName, scan.FamilyName.Thai),
            Text(IdentityItem.FamilyNameEnglish, HcmFields.LocalLastName, scan.FamilyName.English),
            GenderRow(),
            BirthdateRow(),
            AddressRow(),
            Place(IdentityItem.Subdistrict, HcmFields.Region1, _place?.Split.Subdistrict?.Thai),
            Place(IdentityItem.District, HcmFields.Region2, _place?.Split.District?.Thai),
            Place(IdentityItem.Province, HcmFields.Region3, _place?.Split.Province?.Thai),
            Place(IdentityItem.Country, HcmFields.Country, _place is null ? null : Thailand),
            Place(IdentityItem.PostalCode, HcmFields.PostalCode, _place?.Split.PostalCode),
            Row(IdentityItem.SmartCardCode, HcmPart.None, null, scan.SmartCardCode, RowState.NoField),
        ];
        return new IdentityComparison(
            rows,
            hcm.Addresses.Count > 1 ? [.. hcm.Addresses.Select(LineOf)] : [],
            _addressIndex,
            _place
        );
    }

    /// <summary>Blanks don't make a difference, nor two ways of writing the same letters.</summary>
    public static bool AreSame(string? left, string? right) =>
        string.Equals(Plain(left), Plain(right), StringComparison.Ordinal);

    private IEnumerable<ComparisonRow> TitleRows()
    {
        var (spoken, english) = (scan.Title.Thai, scan.Title.English);
        var code = TitleCode();
        var row = Field(IdentityItem.Title, HcmPart.Names, _name, HcmFields.Title, code) with { Spoken = spoken };
        if (row.State == RowState.NotFromThaiD && (spoken ?? english) is not null)
            row = row with { State = RowState.NoCode };
        yield return row;
        yield return new ComparisonRow(
            IdentityItem.TitleEnglish,
            HcmPart.Names,
            row.Hcm,
            code,
            row.State == RowState.Changes ? RowState.WithTitle : row.State,
            Nothing
        )
        {
            Spoken = english,
        };
    }

    /// <summary>The document writes <c>MR.</c> for <c>Mr.</c>: HCM's code is the English title in capitals.</summary>
    private string? TitleCode()
    {
        var thai = scan.Title.Thai is { } title ? NameTitles.Normalise(title) : null;
        if (thai is not null && titleCodes.TryGetValue(thai, out var code))
            return code;
        var english =
            scan.Title.English
            // On cards a นางสาว is a Miss.
            ?? (thai is "นางสาว" ? "Miss" : NameTitles.Find(thai)?.English);
        return english?.ToUpperInvariant();
    }

    private ComparisonRow GenderRow()
    {
        var code = scan.Gender?.Trim().ToUpperInvariant() switch
        {
            "MALE" or "M" or "ชาย" => "M",
            "FEMALE" or "F" or "หญิง" => "F",
            _ => null,
        };
        var row = Field(IdentityItem.Gender, HcmPart.LegislativeInfo, _legislative, HcmFields.Gender, code);
        if (row.State == RowState.NotFromThaiD && scan.Gender is not null)
            row = row with { State = RowState.NoCode, Spoken = scan.Gender };
        // The document names the country's law with every gender.
        return row.State == RowState.Changes
            ? row with
            {
                Fields = With(row.Fields, HcmFields.LegislationCode, Thailand),
            }
            : row;
    }

    /// <summary>HCM takes Gregorian days. A year that somebody typed of the Buddhist era is shown as the one it means, and mended.</summary>
    private ComparisonRow BirthdateRow()
    {
        var there = hcm.Worker[HcmFields.DateOfBirth];
        var isBuddhist = ThaiDate.TryParseWire(there, out var day) && day.Year > LastGregorianYear;
        var row = Field(
            IdentityItem.Birthdate,
            HcmPart.Worker,
            hcm.Worker,
            HcmFields.DateOfBirth,
            scan.Birthdate is { } birthdate ? ThaiDate.ToWire(birthdate) : null
        );
        // 29 February of a Buddhist year is one of the Gregorian year it means, never mind its number.
        return isBuddhist
            ? row with
            {
                Hcm = $"{day.Year - ThaiDate.BuddhistOffset:0000}{there![4..]}",
                WasBuddhist = true,
            }
            : row;
    }

    private ComparisonRow AddressRow()
    {
        var second = Address?[HcmFields.AddressLine2];
        var now = Join(Address?[HcmFields.AddressLine1], second);
        var line = _place is { NeedsPlace: false } place && place.Split.Line.Length > 0 ? place.Split.Line : null;
        // A place without a house: there is nothing to write into the line, and nothing to ask.
        var state = line is null && _place is { NeedsPlace: false } ? RowState.NotFromThaiD : PlaceState(now, line);
        var fields = new Dictionary<string, string?> { [HcmFields.AddressLine1] = line };
        // ThaiD's line is the whole of it: a second line that stayed would belong to the house before.
        if (second is not null)
            fields[HcmFields.AddressLine2] = null;
        return new ComparisonRow(
            IdentityItem.Address,
            HcmPart.Address,
            now,
            line ?? _place?.Text,
            state,
            state == RowState.Changes ? fields : Nothing
        )
        {
            Stays = Address?[HcmFields.TownOrCity],
        };
    }

    private ComparisonRow Place(IdentityItem attribute, string field, string? value)
    {
        var now = Address?[field];
        var state = PlaceState(now, value);
        return Row(attribute, HcmPart.Address, now, value, state, field);
    }

    private RowState PlaceState(string? now, string? value) =>
        _place is null ? RowState.NotFromThaiD
        : hcm.Addresses.Count == 0 ? RowState.NoRecord
        : Address is null ? RowState.ChooseAddress
        : value is null || _place.NeedsPlace ? RowState.AskPlace
        : AreSame(now, value) ? RowState.Same
        : RowState.Changes;

    private ComparisonRow Text(IdentityItem attribute, string field, string? value) =>
        Field(attribute, HcmPart.Names, _name, field, value);

    private static ComparisonRow Field(IdentityItem attribute, HcmPart part, HcmItem? item, string field, string? value)
    {
        var now = item?[field];
        var state =
            value is null ? RowState.NotFromThaiD
            : item is null ? RowState.NoRecord
            : AreSame(now, value) ? RowState.Same
            : RowState.Changes;
        return Row(attribute, part, now, value, state, field);
    }

    private static ComparisonRow Row(
        IdentityItem attribute,
        HcmPart part,
        string? now,
        string? value,
        RowState state,
        string? field = null
    ) =>
        new(
            attribute,
            part,
            now,
            value,
            state,
            state == RowState.Changes ? new Dictionary<string, string?> { [field!] = value } : Nothing
        );

    /// <summary>HCM keeps one for each country's law; the portal's is Thailand's, or the only one.</summary>
    private static HcmItem? OfThailand(IReadOnlyList<HcmItem> items) =>
        items.FirstOrDefault(item => item[HcmFields.LegislationCode] == Thailand)
        ?? (items is [var only] && only[HcmFields.LegislationCode] is null ? only : null);

    private static HcmAddressLine LineOf(HcmItem address) =>
        new(
            address[HcmFields.AddressType],
            string.Join(
                ' ',
                new[]
                {
                    HcmFields.AddressLine1,
                    HcmFields.AddressLine2,
                    HcmFields.Region1,
                    HcmFields.Region2,
                    HcmFields.Region3,
                    HcmFields.PostalCode,
                }
                    .Select(field => address[field])
                    .Where(text => text is not null)
            )
        );

    private static string? Join(string? first, string? second) =>
        first is null ? second
        : second is null ? first
        : $"{first} {second}";

    private static Dictionary<string, string?> With(
        IReadOnlyDictionary<string, string?> fields,
        string name,
        string value
    ) => new(fields) { [name] = value };

    private static string Plain(string? text) =>
        string.Join(
            ' ',
            (text ?? "")
                .Normalize(NormalizationForm.FormC)
                .Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
        );
}
