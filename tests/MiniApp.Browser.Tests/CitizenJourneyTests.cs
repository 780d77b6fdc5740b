using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed partial class CitizenJourneyTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";
    private readonly FilePayload _plan = Files.Pdf("แผนผังร้าน.pdf", 12_000_000);

    [Fact]
    public async Task Citizen_OnAPhoneInThai_GetsFromLinkToReceipt()
    {
        var applicant = await ApplicantAsync(Device.Phone);

        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await Expect(applicant.Control("applicantName")).ToHaveValueAsync("นางสาวสมหญิง ตัวอย่างดี");
        await Expect(applicant.Control("birthDate")).ToHaveValueAsync("29/2/2531");
        await Expect(applicant.Control("homeAddress-postalCode")).ToHaveValueAsync("50200");
        await applicant.ApplicantStepAsync();
        await applicant.NextAsync();
        await applicant.PlaceStepAsync();
        await applicant.NextAsync();
        await applicant.BusinessStepAsync();
        await applicant.NextAsync();
        await applicant.AtStepAsync("documents");
        await WatchProgressAsync(applicant.Page);
        await applicant.DocumentsStepAsync(_plan);
        await AssertProgressWasVisibleAsync(applicant.Page);
        await applicant.GoToCheckAsync();
        await Expect(applicant.Page.Locator("main")).ToContainTextAsync("ร้านก๋วยเตี๋ยวตัวอย่าง");
        await applicant.ConfirmAsync(Persona);

        var number = await applicant.RequestNumberAsync();
        var back = applicant.Page.Locator($"a[href$='/tracking?requestId={number}']");
        await Expect(back).ToBeVisibleAsync();
        await AssertReceivedAsync(number);
        await AssertLogKeepsSecretsAsync();
        Assert.Empty(applicant.Console);
        Assert.Empty(applicant.Dialogs);
    }

    /// <summary>The log of the whole way holds no number, name, phone, code or token.</summary>
    private async Task AssertLogKeepsSecretsAsync()
    {
        var persona = await Control.PersonaAsync(Persona);
        var identityId = (string)persona["identityId"]!;
        var codes = (await Control.SmsAsync(identityId)).Select(message => (string)message!["otp"]!).ToList();
        Assert.NotEmpty(codes);
        string[] secrets =
        [
            identityId,
            (string)persona["mobileNumber"]!,
            (string)persona["name"]!,
            "0812345678",
            .. codes,
        ];
        var log = Stage.Portal.Log;
        Assert.NotEmpty(log);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
        // Tokens and keys of the sandbox are 64 hex digits, and nothing else that is logged is.
        var token = new Regex("[0-9a-f]{64}", RegexOptions.NonBacktracking);
        Assert.Matches(token, Stage.System.Sandbox.LinkKey);
        // The audit's head is meant to be noted elsewhere, and says nothing by itself.
        Assert.DoesNotMatch(token, AuditHead().Replace(log, ""));
    }

    private async Task AssertReceivedAsync(string number)
    {
        var request = Assert.Single(await Control.RequestsAsync())!;
        Assert.Equal(number, (string?)request["requestId"]);
        Assert.Equal("1509900001013", (string?)request["identityId"]);
        Assert.Equal(1, (int)request["identityType"]!);
        var body = request["body"]!;
        Assert.Equal(System.Text.Json.JsonValueKind.String, body["data"]!.GetValueKind());
        Assert.Equal(System.Text.Json.JsonValueKind.String, body["dataDescription"]!.GetValueKind());
        Assert.Equal(50, (int)body["provinceID"]!);

        var data = JsonNode.Parse((string)body["data"]!)!;
        var answers = data["AppData"]!;
        Assert.Equal("นางสาวสมหญิง ตัวอย่างดี", (string?)answers["applicantName"]);
        Assert.Equal("1988-02-29", (string?)answers["birthDate"]);
        Assert.Equal("0812345678", (string?)answers["mobile"]);
        Assert.Equal("240.5", answers["floorArea"]!.ToString());
        Assert.Equal("2032-08-15", (string?)answers["leaseEnd"]);
        Assert.Equal("2026-12-01", (string?)answers["openingDate"]);
        Assert.Equal("noodles", (string?)Assert.Single(answers["foodKinds"]!.AsArray()));
        Assert.Equal(
            1_500_000m,
            decimal.Parse(answers["capital"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.True((bool)answers["usesGas"]!);
        Assert.False((bool)answers["sellsAlcohol"]!);
        var description = JsonNode.Parse((string)body["dataDescription"]!)!;
        Assert.Equal("ร้านก๋วยเตี๋ยวตัวอย่าง", (string?)description["ที่ตั้งร้าน"]!["ชื่อร้าน"]);

        var attachments = data["ApplicationAttachments"]!.AsArray();
        Assert.Equal(4, attachments.Count);
        var plan = attachments.Single(a => (string?)a!["FileTypeCode"] == "D006")!;
        Assert.Equal(_plan.Name, (string?)plan["Name"]);
        Assert.Equal(_plan.Buffer.Length, (long)plan["FileSize"]!);
        var stored = (await Control.FilesAsync()).Single(file => (string?)file!["id"] == (string?)plan["FileId"])!;
        Assert.Equal(3, (int)stored["chunks"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_plan.Buffer)), (string?)stored["sha256"]);
    }

    private static Task WatchProgressAsync(IPage page) =>
        page.EvaluateAsync(
            """
            () => {
              window.progressSeen = [];
              new MutationObserver(() => {
                for (const bar of document.querySelectorAll("progress.file-progress"))
                  if (bar.checkVisibility()) window.progressSeen.push([bar.value, bar.max]);
              }).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
            }
            """
        );

    private async Task AssertProgressWasVisibleAsync(IPage page)
    {
        var seen = await page.EvaluateAsync<long[][]>("() => window.progressSeen");
        var between = seen.Where(s => s[1] == _plan.Buffer.Length).Select(s => s[0]).Distinct().ToList();
        Assert.Contains(between, value => value > 0 && value < _plan.Buffer.Length);
        Assert.Equal(between.Order(), between);
    }

    [GeneratedRegex(@"Audit head \d+:[0-9a-f]{64}\b")]
    private static partial Regex AuditHead();
}
