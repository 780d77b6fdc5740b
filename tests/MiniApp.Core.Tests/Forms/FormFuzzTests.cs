using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>100,000 made-up answers: none is an exception, no wrong one is accepted, no right one refused.</summary>
public sealed class FormFuzzTests
{
    private const int Spellings = 1500;
    private const int NearMisses = 3500;

    private static readonly CultureInfo Th = CultureInfo.GetCultureInfo("th-TH");
    private static readonly FieldType[] Answered =
    [
        .. Enum.GetValues<FieldType>()
            .Where(t => t is not (FieldType.Document or FieldType.Note or FieldType.Computed)),
    ];

    private static readonly FormDefinition Form = FormFiles.Load(
        string.Join(',', Answered.Select(FieldJson))
            + """
            , { "id": "sum", "type": "computed", "format": "money", "inWords": true, "compute": { "sum": ["fInteger", "fMoney", "fDecimal", "fGroup.count"] } }
            , { "id": "years", "type": "computed", "compute": { "age": "fDate" } }
            , { "id": "hangs", "type": "text", "visibleWhen": { "any": [
                  { "field": "fChoice", "equalTo": "a" }, { "field": "fChoices", "in": ["a", "b"] }, { "field": "fPerson.nationality", "equalTo": "JP" },
                  { "field": "fAddress.provinceCode", "equalTo": "10" }, { "field": "fInteger", "atLeast": "fMoney" }, { "distinct": ["fGroup.line"] },
                  { "field": "fText", "equalTo": "x" }, { "field": "fLocation.latitude", "moreThan": 10 }] } }
            """
    );

    public static TheoryData<FieldType> Types => [.. Answered];

    [Theory]
    [MemberData(nameof(Types))]
    public void RightAnswer_HoweverItIsSpelled_IsReadAndAccepted(FieldType type) =>
        Run(
            Spellings,
            seed =>
            {
                var fuzz = new FuzzAnswers(seed);
                var field = Form.FindField(Id(type))!;
                var answer = fuzz.Valid(type);
                var typed = fuzz.Spell(type, answer);
                var read = AnswerReader.Parse(field, typed);
                if (!Same(answer, read))
                {
                    throw new InvalidOperationException($"'{typed}' was read as {read?.ToJsonString()}.");
                }
                var problems = Exercise(type, read);
                if (problems.Count > 0)
                {
                    throw new InvalidOperationException($"{read?.ToJsonString()}: {problems[0].Message}");
                }
                // A person or a group is edited part by part.
                var shown = AnswerText.ForEditing(field, read, Th);
                if (type is not FieldType.Address && !Same(read, AnswerReader.Parse(field, shown)))
                {
                    throw new InvalidOperationException($"{read?.ToJsonString()} is shown as '{shown}'.");
                }
            }
        );

    [Theory]
    [MemberData(nameof(Types))]
    public void AnyAnswer_IsAcceptedExactlyWhenItIsRight(FieldType type) =>
        Run(
            NearMisses,
            seed =>
            {
                var answer = new FuzzAnswers(seed).NearMiss(type);
                // What can't be written again is not even kept.
                answer = JsonAnswer.IsReadable(answer) ? answer : null;
                var accepted = Exercise(type, answer).Count == 0;
                if (accepted != FuzzOracle.Accepts(type, answer))
                {
                    throw new InvalidOperationException(
                        $"{answer?.ToJsonString()} was {(accepted ? "accepted" : "refused")}."
                    );
                }
            }
        );

    [Fact]
    public void AnythingTyped_IsNeverAnException() =>
        Run(
            5000,
            seed =>
            {
                var fuzz = new FuzzAnswers(seed);
                var type = Answered[(uint)seed % Answered.Length];
                var typed = fuzz.MutateText(fuzz.MutateText(fuzz.Spell(type, fuzz.Valid(type))));
                Exercise(type, AnswerReader.Parse(Form.FindField(Id(type))!, typed));
                foreach (var part in PersonAnswer.Parts)
                {
                    AnswerReader.ParsePart(part, typed);
                }
            }
        );

    [Theory]
    [InlineData(""" {"\ud800":1} """)]
    [InlineData(""" {"detail":"a","x":{"\ud800":1}} """)]
    [InlineData(""" {"detail":"a","detail":"b"} """)]
    [InlineData(""" [{"line":"\ud800"}] """)]
    public void JsonThatCantBeWrittenAgain_TypedOrInADraft_IsNeverAnException(string json)
    {
        foreach (var type in Answered)
        {
            Exercise(type, AnswerReader.Parse(Form.FindField(Id(type))!, json));
            Exercise(type, FormFiles.Answers($$"""{ "{{Id(type)}}": {{json}} }""")[Id(type)]);
            var answers = new Answers();
            answers.Set(Id(type), JsonNode.Parse(json));
            FormValidator.Validate(new FormView(Form, answers, ApplicantType.Citizen, FormFiles.Today));
        }
    }

    private static void Run(int cases, Action<int> check) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(cases),
            Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), check)
        );

    /// <summary>Everything that is ever done with an answer.</summary>
    /// <returns>What is wrong with it.</returns>
    private static IReadOnlyList<FieldProblem> Exercise(FieldType type, JsonNode? answer)
    {
        var field = Form.FindField(Id(type))!;
        var answers = new Answers();
        answers.Set(field.Id, answer?.DeepClone());
        var view = new FormView(Form, answers, ApplicantType.Citizen, FormFiles.Today);
        var problems = FormValidator.Validate(view, field);
        AnswerText.ForReading(field, answer, Th);
        AnswerText.ForEditing(field, answer, Th);
        AppData.Of(view).ToJsonString();
        FormValidator.Validate(view);
        SubmissionPayload
            .Build(new(Form, answers, [], new("1234567890121", ApplicantType.Citizen), null, DateTimeOffset.UnixEpoch))
            .Data.ToJsonString();
        return problems;
    }

    private static bool Same(JsonNode? a, JsonNode? b) =>
        JsonAnswer.Number(a) is { } number ? number == JsonAnswer.Number(b) : JsonNode.DeepEquals(a, b);

    private static string Id(FieldType type) => $"f{type}";

    private static string FieldJson(FieldType type)
    {
        var name = char.ToLowerInvariant(type.ToString()[0]) + type.ToString()[1..];
        var more = type switch
        {
            FieldType.Choice or FieldType.Choices =>
                """, "options": [{ "value": "a" }, { "value": "b" }, { "value": "c" }]""",
            FieldType.Group =>
                """, "group": { "fields": [{ "id": "line", "type": "text", "required": true }, { "id": "count", "type": "integer" }] }""",
            _ => "",
        };
        return $$"""{ "id": "{{Id(type)}}", "type": "{{name}}"{{more}} }""";
    }
}
