using System.Collections.Frozen;
using System.Globalization;

namespace MiniApp.Core.Thai;

/// <param name="Code">Official, 2 digits.</param>
public sealed record Province(string Code, string Thai, string English)
{
    public string NameFor(CultureInfo culture) => ThaiDate.IsThai(culture) ? Thai : English;
}

/// <param name="Code">Official, 4 digits; the first 2 are the province's.</param>
public sealed record District(string Code, string Thai, string English)
{
    public string ProvinceCode => Code[..2];

    public string NameFor(CultureInfo culture) => ThaiDate.IsThai(culture) ? Thai : English;
}

/// <param name="Code">Official, 6 digits; the first 4 are the district's.</param>
/// <param name="PostalCodes">Never empty; the usual one first.</param>
public sealed record Subdistrict(string Code, string Thai, string English, IReadOnlyList<string> PostalCodes)
{
    public string DistrictCode => Code[..4];

    public string ProvinceCode => Code[..2];

    public string PostalCode => PostalCodes[0];

    public string NameFor(CultureInfo culture) => ThaiDate.IsThai(culture) ? Thai : English;
}

/// <summary>
/// Provinces, districts and subdistricts of Thailand, read once when first asked for. Source and counts:
/// <c>NOTICE.md</c> beside this file.
/// </summary>
public static class ThaiAddresses
{
    private static readonly Lazy<AddressBook> Book = new(AddressBook.Read);

    /// <summary>All provinces, in the order of the Thai alphabet.</summary>
    public static IReadOnlyList<Province> Provinces => Book.Value.Provinces;

    /// <summary>Districts of a province in the order of the Thai alphabet; empty for an unknown code.</summary>
    public static IReadOnlyList<District> Districts(string? provinceCode) =>
        provinceCode is null ? [] : Book.Value.Districts.GetValueOrDefault(provinceCode, []);

    /// <summary>Subdistricts of a district in the order of the Thai alphabet; empty for an unknown code.</summary>
    public static IReadOnlyList<Subdistrict> Subdistricts(string? districtCode) =>
        districtCode is null ? [] : Book.Value.Subdistricts.GetValueOrDefault(districtCode, []);

    public static Province? FindProvince(string? code) => Provinces.FirstOrDefault(p => p.Code == code);

    public static District? FindDistrict(string? code) =>
        code is { Length: 4 } ? Districts(code[..2]).FirstOrDefault(d => d.Code == code) : null;

    public static Subdistrict? FindSubdistrict(string? code) =>
        code is { Length: 6 } ? Subdistricts(code[..4]).FirstOrDefault(s => s.Code == code) : null;

    /// <summary>Subdistricts that a postal code serves.</summary>
    public static IReadOnlyList<Subdistrict> FindByPostalCode(string? postalCode) =>
        postalCode is null ? [] : Book.Value.ByPostalCode.GetValueOrDefault(postalCode, []);

    /// <summary>
    /// Turns names, as they stand in a profile, into places. Prefixes (จังหวัด, จ., อำเภอ, อ., เขต, ตำบล, ต., แขวง) and
    /// blanks don't matter, English names are understood. What can't be told for certain stays null.
    /// </summary>
    public static AddressMatch Resolve(string? province, string? district, string? subdistrict) =>
        AddressResolver.Resolve(province, district, subdistrict);

    /// <summary>
    /// Subdistricts for what someone is typing: Thai and English names of subdistrict, district and province in any mix
    /// and order, or the beginning of a postal code. Case, blanks, prefixes (ต., อ., จ., แขวง, เขต) and the kind of
    /// numerals don't matter. Every name typed must be found; numbers that can't be a postal code are passed over.
    /// </summary>
    /// <returns>
    /// Best first: the whole name of a subdistrict, its beginning, then district, province, and names that only contain
    /// the words; among equals in the order of the Thai alphabet. Empty for less than 2 letters and 3 digits.
    /// </returns>
    public static IReadOnlyList<AddressPlace> Search(string? query, int limit) => AddressSearch.Find(query, limit);
}

/// <summary>A subdistrict with the district and the province it lies in.</summary>
public sealed record AddressPlace(Province Province, District District, Subdistrict Subdistrict);

/// <summary>What <see cref="ThaiAddresses.Resolve"/> could tell; a district comes never without its province.</summary>
public sealed record AddressMatch(Province? Province, District? District, Subdistrict? Subdistrict);

internal sealed record AddressBook(
    IReadOnlyList<Province> Provinces,
    FrozenDictionary<string, IReadOnlyList<District>> Districts,
    FrozenDictionary<string, IReadOnlyList<Subdistrict>> Subdistricts,
    FrozenDictionary<string, IReadOnlyList<Subdistrict>> ByPostalCode
)
{
    public static AddressBook Read()
    {
        using var stream =
            typeof(AddressBook).Assembly.GetManifestResourceStream("MiniApp.Core.Thai.thai-addresses.tsv")
            ?? throw new InvalidOperationException("thai-addresses.tsv is not embedded.");
        using var reader = new StreamReader(stream);
        var provinces = new List<Province>();
        var districts = new List<District>();
        var subdistricts = new List<Subdistrict>();
        while (reader.ReadLine() is { } line)
        {
            var columns = line.Split('\t');
            switch (columns[0].Length)
            {
                case 2:
                    provinces.Add(new(columns[0], columns[1], columns[2]));
                    break;
                case 4:
                    districts.Add(new(columns[0], columns[1], columns[2]));
                    break;
                default:
                    subdistricts.Add(new(columns[0], columns[1], columns[2], columns[3].Split(',')));
                    break;
            }
        }
        return new AddressBook(
            [.. provinces.OrderBy(p => p.Thai, ThaiOrder)],
            Group(districts.OrderBy(d => d.Thai, ThaiOrder), d => d.ProvinceCode),
            Group(subdistricts.OrderBy(s => s.Thai, ThaiOrder), s => s.DistrictCode),
            subdistricts
                .SelectMany(s => s.PostalCodes.Select(code => (code, s)))
                .GroupBy(pair => pair.code, pair => pair.s)
                .ToFrozenDictionary(g => g.Key, IReadOnlyList<Subdistrict> (g) => [.. g], StringComparer.Ordinal)
        );
    }

    // Thai sorts by consonant, not by the vowel written before it.
    private static StringComparer ThaiOrder { get; } =
        StringComparer.Create(CultureInfo.GetCultureInfo("th-TH"), false);

    private static FrozenDictionary<string, IReadOnlyList<T>> Group<T>(IEnumerable<T> items, Func<T, string> key) =>
        items.GroupBy(key).ToFrozenDictionary(g => g.Key, IReadOnlyList<T> (g) => [.. g], StringComparer.Ordinal);
}
