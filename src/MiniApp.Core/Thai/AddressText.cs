namespace MiniApp.Core.Thai;

/// <summary>An address taken apart. What can't be told for certain is null, never guessed.</summary>
/// <param name="Line">What stands before the place: house, village, lane, road. Without a subdistrict it may be the whole text.</param>
/// <param name="PostalCode">As the text says, or the only one the subdistrict has.</param>
public sealed record SplitAddress(
    string Line,
    Province? Province = null,
    District? District = null,
    Subdistrict? Subdistrict = null,
    string? PostalCode = null
)
{
    /// <summary>An address is personal: nothing of it in a log line.</summary>
    public override string ToString() => nameof(SplitAddress);
}

/// <summary>
/// Reads Thai addresses as registers write them: one line that ends with tambon, amphoe and province, or ThaiD's parts with
/// <c>#</c> between them. Only a line whose end fits one subdistrict of the country, in one way, is taken apart.
/// </summary>
public static class AddressText
{
    private const int Longest = 400;

    private static readonly string[] ProvincePrefixes = ["จังหวัด", "จ."];
    private static readonly string[] DistrictPrefixes = ["กิ่งอำเภอ", "อำเภอ", "อ.", "เขต"];
    private static readonly string[] SubdistrictPrefixes = ["ตำบล", "ต.", "แขวง"];
    private static readonly string[] BangkokNames = ["กรุงเทพมหานคร", "กรุงเทพฯ", "กรุงเทพ", "กทม.", "กทม"];

    // What is named after one of these is no subdistrict: "ถนน สุเทพ" is a road.
    private static readonly string[] OtherPlaces =
    [
        "ถนน",
        "ถ.",
        "ซอย",
        "ซ.",
        "ตรอก",
        "หมู่บ้าน",
        "บ้าน",
        "อาคาร",
        "หมู่",
        "หมู่ที่",
        "ม.",
    ];

    /// <summary>How the four parts between house number and tambon are written, in the order of ThaiD's <c>raw</c>.</summary>
    private static readonly (string Name, string[] Known)[] RawParts =
    [
        ("หมู่ ", ["หมู่", "ม."]),
        ("ตรอก", ["ตรอก"]),
        ("ซอย", ["ซอย", "ซ."]),
        ("ถนน", ["ถนน", "ถ."]),
    ];

    /// <param name="text">One line, e.g. <c>99/9 หมู่ 14 ต.สุเทพ อ.เมืองเชียงใหม่ จ.เชียงใหม่ 50200</c>.</param>
    public static SplitAddress Split(string? text)
    {
        var whole = Clean(text ?? "");
        if (whole.Length is 0 or > Longest)
            return new SplitAddress(whole);
        var (rest, code) = TakePostalCode(whole);
        var found = new List<Peeled>();
        SplitAddress? partly = null;
        foreach (var (province, left) in PeelProvince(rest))
        {
            var (before, codeBefore) = code is null ? TakePostalCode(left) : (left, code);
            code ??= codeBefore;
            partly = new SplitAddress(whole, province);
            foreach (var district in PeelDistrict(before, province))
            {
                partly = new SplitAddress(whole, province, district.Place);
                found.AddRange(PeelSubdistrict(district));
            }
        }
        if (found.Select(peeled => peeled.Subdistrict.Code).Distinct(StringComparer.Ordinal).Count() != 1)
            return found.Count > 1 ? new SplitAddress(whole) : partly ?? new SplitAddress(whole);
        // With and without its prefix the same subdistrict ends the line: the prefix belongs to it.
        var best = found.MinBy(peeled => peeled.Left.Length)!;
        return At(Tidy(best.Left), best.Subdistrict, code);
    }

    /// <param name="raw">
    /// See <see cref="External.ThaiD.ThaiDHouseAddress.Raw"/>: eight parts, or with others between house number and tambon.
    /// </param>
    /// <returns>Null for something else.</returns>
    public static SplitAddress? SplitRaw(string? raw)
    {
        string[] parts = [.. (raw ?? "").Split('#').Select(Clean)];
        if (parts.Length != RawParts.Length + 4 || parts[0].Length == 0)
            return null;
        var between = parts[1..^3].Zip(RawParts, (part, kind) => Named(part, kind.Name, kind.Known));
        var line = string.Join(' ', between.Prepend(parts[0]).Where(part => part.Length > 0));
        var match = AddressResolver.Resolve(parts[^1], parts[^2], parts[^3]);
        return match.Subdistrict is { } subdistrict
            ? At(line, subdistrict, code: null)
            : new SplitAddress(line, match.Province, match.District);
    }

