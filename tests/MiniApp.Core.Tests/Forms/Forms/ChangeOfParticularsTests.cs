using System.Text.Json.Nodes;

namespace MiniApp.Core.Tests.Forms.Forms;

/// <summary>tfac-68-001-1: eleven groups of changes and what must hold between them.</summary>
public sealed class ChangeOfParticularsTests
{
    private const string All =
        "name,transformation,location,capital,service,managers,accountants,headOfOffice,auditors,staff,reissue";

    private readonly FilledForm _form = FilledForm.Read("tfac-68-001-1");

    private JsonNode Sent => _form.Payload().Data["AppData"]!;

    [Theory]
    [InlineData("name,reissue", new[] { "changes", "identity", "documents" })]
    [InlineData("transformation", new[] { "changes", "identity", "documents" })]
    [InlineData("location", new[] { "changes", "location", "documents" })]
    [InlineData("capital", new[] { "changes", "identity", "documents" })]
    [InlineData("service", new[] { "changes", "documents" })]
    [InlineData("managers", new[] { "changes", "people", "documents" })]
    [InlineData("accountants", new[] { "changes", "professionals", "documents" })]
    [InlineData("headOfOffice", new[] { "changes", "people", "documents" })]
    [InlineData("staff", new[] { "changes", "staff", "documents" })]
    [InlineData("reissue", new[] { "changes", "identity", "documents" })]
    public void Changes_RevealOnlyTheirOwnSteps(string changes, string[] steps)
    {
        _form.Type("changes", changes).Type("reissueReason", changes == "reissue" ? "lost" : "nameChanged");

        Assert.Equal(steps, _form.View.VisibleSteps.Select(step => step.Id));
        Assert.DoesNotContain(_form.Problems(), problem => problem.FieldId != "policeReport");
    }

    [Fact]
    public void Changes_Unticked_AreNotSentButKept()
    {
        _form.Type("changes", "capital");

        Assert.Equal(
            "companyName juristicId officeAddress service changes contactName contactPhone contactEmail "
                + "capital capitalInWords certificateDate truth",
            string.Join(' ', Sent.AsObject().Select(member => member.Key))
        );
        Assert.Equal("bookkeeping", (string?)Sent["service"]!["current"]);
        Assert.Null(Sent["service"]!["new"]);
        Assert.Equal(3, _form.Answers.Rows("managers").Count);
    }

