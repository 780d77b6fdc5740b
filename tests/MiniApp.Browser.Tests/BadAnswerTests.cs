using System.Text.Json.Nodes;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class BadAnswerTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "chujai";
    private const string Script = "<script>alert(1)</script>\"'<img src=x onerror=alert(2)>";

    [Fact]
    public async Task Steps_SentEmpty_NameEachProblemAndLeadToIt()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync("samakhom");
        await applicant.AtStepAsync("applicant");
        await Stage.OpenAllStepsAsync();
        foreach (var step in TestForm.Steps)
        {
            await applicant.Page.GotoAsync(applicant.Page.Url[..applicant.Page.Url.LastIndexOf('/')] + "/" + step);
            await applicant.AtStepAsync(step);
            await applicant.NextAsync();
            await Expect(applicant.Summary).ToBeFocusedAsync();
            var lines = applicant.Summary.Locator("a");
            var count = await lines.CountAsync();
            Assert.True(count > 0, step);
            for (var line = 0; line < count; line++)
            {
                await lines.Nth(line).ClickAsync();
                var target = new Uri(await lines.Nth(line).EvaluateAsync<string>("a => a.href")).Fragment[1..];
                var focused = await applicant.Page.EvaluateAsync<bool>(
                    "id => { const t = document.getElementById(id); return !!t && document.activeElement !== document.body && (t === document.activeElement || t.contains(document.activeElement)); }",
                    target
                );
                Assert.True(focused, $"{step}: {target}");
            }
        }
    }

    [Fact]
    public async Task TextFields_WithMarkup_ShowItAsTextEverywhere()
    {
        var draft = new PreparedDraft(Stage, Persona)
            .With("applicantName", Script)
            .With("placeName", Script)
            .With("otherFood", Script)
            .With("foodKinds", new JsonArray("other"))
            .With("wasteHandling", Script);
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync(Persona, await draft.SaveAsync());
        await applicant.AtStepAsync("documents");
        await applicant.Page.GotoAsync(applicant.Page.Url.Replace("documents", "place", StringComparison.Ordinal));
        await applicant.AtStepAsync("place");
        await applicant.TypeAsync("placeName", Script + "2");
        await applicant.TypeAsync("placeAddress-detail", Script);
        await applicant.GoOnToAsync("business");
        await Expect(applicant.Control("wasteHandling")).ToHaveValueAsync(Script);
        await applicant.GoOnToAsync("documents");
        await applicant.GoToCheckAsync();
        await Expect(applicant.Page.GetByText(Script, new() { Exact = true })).ToHaveCountAsync(3);
        await Expect(applicant.Page.GetByText(Script + "2")).ToBeVisibleAsync();
        await applicant.ConfirmAsync(Persona);

        await Expect(applicant.Page.GetByText(Script + "2")).ToBeVisibleAsync();
        Assert.Equal(0, await applicant.Page.Locator("main script, main img:not([src^='/drafts/'])").CountAsync());
        Assert.Empty(applicant.Dialogs);
        Assert.Empty(applicant.Console);
        var request = Assert.Single(await Control.RequestsAsync())!;
        Assert.Equal(Script + "2", (string?)request["data"]!["AppData"]!["placeName"]);
    }

    [Fact]
    public async Task Answers_TooLongOrUnreadable_AreNamedInPlaceAndCanBeMended()
    {
        var applicant = await ApplicantAsync(Device.Desktop with { Thai = false });
        await applicant.ComeAsync(Persona, await new PreparedDraft(Stage, Persona).SaveAsync());
        await applicant.AtStepAsync("documents");
        var steps = applicant.Page.Url[..^"documents".Length];

        await applicant.Page.GotoAsync(steps + "applicant");
        await applicant.AtStepAsync("applicant");
        await FillAndExpectProblemsAsync(
            applicant,
            new()
            {
                ["nationalId"] = "123",
                ["birthDate"] = "31 กุมภาพันธ์ 2530",
                ["mobile"] = "12345",
                ["email"] = "somebody at home",
            }
        );
        await applicant.TypeAsync("homeAddress-detail", new string('ข', 301));
        await applicant.NextAsync();
        await Expect(applicant.Problem("homeAddress-detail")).ToContainTextAsync("300");

        // The browser itself stops at the limit of a text.
        await applicant.TypeAsync("applicantName", new string('ก', 151));
        await Expect(applicant.Control("applicantName")).ToHaveValueAsync(new string('ก', 150));
        await applicant.TypeAsync("mobile", "๐๘๑ ๒๓๔ ๕๖๗๘");
        await applicant.TypeAsync("nationalId", "๑๘๓๙๙๐๐๐๐๔๐๔๔");
        await applicant.TypeAsync("birthDate", "๒๙ ก.พ. ๒๕๓๑");
        await applicant.TypeAsync("email", "");
        await applicant.TypeAsync("homeAddress-detail", "1");
        await applicant.GoOnToAsync("place");

        await FillAndExpectProblemsAsync(applicant, new() { ["floorArea"] = "-5", ["placePhone"] = "123" });
        await applicant.Page.GotoAsync(steps + "business");
        await applicant.AtStepAsync("business");
        await FillAndExpectProblemsAsync(
            applicant,
            new()
            {
                ["openingDate"] = "พรุ่งนี้",
                ["seats"] = "2.5",
                ["staff"] = "-1",
                ["capital"] = "1e400",
            }
        );
        Assert.Empty(applicant.Console);
    }

    private static async Task FillAndExpectProblemsAsync(Applicant applicant, Dictionary<string, string> answers)
    {
        foreach (var (id, text) in answers)
            await applicant.TypeAsync(id, text);
        await applicant.NextAsync();
        foreach (var (id, text) in answers)
        {
            await Expect(applicant.Problem(id)).ToHaveCountAsync(1);
            await Expect(applicant.Problem(id)).ToContainTextAsync(TestForm.Label(id, thai: false));
            // What was typed stays, so that it can be mended.
            await Expect(applicant.Control(id)).ToHaveValueAsync(text);
        }
    }
}