    /// <param name="code">As the text has it; one that the subdistrict does not have is no answer.</param>
    private static SplitAddress At(string line, Subdistrict subdistrict, string? code)
    {
        var postalCode =
            code is null ? (subdistrict.PostalCodes.Count == 1 ? subdistrict.PostalCode : null)
            : subdistrict.PostalCodes.Contains(code, StringComparer.Ordinal) ? code
            : null;
        return new SplitAddress(
            line,
            ThaiAddresses.FindProvince(subdistrict.ProvinceCode),
            ThaiAddresses.FindDistrict(subdistrict.DistrictCode),
            subdistrict,
            postalCode
        );
    }

    private static IEnumerable<(Province Province, string Left)> PeelProvince(string text)
    {
        foreach (var name in BangkokNames)
        {
            // The first that fits is the longest.
            if (Peel(text, name, ProvincePrefixes) is { } bangkok)
            {
                yield return (ThaiAddresses.FindProvince("10")!, bangkok.Left);
                yield break;
            }
        }
        foreach (var province in ThaiAddresses.Provinces)
            if (Peel(text, province.Thai, ProvincePrefixes) is { } peeled)
                yield return (province, peeled.Left);
    }

    private static IEnumerable<(District Place, string Left, bool Prefixed)> PeelDistrict(
        string text,
        Province province
    )
    {
        var capital = "เมือง" + province.Thai;
        foreach (var district in ThaiAddresses.Districts(province.Code))
        {
            string[] names = district.Thai == capital ? [capital, "เมือง", "เมืองฯ"] : [district.Thai];
            foreach (var name in names)
                if (Peel(text, name, DistrictPrefixes) is var (left, prefixed))
                    yield return (district, left, prefixed);
        }
    }

    private static IEnumerable<Peeled> PeelSubdistrict((District Place, string Left, bool Prefixed) district)
    {
        foreach (var subdistrict in ThaiAddresses.Subdistricts(district.Place.Code))
        {
            // Either both are called by their kind or neither: half-named, the word before may be part of a road.
            if (
                Peel(district.Left, subdistrict.Thai, SubdistrictPrefixes) is var (left, prefixed)
                && prefixed == district.Prefixed
            )
                yield return new Peeled(subdistrict, left);
        }
    }

    /// <summary>Takes a name off the end of a text: with its prefix, or where a blank stands before it.</summary>
    private static (string Left, bool Prefixed)? Peel(string text, string name, string[] prefixes)
    {
        if (!text.EndsWith(name, StringComparison.Ordinal))
            return null;
        var before = text[..^name.Length];
        var left = before.TrimEnd();
        foreach (var prefix in prefixes)
            if (left.EndsWith(prefix, StringComparison.Ordinal))
                return (left[..^prefix.Length].TrimEnd(' ', ','), true);
        var isWord = before.Length == 0 || before[^1] is ' ' or ',';
        left = left.TrimEnd(' ', ',');
        return isWord && !OtherPlaces.Any(kind => left.EndsWith(kind, StringComparison.Ordinal)) ? (left, false) : null;
    }

    /// <summary>Five digits of their own at the end.</summary>
    private static (string Left, string? Code) TakePostalCode(string text)
    {
        if (text.Length < 6 || !ThaiDigits.AreDigits(text.AsSpan(text.Length - 5)) || !char.IsWhiteSpace(text[^6]))
            return (text, null);
        var left = text[..^5].TrimEnd(' ', ',');
        const string Label = "รหัสไปรษณีย์";
        return (left.EndsWith(Label, StringComparison.Ordinal) ? left[..^Label.Length].TrimEnd() : left, text[^5..]);
    }

    private static string Named(string part, string name, string[] known) =>
        part.Length == 0 || known.Any(prefix => part.StartsWith(prefix, StringComparison.Ordinal)) ? part : name + part;

    private static string Tidy(string line) => line.Trim(' ', ',');

    /// <summary>Arabic digits, single blanks, and one way of writing what looks the same.</summary>
    private static string Clean(string text)
    {
        var plain = ThaiDigits
            .ToArabic(text)
            .Replace("\u200B", "", StringComparison.Ordinal)
            .Replace("\u0E4D\u0E32", "\u0E33", StringComparison.Ordinal)
            .Replace("\u0E40\u0E40", "\u0E41", StringComparison.Ordinal);
        return string.Join(' ', plain.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed record Peeled(Subdistrict Subdistrict, string Left);
}