    [Fact]
    public void Name_WithoutReissue_IsRefused()
    {
        _form.Type("changes", "name");

        Assert.StartsWith(
            "A change of name needs a new certificate",
            Assert.Single(_form.ProblemsAt("changes")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("bookkeeping", "audit,both")]
    [InlineData("audit", "bookkeeping,both")]
    [InlineData("both", "bookkeeping,audit")]
    public void NewService_IsNeverTheCurrentOne(string current, string offered)
    {
        _form.Type("currentService", current).Type("newService", current);

        var field = _form.Form.FindField("newService")!;
        Assert.Equal(offered.Split(','), _form.View.OptionsOf(field).Select(option => option.Value));
        Assert.Single(_form.ProblemsAt("newService"));
    }

    [Fact]
    public void ReissueReason_NameChanged_IsOfferedOnlyWithAChangeOfName()
    {
        _form.Type("changes", "reissue");

        Assert.Single(_form.ProblemsAt("reissueReason"));
    }

    [Theory]
    [InlineData("bookkeeping", "audit", "auditors", "accountants")]
    [InlineData("audit", "bookkeeping", "accountants", "auditors")]
    public void Service_HidesTheGroupThatDoesNotApply(string current, string next, string shown, string hidden)
    {
        _form.Type("currentService", current).Type("newService", next);

        Assert.Contains(_form.View.VisibleFields, field => field.Id == shown);
        Assert.DoesNotContain(_form.View.VisibleFields, field => field.Id == hidden);
        Assert.Null(Sent[hidden]);
        Assert.Contains("untick", Assert.Single(_form.ProblemsAt("changes")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bookkeeping")]
    [InlineData("both")]
    public void Service_Unchanged_TheCurrentOneDecides(string current)
    {
        _form.Type("currentService", current).Type("changes", "accountants,headOfOffice");

        Assert.Empty(_form.Problems());
        Assert.Equal(current == "both", Sent["headOfOffice"]!["licenseNo"] is not null);
    }

    [Theory]
    [InlineData("both", 1)]
    [InlineData("bookkeeping", 0)]
    public void Managers_NoneLicensed_IsRefusedOnlyWhenAuditing(string service, int problems)
    {
        _form.Type("changes", "managers").Type("currentService", service).TypeRow("managers", 0, "licenseNo", null);

        Assert.Equal(problems, _form.ProblemsAt("managers").Count);
    }

    [Fact]
    public void Managers_OnlyAForeignerWithALicense_AreNotLicensed()
    {
        // Typed while the person was still said to be Thai, and hidden since.
        _form.TypeRow("managers", 0, "licenseNo", null).TypeRow("managers", 2, "licenseNo", "34567");

        Assert.Contains("licensed auditor", Assert.Single(_form.ProblemsAt("managers")), StringComparison.Ordinal);
        Assert.Null(Sent["managers"]![2]!["licenseNo"]);
    }

    [Fact]
    public void Managers_NobodySigns_IsRefused()
    {
        _form.TypeRow("managers", 0, "signs", "false").TypeRow("managers", 2, "signs", "false");

        Assert.Contains("allowed to sign", Assert.Single(_form.ProblemsAt("managers")), StringComparison.Ordinal);
    }

    [Fact]
    public void Managers_WithoutId_AreRefused()
    {
        _form
            .TypeRow("managers", 0, "person", new JsonObject { ["nationalId"] = null })
            .TypeRow("managers", 2, "person", new JsonObject { ["passport"] = null });

        Assert.Equal(2, _form.ProblemsAt("managers", "person").Count);
    }

    [Theory]
    [InlineData("managers", 1, "licenseNo", "12345", "license")]
    [InlineData("auditors", 1, "licenseNo", "12345", "license")]
    public void Licenses_Twice_AreRefused(string group, int row, string column, string typed, string named)
    {
        _form.TypeRow(group, row, column, typed);

        Assert.Contains(named, Assert.Single(_form.ProblemsAt(group)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managers", "3150100007078")]
    [InlineData("auditors", "3150100007078")]
    public void NationalIds_Twice_AreRefused(string group, string nationalId)
    {
        _form.TypeRow(group, 1, "person", new JsonObject { ["nationalId"] = nationalId });

        Assert.Single(_form.ProblemsAt(group));
    }

    [Fact]
    public void NationalId_OfSomebodyNowForeign_CountsNoMore()
    {
        _form.TypeRow("managers", 2, "person", new JsonObject { ["nationalId"] = "3150100007078" });

        Assert.Empty(_form.Problems());
    }

    [Fact]
    public void Accountants_SamePassport_AreRefused()
    {
        _form.TypeRow(
            "accountants",
            0,
            "person",
            new JsonObject { ["nationality"] = "JP", ["passport"] = "TK 1234567" }
        );

        Assert.Single(_form.ProblemsAt("accountants"));
    }

    [Theory]
    [InlineData("1234")]
    [InlineData("123456")]
    [InlineData("12a45")]
    public void License_NotFiveDigits_IsRefused(string typed)
    {
        _form.TypeRow("auditors", 0, "licenseNo", typed);

        Assert.Single(_form.ProblemsAt("auditors", "licenseNo"));
    }

    [Theory]
    [InlineData("00000", "head office")]
    [InlineData("123", "5 digits")]
    public void BranchCode_Wrong_IsRefused(string code, string message)
    {
        _form.TypeRow("branches", 1, "branchCode", code);

        Assert.Contains(message, Assert.Single(_form.ProblemsAt("branches", "branchCode")), StringComparison.Ordinal);
    }

    [Fact]
    public void BranchCodes_Twice_AreRefused()
    {
        _form.TypeRow("branches", 1, "branchCode", "00001");

        Assert.Contains("Branch code", Assert.Single(_form.ProblemsAt("branches")), StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_None_AreNotAskedFor()
    {
        _form.Type("hasBranches", "false");

        Assert.Empty(_form.Problems());
        Assert.Null(Sent["location"]!["branches"]);
    }

    [Theory]
    [InlineData("2", 1)]
    [InlineData("4", 1)]
    [InlineData("3", 0)]
    public void Specialists_MustAddUpToTheOthers(string others, int problems)
    {
        _form.Type("others", others);

        Assert.Equal(problems, _form.ProblemsAt("specialists").Count);
    }

    [Fact]
    public void Specialists_NoOthers_AreNotAskedFor()
    {
        _form.Type("others", "0");

        Assert.Empty(_form.Problems());
        Assert.Null(Sent["staff"]!["specialists"]);
        Assert.Equal(19m, (decimal)Sent["staff"]!["total"]!);
    }

    [Fact]
    public void NewNames_EachInTheirOwnLetters()
    {
        _form.Type("newNameTh", "Tuayang Audit").Type("newNameEn", "ตัวอย่างสอบบัญชี");

        Assert.Single(_form.ProblemsAt("newNameTh"));
        Assert.Single(_form.ProblemsAt("newNameEn"));
    }

    [Fact]
    public void Certificate_OlderThanThreeMonths_IsRefused()
    {
        _form.Type("changes", All).Type("certificateDate", "19/8/2569");

        Assert.Single(_form.ProblemsAt("certificateDate"));
    }

    [Fact]
    public void Certificate_Lost_NeedsAPoliceReport()
    {
        _form.Type("reissueReason", "lost");

        Assert.Single(_form.ProblemsAt("policeReport"));
    }

    [Fact]
    public void Committee_OfTheRegister_IsTheFirstListOfManagers()
    {
        var managers = _form.Answers.Rows("managers").Select(row => row.Answers.Person("person")).ToList();

        Assert.Equal(["ธนา", "วรรณา", "Kenji"], managers.Select(person => person.FirstName));
        Assert.Equal(["TH", "TH", "JP"], managers.Select(person => person.Nationality));
    }
}
