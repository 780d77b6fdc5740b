namespace MiniApp.Core.Thai;

/// <summary>Finds places by the names that profiles and people use for them.</summary>
internal static class AddressResolver
{
    private static readonly string[] ProvincePrefixes = ["จังหวัด", "จ.", "changwat", "province"];
    private static readonly string[] DistrictPrefixes =
    [
        "กิ่งอำเภอ",
        "อำเภอ",
        "อ.",
        "เขต",
        "amphoe",
        "khet",
        "district",
    ];
    private static readonly string[] SubdistrictPrefixes = ["ตำบล", "ต.", "แขวง", "tambon", "khwaeng"];
    private static readonly string[] BangkokNames = ["กรุงเทพมหานครฯ", "กรุงเทพฯ", "กรุงเทพ", "กทม.", "กทม", "bangkok"];

    public static AddressMatch Resolve(string? province, string? district, string? subdistrict)
    {
        if (FindProvince(province) is not { } inProvince)
        {
            return new AddressMatch(null, null, null);
        }
        var inDistrict = FindDistrict(inProvince, district);
        if (inDistrict is not null)
        {
            return new(inProvince, inDistrict, FindIn(ThaiAddresses.Subdistricts(inDistrict.Code), subdistrict));
        }
        // A district that is missing or was renamed can still be told by a subdistrict whose name is unique in its province.
        var everywhere = ThaiAddresses.Districts(inProvince.Code).SelectMany(d => ThaiAddresses.Subdistricts(d.Code));
        return string.IsNullOrWhiteSpace(district) && FindIn(everywhere, subdistrict) is { } only
            ? new(inProvince, ThaiAddresses.FindDistrict(only.DistrictCode), only)
            : new(inProvince, null, null);
    }

    private static Province? FindProvince(string? name)
    {
        var wanted = Keys(name, ProvincePrefixes);
        if (wanted.Intersect(BangkokNames, StringComparer.Ordinal).Any())
        {
            return ThaiAddresses.FindProvince("10");
        }
        return Only(ThaiAddresses.Provinces, p => wanted.Contains(Key(p.Thai)) || wanted.Contains(Key(p.English)));
    }

    private static District? FindDistrict(Province province, string? name)
    {
        var wanted = Keys(name, DistrictPrefixes);
        // "เมือง" alone is the capital district, which carries its province's name.
        if (wanted.Contains("เมือง"))
        {
            wanted.Add(Key("เมือง" + province.Thai));
        }
        if (wanted.Contains("mueang"))
        {
            wanted.Add(Key("mueang" + province.English));
        }
        return Only(
            ThaiAddresses.Districts(province.Code),
            d => wanted.Contains(Key(d.Thai)) || wanted.Contains(Key(d.English))
        );
    }

    private static Subdistrict? FindIn(IEnumerable<Subdistrict> places, string? name)
    {
        var wanted = Keys(name, SubdistrictPrefixes);
        return Only(places, s => wanted.Contains(Key(s.Thai)) || wanted.Contains(Key(s.English)));
    }

    private static T? Only<T>(IEnumerable<T> places, Func<T, bool> matches)
        where T : class
    {
        var found = places.Where(matches).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    // The name as written, and without its prefix: some names begin like a prefix (เขตอุดมศักดิ์).
    private static HashSet<string> Keys(string? name, string[] prefixes)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
        {
            return keys;
        }
        var key = Key(name);
        keys.Add(key);
        foreach (var prefix in prefixes)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length)
            {
                keys.Add(key[prefix.Length..]);
            }
        }
        return keys;
    }

    private static string Key(string name) =>
        string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '\u200B'))).ToLowerInvariant();
}
