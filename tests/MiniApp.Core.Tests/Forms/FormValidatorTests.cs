using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormValidatorTests
{
    private static readonly LocalizedText Label = new("ป้าย", "Label");
    private static readonly FieldOption[] Options = [new("a", new("ก", "A")), new("b", new("ข", "B"))];

    [Theory]
    [InlineData(FieldType.Text, "\"ร้านก๋วยเตี๋ยวลุงหมี <b>\"", true)]
    [InlineData(FieldType.Text, "\"a\\nb\"", false)]
    [InlineData(FieldType.Text, "\"a\\u0000b\"", false)]
    [InlineData(FieldType.Text, "\"a\\u202Eb\"", false)]
    [InlineData(FieldType.Text, "\"a\\ud800b\"", false)]
    [InlineData(FieldType.Text, "5", false)]
    [InlineData(FieldType.MultiLine, "\"a\\nb\"", true)]
    [InlineData(FieldType.Integer, "12", true)]
    [InlineData(FieldType.Integer, "12.0", true)]
    [InlineData(FieldType.Integer, "12.5", false)]
    [InlineData(FieldType.Integer, "1e400", false)]
    [InlineData(FieldType.Integer, "\"สิบสอง\"", false)]
    [InlineData(FieldType.Decimal, "12.125", true)]
    [InlineData(FieldType.Decimal, "true", false)]
    [InlineData(FieldType.Money, "12.25", true)]
    [InlineData(FieldType.Money, "12.255", false)]
    [InlineData(FieldType.Date, "\"2024-02-29\"", true)]
    [InlineData(FieldType.Date, "\"2023-02-29\"", false)]
    [InlineData(FieldType.Date, "\"2569-08-15\"", false)]
    [InlineData(FieldType.Date, "\"พรุ่งนี้\"", false)]
    [InlineData(FieldType.NationalId, "\"1234567890121\"", true)]
    [InlineData(FieldType.NationalId, "\"1234567890122\"", false)]
    [InlineData(FieldType.NationalId, "\"123\"", false)]
    [InlineData(FieldType.JuristicId, "\"0105500000010\"", true)]
    [InlineData(FieldType.JuristicId, "\"1105500000010\"", false)]
    [InlineData(FieldType.Phone, "\"0812345678\"", true)]
    [InlineData(FieldType.Phone, "\"081234567\"", false)]
    [InlineData(FieldType.Email, "\"somchai@example.com\"", true)]
    [InlineData(FieldType.Email, "\"somchai@example\"", false)]
    [InlineData(FieldType.Email, "\"a b@example.com\"", false)]
    [InlineData(FieldType.Email, "\"a@b@example.com\"", false)]
    [InlineData(FieldType.PostalCode, "\"10900\"", true)]
    [InlineData(FieldType.PostalCode, "\"1090\"", false)]
    [InlineData(FieldType.Choice, "\"a\"", true)]
    [InlineData(FieldType.Choice, "\"c\"", false)]
    [InlineData(FieldType.Choice, "[\"a\"]", false)]
    [InlineData(FieldType.Choices, "[\"a\",\"b\"]", true)]
    [InlineData(FieldType.Choices, "[\"a\",\"c\"]", false)]
    [InlineData(FieldType.Choices, "[\"a\",\"a\"]", false)]
    [InlineData(FieldType.Choices, "\"a\"", false)]
    [InlineData(FieldType.YesNo, "false", true)]
    [InlineData(FieldType.YesNo, "\"false\"", false)]
    [InlineData(FieldType.Acceptance, "true", true)]
    [InlineData(FieldType.Acceptance, "\"true\"", false)]
    public void Validate_OneAnswer_IsAcceptedOrRefusedOnce(FieldType type, string json, bool accepted)
    {
        var problems = Check(new FormField("f", type, Label, Options: Options), json);

        Assert.Equal(accepted ? 0 : 1, problems.Count);
        Assert.All(problems, p => Assert.Null(p.Part));
    }

    [Theory]
    [InlineData(FieldType.Text, "null")]
    [InlineData(FieldType.Text, "\"  \"")]
    [InlineData(FieldType.Choices, "[]")]
    [InlineData(FieldType.Address, "{}")]
    [InlineData(FieldType.Acceptance, "false")]
    [InlineData(FieldType.Document, "null")]
    public void Validate_NothingAnswered_OnlyMattersWhenRequired(FieldType type, string json)
    {
        Assert.Empty(Check(new FormField("f", type, Label), json));
        Assert.Contains(
            "Label",
            Assert.Single(Check(new FormField("f", type, Label, Required: true), json)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Validate_Limits_AreNamedInTheMessage()
    {
        Assert.Contains(
            "500",
            Assert.Single(Check(new("f", FieldType.Text, Label), Long(501))).Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Check(new("f", FieldType.Text, Label), Long(500)));
        Assert.Single(Check(new("f", FieldType.MultiLine, Label), Long(4001)));
        Assert.Single(Check(new("f", FieldType.Text, Label, MaxLength: 3), Long(4)));
        Assert.Contains(
            "1,000",
            Assert.Single(Check(new("f", FieldType.Integer, Label, Max: 1000), "1001")).Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Check(new("f", FieldType.Integer, Label, Min: 1, Max: 1000), "1000"));
        Assert.Single(Check(new("f", FieldType.Integer, Label, Min: 1), "0"));

        static string Long(int length) => $"\"{new string('ก', length)}\"";
    }

    [Fact]
    public void Validate_Pattern_MatchesTheWholeTextAndSaysItsOwnMessage()
    {
        var field = new FormField(
            "f",
            FieldType.Text,
            Label,
            Pattern: "a|bc",
            PatternMessage: new("พิมพ์ a", "Type a")
        );
        Assert.Empty(Check(field, "\"bc\""));
        Assert.Equal("Type a", Assert.Single(Check(field, "\"abc\"")).Message);
    }

    [Fact]
    public void Validate_PatternMadeToBacktrack_AnswersAtOnce() =>
        Assert.Single(Check(new("f", FieldType.Text, Label, Pattern: "(a+)+b"), $"\"{new string('a', 400)}\""));

    [Theory]
    [InlineData(
        """{"detail":"1","provinceCode":"10","districtCode":"1030","subdistrictCode":"103001","postalCode":"10900"}""",
        ""
    )]
    [InlineData("""{"detail":"1"}""", "province,district,subdistrict,postalCode")]
    [InlineData(
        """{"provinceCode":"10","districtCode":"1030","subdistrictCode":"103001","postalCode":"109"}""",
        "detail,postalCode"
    )]
    [InlineData(
        """{"detail":"1","provinceCode":"50","districtCode":"1030","subdistrictCode":"103001","postalCode":"10900"}""",
        "district"
    )]
    [InlineData(
        """{"detail":"1","provinceCode":"10","districtCode":"1001","subdistrictCode":"103001","postalCode":"10900"}""",
        "subdistrict"
    )]
    [InlineData(
        """{"detail":5,"provinceCode":[],"districtCode":{},"subdistrictCode":true,"postalCode":"10900"}""",
        "detail,province,district,subdistrict"
    )]
    public void Validate_Address_NamesThePartsThatAreWrong(string json, string parts) =>
        Assert.Equal(parts, string.Join(',', Check(new("f", FieldType.Address, Label), json).Select(p => p.Part)));

    [Fact]
    public void Validate_Documents_CountTypeSizeAndCompleteness()
    {
        var field = new FormField(
            "f",
            FieldType.Document,
            Label,
            Document: new(["pdf", "jpg"], MaxBytes: 2_097_152, MaxCount: 2)
        );

        Assert.Empty(Problems([Doc("a.PDF"), Doc("b.jpg")]));
        Assert.Contains(
            "at most 2",
            Assert.Single(Problems([Doc("a.pdf"), Doc("b.pdf"), Doc("c.pdf")])),
            StringComparison.Ordinal
        );
        Assert.Contains("PDF, JPG", Assert.Single(Problems([Doc("a.pdf.exe")])), StringComparison.Ordinal);
        Assert.Contains("PDF, JPG", Assert.Single(Problems([Doc("../../x")])), StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Single(Problems([Doc("a.pdf", size: 0)])), StringComparison.Ordinal);
        Assert.Contains("2 MB", Assert.Single(Problems([Doc("a.pdf", size: 2_097_153)])), StringComparison.Ordinal);
        Assert.Contains(
            "completely",
            Assert.Single(Problems([Doc("a.pdf", complete: false)])),
            StringComparison.Ordinal
        );
        Assert.Empty(Problems([Doc("a.exe") with { FieldId = "other" }]));

        List<string> Problems(AttachedDocument[] documents) =>
            [.. Check(field, "null", documents).Select(p => p.Message)];
        static AttachedDocument Doc(string name, long size = 1000, bool complete = true) =>
            new("f", name, "application/pdf", size, complete);
    }

    [Fact]
    public void Validate_HiddenFields_AreNotChecked()
    {
        var form = TestForms.FoodPlace;
        var answers = new Answers();
        answers.Set("usesGas", false);
        answers.Set("gasCylinders", -5);

        Assert.DoesNotContain(Ids(ApplicantType.Citizen), id => id is "gasCylinders" or "companyName");
        Assert.Contains("applicantName", Ids(ApplicantType.Citizen));
        Assert.Contains("companyName", Ids(ApplicantType.Juristic));
        Assert.DoesNotContain("applicantName", Ids(ApplicantType.Juristic));
        answers.Set("usesGas", true);
        Assert.Contains("gasCylinders", Ids(ApplicantType.Citizen));

        List<string> Ids(ApplicantType type) =>
            [.. new FormValidator(TimeProvider.System).Validate(form, answers, [], type).Select(p => p.FieldId)];
    }

    [Fact]
    public void Validate_OneStep_LeavesTheOthers()
    {
        var problems = new FormValidator(TimeProvider.System).Validate(
            TestForms.FoodPlace,
            new Answers(),
            [],
            ApplicantType.Citizen,
            "documents"
        );

        Assert.Equal(["idCardCopy", "houseRegistration", "floorPlan", "truth"], problems.Select(p => p.FieldId));
        Assert.Empty(
            new FormValidator(TimeProvider.System).Validate(
                TestForms.FoodPlace,
                new Answers(),
                [],
                ApplicantType.Citizen,
                "nowhere"
            )
        );
    }

    [Fact]
    public void Validate_ThaiUi_SpeaksThai()
    {
        using var _ = new Culture("th-TH");
        Assert.Equal(
            "ยังไม่ได้กรอก “ป้าย”",
            Assert
                .Single(
                    new FormValidator(TimeProvider.System).Validate(
                        One(new("f", FieldType.Text, Label, Required: true)),
                        new Answers(),
                        [],
                        ApplicantType.Citizen
                    )
                )
                .Message
        );
    }

    [Fact]
    public void Messages_HaveTheSameKeysAndPlaceholdersInBothLanguages()
    {
        var english = Read(CultureInfo.InvariantCulture);
        var thai = Read(CultureInfo.GetCultureInfo("th"));
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), thai.Keys.Order(StringComparer.Ordinal));
        Assert.True(english.Count > 30);
        Assert.All(english, pair => Assert.Equal(Places(pair.Value), Places(thai[pair.Key])));
        Assert.All(thai.Values, text => Assert.Matches("[ก-๙]", text));

        static Dictionary<string, string> Read(CultureInfo culture) =>
            FormMessages
                .Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
                .Cast<System.Collections.DictionaryEntry>()
                .ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
        static string Places(string text) =>
            string.Concat("012".Where(n => text.Contains($"{{{n}}}", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<FieldProblem> Check(FormField field, string json, params AttachedDocument[] documents)
    {
        using var _ = new Culture("en-GB");
        var answers = new Answers();
        answers.Set("f", JsonNode.Parse(json));
        return new FormValidator(TimeProvider.System).Validate(One(field), answers, documents, ApplicantType.Citizen);
    }

    private static FormDefinition One(FormField field) => TestForms.With(field);
}
