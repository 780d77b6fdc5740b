using System.Collections.Frozen;
using System.Globalization;

namespace MiniApp.Core.Thai;

/// <summary>A title before a name; both languages as they stand on an identity card.</summary>
public sealed record NameTitle(string Thai, string English)
{
    public string NameFor(CultureInfo culture) => ThaiDate.IsThai(culture) ? Thai : English;
}

/// <summary>Titles before names, and the ways people shorten them.</summary>
public static class NameTitles
{
    /// <summary>What nearly everybody chooses from: นาย, นาง, นางสาว.</summary>
    public static IReadOnlyList<NameTitle> Common { get; } =
    [new("นาย", "Mr."), new("นาง", "Mrs."), new("นางสาว", "Ms.")];

    // Title, English, and other ways of writing it. On cards a girl is a Miss too; typed alone, Miss is นางสาว.
    private static readonly (string Thai, string English, string[] Others)[] Known =
    [
        (Common[0].Thai, Common[0].English, ["Mister"]),
        (Common[1].Thai, Common[1].English, []),
        (Common[2].Thai, Common[2].English, ["น.ส.", "นส.", "Miss"]),
        ("เด็กชาย", "Master", ["ด.ช.", "ดช."]),
        ("เด็กหญิง", "Miss", ["ด.ญ.", "ดญ."]),
        ("ดอกเตอร์", "Dr.", ["ดร.", "Doctor"]),
        ("ศาสตราจารย์", "Prof.", ["ศ.", "Professor"]),
        ("รองศาสตราจารย์", "Assoc. Prof.", ["รศ.", "Associate Professor"]),
        ("ผู้ช่วยศาสตราจารย์", "Asst. Prof.", ["ผศ.", "Assistant Professor"]),
        ("หม่อมราชวงศ์", "M.R.", ["ม.ร.ว."]),
        ("หม่อมหลวง", "M.L.", ["ม.ล."]),
        ("ว่าที่ร้อยตรี", "Acting Sub Lt.", ["ว่าที่ ร.ต."]),
        ("ร้อยตรี", "Sub Lt.", ["ร.ต."]),
        ("ร้อยโท", "Lt.", ["ร.ท."]),
        ("ร้อยเอก", "Capt.", ["ร.อ."]),
        ("พันตรี", "Maj.", ["พ.ต."]),
        ("พันโท", "Lt. Col.", ["พ.ท."]),
        ("พันเอก", "Col.", ["พ.อ."]),
        ("ดาบตำรวจ", "Pol. Sen. Sgt. Maj.", ["ด.ต."]),
        ("ร้อยตำรวจตรี", "Pol. Sub Lt.", ["ร.ต.ต."]),
        ("ร้อยตำรวจโท", "Pol. Lt.", ["ร.ต.ท."]),
        ("ร้อยตำรวจเอก", "Pol. Capt.", ["ร.ต.อ."]),
        ("พันตำรวจตรี", "Pol. Maj.", ["พ.ต.ต."]),
        ("พันตำรวจโท", "Pol. Lt. Col.", ["พ.ต.ท."]),
        ("พันตำรวจเอก", "Pol. Col.", ["พ.ต.อ."]),
    ];

    private static readonly FrozenDictionary<string, NameTitle> ByKey = Index();

    /// <summary>The title that a text means: <c>น.ส.</c>, <c>นางสาว</c> and <c>MS</c> give นางสาว; null for an unknown one.</summary>
    public static NameTitle? Find(string? typed) => typed is null ? null : ByKey.GetValueOrDefault(Key(typed));

    /// <summary>The Thai title written out; an unknown one comes back as it was typed, without blanks around it.</summary>
    public static string Normalise(string? typed) => Find(typed)?.Thai ?? typed?.Trim() ?? "";

    /// <summary>Takes the title off the front of a whole name: <c>นางสาวสมหญิง ดี</c>, <c>น.ส. สมหญิง ดี</c>.</summary>
    /// <returns>Null and the name as it is where it begins with no title that is known.</returns>
    public static (NameTitle? Title, string Name) Split(string fullName)
    {
        var name = fullName.Trim();
        var best = Known
            .SelectMany(known => known.Others.Prepend(known.English).Prepend(known.Thai))
            .Where(text => name.StartsWith(text, StringComparison.OrdinalIgnoreCase) && EndsIn(name, text))
            .MaxBy(text => text.Length);
        return best is null ? (null, name) : (Find(best), name[best.Length..].TrimStart());
    }

    // นาง is no title in นางสาว, nor นางสาว in นางสาวิตรี: what follows must be able to begin a word.
    private static bool EndsIn(string name, string title) =>
        name.Length > title.Length
        && (
            char.IsWhiteSpace(name[title.Length])
            || (title[^1] > '\u0E00' || title[^1] == '.')
                && name[title.Length] is (>= 'ก' and <= 'ฮ') or (>= 'เ' and <= 'ไ')
        );

    private static FrozenDictionary<string, NameTitle> Index()
    {
        var index = new Dictionary<string, NameTitle>(StringComparer.Ordinal);
        foreach (var (thai, english, others) in Known)
        {
            var title = Common.FirstOrDefault(t => t.Thai == thai) ?? new NameTitle(thai, english);
            foreach (var name in others.Prepend(english).Prepend(thai))
            {
                index.TryAdd(Key(name), title);
            }
        }
        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Key(string title) =>
        string.Concat(title.Where(c => !char.IsWhiteSpace(c) && c is not ('.' or '\u200B'))).ToLowerInvariant();
}
