using System.Text.Json.Nodes;

namespace MiniApp.Core.Tests.Forms.Forms;

/// <summary>tfac-68-001-2: the guarantee and what it must come to.</summary>
public sealed class GuaranteeTests
{
    private readonly FilledForm _form = FilledForm.Read("tfac-68-001-2");

    private JsonNode Sent => _form.Payload().Data["AppData"]!;

    [Theory]
    // Revenue is the larger: 3 % of 3,500,000.75.
    [InlineData("2,000,000", "75,000", "30,000.02", 0)]
    [InlineData("2,000,000", "75,000", "30,000.01", 1)]
    // Capital is: 3 % of 4,000,000.
    [InlineData("4,000,000", "90,000", "30,000", 0)]
    [InlineData("4,000,000", "90,000", "29,999.99", 1)]
    public void Guarantee_BelowThreePerCentOfTheLarger_IsRefused(string capital, string one, string two, int problems)
    {
        _form.Type("capital", capital).TypeRow("deposits", 0, "amount", one).TypeRow("deposits", 1, "amount", two);

        Assert.Equal(problems, _form.ProblemsAt("guaranteeTotal").Count);
        Assert.Equal(problems, _form.Problems().Count);
    }

    [Fact]
    public void Shortfall_IsShownOnlyWhileSomethingIsMissing()
    {
        Assert.DoesNotContain(_form.View.VisibleFields, field => field.Id == "shortfall");

        _form.TypeRow("deposits", 0, "amount", "5,000");

        var shortfall = _form.View.VisibleFields.Single(field => field.Id == "shortfall");
        Assert.Equal(69_999.77m, (decimal)_form.View.ValueOf(shortfall)!);
    }

    [Theory]
    [InlineData("20/11/2569", 0)]
    [InlineData("19/11/2569", 1)]
    public void DueDate_BeforeToday_IsRefused(string date, int problems)
    {
        _form.TypeRow("deposits", 1, "dueDate", date);

        Assert.Equal(problems, _form.ProblemsAt("deposits", "dueDate").Count);
    }

    [Theory]
    [InlineData("deposit", "deposits")]
    [InlineData("depositCard", "depositCards")]
    [InlineData("governmentBond", "governmentBonds")]
    [InlineData("corporateBond", "corporateBonds")]
    [InlineData("policy", "policies")]
    public void Kind_RevealsItsOwnListOnly(string kind, string list)
    {
        _form.Type("guaranteeKind", kind);

        var lists = _form.View.VisibleFields.Where(field => field.Group is not null).Select(field => field.Id);
        Assert.Equal([list], lists);
    }

    [Fact]
    public void Kind_Changed_CountsAndSendsOnlyTheNewList()
    {
        _form.Type(
            "policies",
            JsonNode.Parse(
                """[{"insurer": "บริษัท ประกันตัวอย่าง จำกัด", "policyNo": "PI-1/2569", "dueDate": "31/12/2590", "amount": "200,000"}]"""
            )
        );
        _form.Type("guaranteeKind", "policy");

        Assert.Empty(_form.Problems());
        Assert.Equal(200_000m, (decimal)Sent["guarantee"]!["total"]!);
        Assert.Equal("PI-1/2569", (string?)Sent["guarantee"]!["policies"]![0]!["policyNo"]);
        Assert.Null(Sent["guarantee"]!["deposits"]);
        Assert.NotNull(_form.Answers["deposits"]);
    }

    [Theory]
    [InlineData(
        "governmentBonds",
        "governmentBond",
        """{"bondNo": "LB25DA", "issueDate": "1/2/2568", "dueDate": "1/2/2580", "amount": "150,000"}"""
    )]
    [InlineData(
        "corporateBonds",
        "corporateBond",
        """{"issuer": "การไฟฟ้าตัวอย่าง", "bondNo": "EG-1", "issueDate": "1/2/2568", "dueDate": "1/2/2580", "amount": "150,000"}"""
    )]
    [InlineData(
        "depositCards",
        "depositCard",
        """{"bank": "030", "branch": "จตุจักร", "cardNo": "GSB 123", "dueDate": "1/2/2580", "amount": "150,000"}"""
    )]
    public void EachKind_FilledIn_CanBeSent(string list, string kind, string row)
    {
        _form.Type("guaranteeKind", kind).Type(list, new JsonArray(JsonNode.Parse(row)));

        Assert.Empty(_form.Problems());
        Assert.Equal("หนึ่งแสนห้าหมื่นบาทถ้วน", (string?)Sent["guarantee"]!["totalInWords"]);
    }

    [Fact]
    public void Accounts_WithTheSameNumber_AreRefused()
    {
        _form.TypeRow("deposits", 1, "accountNo", "1234567890");

        Assert.Single(_form.ProblemsAt("deposits"));
    }

    [Fact]
    public void NewFirm_WithoutRevenue_NeedsNoFinancialStatement()
    {
        foreach (var field in new[] { "bookkeepingListed", "bookkeepingUnlisted", "auditListed", "auditUnlisted" })
        {
            _form.Type(field, "0");
        }
        _form.Attachments.RemoveAll(a => a.FieldId == "financialStatement");

        Assert.Empty(_form.Problems());
        Assert.Equal(60_000m, (decimal)Sent["guarantee"]!["required"]!);
    }

    [Fact]
    public void Revenue_NeedsAFinancialStatement()
    {
        _form.Attachments.RemoveAll(a => a.FieldId == "financialStatement");

        Assert.Single(_form.ProblemsAt("financialStatement"));
    }
}
