using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Rows that a profile fills in: committees come in every order and spelling.</summary>
public sealed class PrefillRowsTests
{
    private static readonly DateTimeOffset At = new(2026, 8, 15, 7, 0, 0, TimeSpan.Zero);

    private static readonly FormDefinition Form = TestForms.With(
        new FormField(
            "managers",
            FieldType.Group,
            new("ผู้จัดการ", "Managers"),
            Prefill: new(null, "juristicInformation.committees"),
            Group: new GroupRule([
                new FormField("who", FieldType.Person, new("ใคร", "Who"), Prefill: new(null, "$")),
                new FormField("email", FieldType.Email, new("อีเมล", "Email"), Prefill: new(null, "email")),
            ])
        )
    );

    [Theory]
    [InlineData("order")]
    [InlineData("sequence")]
    public void Committees_NumberedOutOfOrder_AreSorted(string member)
    {
        var rows = Rows(
            $$"""
            [{"{{member}}": 2, "firstName": "สอง"}, {"firstName": "ไม่มีเลข"}, {"{{member}}": "1", "firstName": "หนึ่ง"}]
            """
        );

        Assert.Equal(["หนึ่ง", "สอง", "ไม่มีเลข"], rows.Select(row => row.Answers.Person("who").FirstName));
    }

    [Theory]
    [InlineData("\"3-1001-00002-02-5\"")]
    [InlineData("3100100002025")]
    public void NationalId_WithDashesOrAsANumber_IsRead(string id)
    {
        var row = Assert.Single(Rows($$"""[{"firstName": "มานะ", "identityId": {{id}}}]"""));

        Assert.Equal("3100100002025", row.Answers.Person("who").NationalId);
    }

    [Fact]
    public void Nationality_NobodyKnows_IsKeptForThePersonToMendAndIsNotThai()
    {
        var person = Assert
            .Single(Rows("""[{"firstName": "Zork", "nationality": "ดาวอังคาร"}]"""))
            .Answers.Person("who");

        Assert.Equal("ดาวอังคาร", person.Nationality);
        Assert.False(person.IsThai);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"สมชาย\"")]
    [InlineData("[null, 1, \"x\", [], {}, {\"firstName\": {\"a\": 1}}, {\"email\": \"no address\"}]")]
    [InlineData("[{\"firstName\": \"ก\", \"firstName\": \"ข\"}]")]
    public void Committees_OfAnyOtherShape_FillNothingAndThrowNothing(string committees) =>
        Assert.Empty(Rows(committees));

    private static IReadOnlyList<AnswerRow> Rows(string committees)
    {
        var profile = JsonNode.Parse($$$"""{"juristicInformation": {"committees": {{{committees}}} }}""")!.AsObject();
        var applicant = new Applicant("0105567000111", ApplicantType.Juristic);
        return Prefill.Apply(Form, profile, applicant, At).Answers.Rows("managers");
    }
}
