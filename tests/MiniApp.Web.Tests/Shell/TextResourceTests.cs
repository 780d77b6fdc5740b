using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MiniApp.Web.Tests.Shell;

/// <summary>Both languages say the same, and components say nothing by themselves.</summary>
public sealed partial class TextResourceTests
{
    private static readonly string Web = Path.GetFullPath(Path.Combine(Here(), "../../../src/MiniApp.Web"));
    private static readonly Dictionary<string, string> English = Read("Text.resx");
    private static readonly Dictionary<string, string> Thai = Read("Text.th.resx");

    [Fact]
    public void Languages_HaveTheSameKeys() =>
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Thai.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Languages_HaveTheSamePlaceholders() =>
        Assert.All(English, pair => Assert.Equal(Placeholders(pair.Value), Placeholders(Thai[pair.Key])));

    [Fact]
    public void Thai_IsThai()
    {
        // The name of a language stands in that language; a format has no words.
        string[] same = ["Shell.SwitchToEnglish", "Shell.SwitchToThai", "Shell.TitleFormat"];
        var untranslated = Thai.Where(pair => !ThaiLetter().IsMatch(pair.Value)).Select(pair => pair.Key).Except(same);

        Assert.Empty(untranslated);
        Assert.Empty(English.Where(pair => ThaiLetter().IsMatch(pair.Value)).Select(pair => pair.Key).Except(same));
    }

    [Fact]
    public void Components_EveryKeyTheyUse_Exists()
    {
        var missing =
            from file in Sources("*.razor").Concat(Sources("*.cs"))
            from Match use in TextKey().Matches(File.ReadAllText(file))
            where !English.ContainsKey(use.Groups["key"].Value)
            select $"{Path.GetFileName(file)}: {use.Groups["key"].Value}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Components_HaveNoTextOfTheirOwn()
    {
        var found =
            from file in Sources("*.razor")
            from text in RazorLiterals.Find(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Web, file)}: {text}";

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("<p>Hello there</p>")]
    [InlineData("<p>@T[\"A.B\"] and more</p>")]
    [InlineData("<button aria-label=\"Close\">@x</button>")]
    [InlineData("<StatePage Title=\"Not found\" />")]
    [InlineData("@if (a > 1)\n{\n<p>Hello</p>\n}")]
    [InlineData("<p>สวัสดี</p>")]
    [InlineData("@code {\n string a = \"สวัสดี\";\n}")]
    public void Literals_TextInMarkup_IsFound(string source) => Assert.NotEmpty(RazorLiterals.Find(source));

    [Theory]
    [InlineData("@* Hello there สวัสดี *@<p>@T[\"A.B\", x(1)]</p>")]
    [InlineData("<p class=\"big\" @onclick=\"() => Go(1)\">@name.Value</p>")]
    [InlineData("@if (a > 1)\n{\n<p>@x</p>\n}\nelse if (b)\n{\n<i>@(c + \"d\")</i>\n}")]
    [InlineData("@foreach (var a in b)\n{\nvar c = a;\n<p>@c</p>\n}\n@code {\n int Hello => 1;\n}")]
    public void Literals_CodeAndComments_ArePassedOver(string source) => Assert.Empty(RazorLiterals.Find(source));

    // The gallery is for developers: its samples and headings are not part of the portal.
    private static IEnumerable<string> Sources(string pattern) =>
        Directory
            .EnumerateFiles(Web, pattern, SearchOption.AllDirectories)
            .Where(file => !ElsewhereFolder().IsMatch(Path.GetRelativePath(Web, file)));

    private static Dictionary<string, string> Read(string file) =>
        XDocument
            .Load(Path.Combine(Web, "Resources", file))
            .Root!.Elements("data")
            .ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!, StringComparer.Ordinal);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\{\d+[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("[\u0E01-\u0E5B]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThaiLetter();

    [GeneratedRegex(@"\bT\[""(?<key>[A-Za-z]+\.[A-Za-z0-9]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextKey();

    [GeneratedRegex(@"^(bin|obj|Shell/Gallery)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ElsewhereFolder();
}
