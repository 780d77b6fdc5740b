using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Form files that something happened to: problems, or a form that then never throws; and never long.</summary>
public sealed class LoaderFuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(TestForms.Directory, "*.form.json").Select(File.ReadAllText),
        FormFiles
            .Json(
                """
                { "id": "a", "type": "integer", "min": 1, "max": 5, "visibleWhen": { "all": [{ "field": "b", "in": ["x", 1, true] }, { "not": { "field": "c", "answered": true } }] } },
                { "id": "b", "type": "text", "pattern": "[0-9]+", "minLength": 1, "characters": "thai", "prefill": { "citizen": "email" } },
                { "id": "c", "type": "choice", "options": [{ "value": "x", "visibleWhen": { "field": "g", "answered": true } }, { "value": "y" }], "display": "search" },
                { "id": "d", "type": "computed", "format": "percent", "compute": { "quotient": [{ "sum": ["g.n", 1], "where": { "field": "t", "equalTo": "x" } }, { "age": "e" }] } },
                { "id": "e", "type": "date", "earliest": "today-3m", "latest": "2030-01-01", "requiredWhen": { "value": { "percent": 3, "of": { "max": ["a", "f"] } }, "atLeast": { "count": "g" } } },
                { "id": "f", "type": "money", "inWords": true, "sendAs": "x.y" },
                { "id": "h", "type": "document", "document": { "types": ["pdf"], "maxBytes": 5, "maxCount": 1 } },
                { "id": "g", "type": "group", "prefill": "juristicInformation.committees", "group": { "min": 1, "max": 3, "unique": ["t", "p.nationalId"], "noun": { "th": "ก", "en": "a" },
                    "checks": [{ "require": { "field": "n", "moreThan": "a" }, "field": "n" }],
                    "fields": [{ "id": "n", "type": "integer" }, { "id": "t", "type": "text" }, { "id": "p", "type": "person", "prefill": "$" }] } }
                """,
                """ "checks": [{ "require": { "distinct": ["g.t"] }, "field": "g", "when": { "any": [{ "field": "a", "lessThan": 5 }, { "field": "e", "sameAs": "today" }] } }] """
            )
            .ToString(),
    ];

    [Fact]
    public void MembersLostSwappedOrOfAnotherKind_AreProblemsOrAFormThatWorks() =>
        Run(
            1500,
            random =>
            {
                var form = JsonNode.Parse(Pick(random, Files))!;
                for (var n = random.Next(1, 4); n > 0; n--)
                {
                    Change(random, form);
                }
                return Encoding.UTF8.GetBytes(form.ToJsonString());
            }
        );

    [Fact]
    public void BytesChangedAnywhere_AreProblemsOrAFormThatWorks() =>
        Run(
            1500,
            random =>
            {
                var bytes = Encoding.UTF8.GetBytes(Pick(random, Files)).ToList();
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    var at = random.Next(bytes.Count);
                    switch (random.Next(4))
                    {
                        case 0:
                            bytes[at] = (byte)random.Next(256);
                            break;
                        case 1:
                            bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                            break;
                        case 2:
                            bytes.InsertRange(
                                at,
                                bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 60)).ToList()
                            );
                            break;
                        default:
                            bytes.Insert(at, (byte)"{}[]\",:0n\\"[random.Next(10)]);
                            break;
                    }
                }
                return [.. bytes];
            }
        );

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "nothing", "" },
            { "null", "null" },
            { "deep", new string('[', 100_000) },
            { "deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) },
            { "a surrogate in a name", """{ "\ud800": 1 }""" },
            { "a surrogate in a text", Minimal("""{ "id": "\ud800", "type": "text" }""") },
            { "a huge number", Minimal("""{ "id": "n", "type": "integer", "min": 1e999 }""") },
            { "a huge length", Minimal("""{ "id": "n", "type": "text", "maxLength": 99999999999 }""") },
            { "a hole in the fields", Minimal("null") },
            { "a hole in the options", Minimal("""{ "id": "n", "type": "choice", "options": [null] }""") },
            { "a hole in a rule", Minimal("""{ "id": "n", "type": "text", "visibleWhen": { "all": [null] } }""") },
            { "a hole in a sum", Minimal("""{ "id": "n", "type": "computed", "compute": { "sum": [null] } }""") },
            {
                "a hole in the types",
                Minimal(
                    """{ "id": "n", "type": "document", "document": { "types": [null], "maxBytes": 1, "maxCount": 1 } }"""
                )
            },
            { "a hole in the columns", Minimal("""{ "id": "n", "type": "group", "group": { "fields": [null] } }""") },
            {
                "a hole in unique",
                Minimal(
                    """{ "id": "n", "type": "group", "group": { "unique": [null], "fields": [{ "id": "x", "type": "text" }] } }"""
                )
            },
            {
                "a hole in distinct",
                Minimal("""{ "id": "n", "type": "text", "visibleWhen": { "distinct": [null] } }""")
            },
            {
                "a hole in the checks",
                FormFiles.Json("""{ "id": "n", "type": "text" }""", "\"checks\": [null]").ToString()
            },
            { "numbers for objects", Minimal("5, \"x\", []") },
            { "a long chain", Minimal(string.Join(',', Enumerable.Range(0, 10_000).Select(n => Chained(n, 10_000)))) },
            { "the longest chain", Minimal(string.Join(',', Enumerable.Range(0, 2000).Select(n => Chained(n, 2000)))) },
            { "rows of rows of rows", Minimal(RowsOfRows(12)) },
            {
                "a pattern of states",
                Minimal("""{ "id": "n", "type": "text", "pattern": "(((a{1,99}){1,99}){1,99}){1,99}" }""")
            },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_IsAnsweredAtOnce(string name, string json)
    {
        Assert.NotEmpty(name);
        Load(Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [InlineData("$.steps[0]", "steps")]
    [InlineData("$.steps[0].sections[0]", "steps", "0", "sections")]
    [InlineData("$.steps[0].sections[0].fields[0]", "steps", "0", "sections", "0", "fields")]
    public void Hole_IsNamedWithItsPath(string path, params string[] way)
    {
        var form = FormFiles.Json("""{ "id": "n", "type": "text" }""");
        JsonNode node = form;
        foreach (var name in way)
        {
            node = int.TryParse(name, CultureInfo.InvariantCulture, out var n) ? node[n]! : node[name]!;
        }
        node.AsArray()[0] = null;
        Assert.Contains(path, FormFiles.Problems(form).Select(problem => problem.Path));
    }

    private static void Run(int cases, Func<Random, byte[]> make) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(cases),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                seed =>
                {
                    Load(make(new Random(seed)));
                }
            )
        );

    /// <summary>Loads it and, where it is a form after all, does with it what the portal does.</summary>
    private static void Load(byte[] json)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = FormFiles.Read(json);
        Assert.True(catalog.Forms.Count + catalog.Problems.Count > 0);
        foreach (var form in catalog.Forms)
        {
            foreach (var applicant in Enum.GetValues<ApplicantType>())
            {
                Use(form, applicant);
            }
        }
        Assert.True(Stopwatch.GetElapsedTime(started) < Patience, Stopwatch.GetElapsedTime(started).ToString());
    }

    private static void Use(FormDefinition form, ApplicantType applicant)
    {
        var answers = new Answers();
        var fuzz = new FuzzAnswers(form.Fields.Count());
        foreach (var field in form.Fields)
        {
            var answer = field.Group is { } group
                ? AnswerRow.WriteAll(Enumerable.Range(0, 20).Select(_ => Row(group, fuzz)))
                : fuzz.NearMiss(field.Type);
            answers.Set(field.Id, answer);
        }
        var view = new FormView(form, answers, applicant, FormFiles.Today);
        FormValidator.Validate(view);
        SubmissionPayload.Build(
            new(form, answers, [], new("1234567890121", applicant), null, DateTimeOffset.UnixEpoch)
        );
        Prefill.Apply(form, [], new("1234567890121", applicant), DateTimeOffset.UnixEpoch);
    }

    private static AnswerRow Row(GroupRule group, FuzzAnswers fuzz)
    {
        var row = AnswerRow.New();
        foreach (var column in group.Fields)
        {
            row.Answers.Set(column.Id, fuzz.NearMiss(column.Type));
        }
        return row;
    }

    private static void Change(Random random, JsonNode form)
    {
        var nodes = new List<JsonNode>();
        Gather(form, nodes);
        var (at, other) = (nodes[random.Next(nodes.Count)], nodes[random.Next(nodes.Count)]);
        JsonNode? value = random.Next(8) switch
        {
            0 => null,
            1 => true,
            2 => random.Next(-5, 5),
            3 => JsonNode.Parse("1e30"),
            4 => Pick(random, ["", " ", "x", "today", "a", "(a+)+$", "\u0000", "steps", "group", "choice", "document"]),
            5 => new JsonArray(null, null),
            6 => new JsonObject { ["th"] = "ก", ["en"] = "a" },
            _ => other.DeepClone(),
        };
        switch (at)
        {
            case JsonArray { Count: > 0 } items when random.Next(3) == 0:
                items.RemoveAt(random.Next(items.Count));
                break;
            case JsonArray { Count: > 0 } items:
                items[random.Next(items.Count)] = value;
                break;
            case JsonObject { Count: > 0 } members:
                var name = members.Select(m => m.Key).ElementAt(random.Next(members.Count));
                switch (random.Next(4))
                {
                    case 0:
                        members.Remove(name);
                        break;
                    case 1:
                        var moved = members[name]?.DeepClone();
                        members.Remove(name);
                        members[
                            Pick(
                                random,
                                ["id", "type", "field", "visibleWhen", "group", "x", "sum", "fields", "options"]
                            )
                        ] = moved;
                        break;
                    default:
                        members[name] = value;
                        break;
                }
                break;
        }
    }

    private static void Gather(JsonNode? node, List<JsonNode> nodes)
    {
        if (node is JsonObject or JsonArray)
        {
            nodes.Add(node);
        }
        var inner = node switch
        {
            JsonObject members => members.Select(m => m.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in inner)
        {
            Gather(child, nodes);
        }
    }

    private static string Minimal(string fields) =>
        FormFiles.Json("\"FIELDS\"").ToString().Replace("\"FIELDS\"", fields, StringComparison.Ordinal);

    private static string Chained(int n, int count) =>
        FormattableString
            .Invariant(
                $$"""{ "id": "f{{n}}", "type": "text", "label": { "th": "ก", "en": "a" }, "visibleWhen": { "field": "{{(n + 1 == count ? "f0x" : $"f{n + 1}")}}", "answered": true } }"""
            )
            .Replace(
                "\"visibleWhen\": { \"field\": \"f0x\", \"answered\": true }",
                "\"required\": true",
                StringComparison.Ordinal
            );

    private static string RowsOfRows(int depth)
    {
        var where = """{ "field": "x", "answered": false }""";
        for (var n = 0; n < depth; n++)
        {
            where = $$"""{ "value": { "count": "g", "where": {{where}} }, "atLeast": 0 }""";
        }
        return $$"""
            { "id": "g", "type": "group", "label": { "th": "ก", "en": "a" }, "group": { "fields": [{ "id": "x", "type": "text", "label": { "th": "ก", "en": "a" } }] } },
            { "id": "t", "type": "text", "label": { "th": "ก", "en": "a" }, "visibleWhen": {{where}} }
            """;
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
