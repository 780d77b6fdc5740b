using System.Text.Json.Nodes;
using MiniApp.Browser.Tests.Running;
using MiniApp.Core.Thai;
using MiniApp.TestKit;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Each form from link to receipt, and what Biz Portal received against the written-down expectation.</summary>
[Collection(JourneyCollection.Name)]
public sealed class FourFormsJourneyTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData("tfac-68-001-1", 1440)]
    [InlineData("tfac-68-001-2", 1440)]
    [InlineData("tfac-68-001-5", 360)]
    [InlineData("mna005a.citizen", 360)]
    [InlineData("mna005a.juristic", 1440)]
    public async Task Form_FilledInByAPerson_ArrivesAsWrittenDown(string name, int width)
    {
        var sample = SampleRequest.Read(name, ThaiDate.Today(TimeProvider.System));
        var applicant = await ApplicantAsync(width < 600 ? Device.Phone : Device.Desktop);

        await new FormFilling(applicant, sample).FillAllAsync();
        await applicant.ConfirmAsync(sample.Persona);

        var request = Assert.Single(await Control.RequestsAsync())!;
        var body = request["body"]!;
        var differences = JsonDifferences.Between(
            sample.Expected,
            new JsonObject
            {
                ["data"] = JsonNode.Parse((string)body["data"]!),
                ["dataDescription"] = JsonNode.Parse((string)body["dataDescription"]!),
                ["area"] = new JsonObject(
                    new[] { "provinceID", "province", "amphurID", "amphur", "tumbolID", "tumbol" }.Select(part =>
                        KeyValuePair.Create(part, body[part]?.DeepClone())
                    )
                ),
            }
        );
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Empty(applicant.Console);
    }

    [Fact]
    public async Task Guarantee_TooSmall_IsSaidBesideTheTotalUntilItIsEnough()
    {
        var sample = SampleRequest.Read("tfac-68-001-2", ThaiDate.Today(TimeProvider.System));
        var first = sample.Answers["steps"]!["guarantee"]!["deposits"]![0]!;
        first["amount"] = "5,000";
        var applicant = await ApplicantAsync(Device.Phone);
        var filling = new FormFilling(applicant, sample);

        await filling.FillUpToAsync("guarantee");
        await applicant.NextAsync();

        await Expect(applicant.Problem("guaranteeTotal")).ToContainTextAsync("ร้อยละ 3");
        await Expect(applicant.Control("shortfall")).ToContainTextAsync("69,999.77");
        await applicant.Summary.Locator("a").ClickAsync();
        await Expect(applicant.Control("guaranteeTotal")).ToBeInViewportAsync();
        await applicant.Page.Locator("input[id^='f-deposits-'][id$='-amount']").First.FillAsync("75,000");
        await applicant.NextAsync();
        await filling.AtStepAsync("documents");
    }

    [Fact]
    public async Task NameChange_WithoutANewCertificate_IsRefusedAtOnce()
    {
        var sample = SampleRequest.Read("tfac-68-001-1", ThaiDate.Today(TimeProvider.System));
        sample.Answers["steps"]!["changes"]!["changes"] = "name";
        sample.Answers["steps"]!["changes"]!.AsObject().Remove("newService");
        var applicant = await ApplicantAsync();
        var filling = new FormFilling(applicant, sample);

        await filling.FillUpToAsync("changes");
        await applicant.NextAsync();

        await Expect(applicant.Problem("changes")).ToContainTextAsync("ต้องขอหนังสือรับรองฉบับใหม่ด้วย");
        await applicant.ChooseAsync("changes", "reissue");
        await applicant.NextAsync();
        await filling.AtStepAsync("identity");
        await Expect(applicant.Control("newNameTh")).ToBeVisibleAsync();
        await Expect(applicant.Control("newForm")).ToHaveCountAsync(0);
    }
}
