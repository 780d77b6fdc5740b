using System.Text.Json.Nodes;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class JuristicJourneyTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "khrua-tuayang";

    [Fact]
    public async Task Company_OnADesktopInEnglish_GetsFromLinkToReceipt()
    {
        var applicant = await ApplicantAsync(Device.Desktop with { Thai = false });

        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await Expect(applicant.Control("companyName")).ToHaveValueAsync("บริษัท ครัวตัวอย่าง จำกัด");
        await Expect(applicant.Control("nationalId")).ToHaveCountAsync(0);
        await applicant.ApplicantStepAsync();
        await applicant.NextAsync();
        await applicant.PlaceStepAsync();
        await applicant.NextAsync();
        await applicant.AtStepAsync("business");
        await Expect(applicant.Control("capital")).ToHaveValueAsync("5,000,000");
        await applicant.BusinessStepAsync();
        await applicant.NextAsync();
        await applicant.DocumentsStepAsync();
        await applicant.GoToCheckAsync();
        await Expect(applicant.Heading).ToHaveTextAsync("Check your answers");
        await applicant.ConfirmAsync(Persona);

        await Expect(applicant.Heading).ToHaveTextAsync("Your request has been received");
        var request = Assert.Single(await Control.RequestsAsync())!;
        Assert.Equal(await applicant.RequestNumberAsync(), (string?)request["requestId"]);
        Assert.Equal(2, (int)request["identityType"]!);
        var data = JsonNode.Parse((string)request["body"]!["data"]!)!;
        Assert.Equal("0105567000111", (string?)data["AppData"]!["juristicId"]);
        Assert.Null(data["AppData"]!["nationalId"]);
        Assert.Equal("D002", (string?)data["ApplicationAttachments"]![0]!["FileTypeCode"]);
        Assert.Empty(applicant.Console);
    }
}
