using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MiniApp.TestKit;
using MiniApp.Web.Tests.Access;
using Npgsql;

namespace MiniApp.Web.Tests.MyRequests;

/// <summary>What somebody who came by ONE ID may do with drafts, their own and others'.</summary>
public sealed class WithoutLinkTests(WebSystem web) : OneIdTest(web)
{
    public static TheoryData<string> Pages => ForeignDraftTests.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAnothersDraft_IsTheSameAsOfNone(string page)
    {
        var owner = await SignInAsync("somying");
        var other = await SignInByOneIdAsync(Mana);

        var foreign = await LookAsync(other, owner.DraftId, page);

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal(await LookAsync(other, Guid.NewGuid(), page), foreign);
    }

    [Fact]
    public async Task List_OfOnePerson_ShowsNothingOfAnother()
    {
        var owner = await SignInAsync("somying");

        var list = await HtmlAsync(await SignInByOneIdAsync(Mana), "/me");

        Assert.DoesNotContain(owner.DraftId.ToString(), list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delete", "delete")]
    [InlineData("history", "restore")]
    public async Task Form_OnAnothersDraft_DoesNothing(string page, string handler)
    {
        var owner = await SignInAsync("somying");
        var other = await SignInByOneIdAsync(Mana);
        var token = PlainBrowser.AntiforgeryTokenOf(await HtmlAsync(other, "/me"));
        if (handler == "restore")
            handler = $"restore-{await VersionOfAsync(owner.DraftId)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/drafts/{owner.DraftId}/{page}")
        {
            Content = new FormUrlEncodedContent([new("_handler", handler), new("__RequestVerificationToken", token)]),
        };

        using var response = await other.SendAsync(request);

        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Contains(
            $"data-draft=\"{owner.DraftId}\"",
            await HtmlAsync(owner.Browser, "/me"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UploadCalls_OnAnothersDraftOrFile_AreTheSameAsOnNone()
    {
        var owner = await SignInAsync("somying");
        var file = await UploadClient.BeginAsync(owner, "photos", "photo.jpg", 10);
        using (await file.SendAsync(0, new byte[10])) { }
        var browser = await SignInByOneIdAsync(Mana);
        var other = await VisitorAsync(browser, Guid.NewGuid());

        foreach (var method in (string[])["POST", "PUT", "GET", "DELETE"])
        {
            var foreign = await CallAsync(other, method, owner.DraftId, file.Id);
            Assert.Equal(await CallAsync(other, method, Guid.NewGuid(), Guid.NewGuid()), foreign);
            Assert.InRange((int)foreign.Status, 400, 499);
        }

        using var still = await owner.CallAsync(HttpMethod.Get, file.Url);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task UploadCalls_OnTheOwnDraft_SayThatALinkIsNeeded()
    {
        var owner = await SignInAsync("somying");
        var file = await UploadClient.BeginAsync(owner, "photos", "photo.jpg", 10);
        using (await file.SendAsync(0, new byte[10])) { }
        var self = await VisitorAsync(await SignInByOneIdAsync(Somying), owner.DraftId);

        var begun = await CallAsync(self, "POST", owner.DraftId, file.Id);
        var fetched = await CallAsync(self, "GET", owner.DraftId, file.Id);

        Assert.Equal(
            (HttpStatusCode.Forbidden, "NeedsLink"),
            (begun.Status, (string?)JsonNode.Parse(begun.Body)!["reason"])
        );
        Assert.Equal(HttpStatusCode.Unauthorized, fetched.Status);
    }

    [Fact]
    public async Task StepsAndCheck_OfTheOwnDraft_SayHowToGoOnFromBizPortal()
    {
        var owner = await SignInAsync("somying");
        var browser = await SignInByOneIdAsync(Somying);

        var step = await HtmlAsync(browser, $"/drafts/{owner.DraftId}/steps/applicant");

        const string Notice = "data-link-needed";
        Assert.Contains(Notice, step, StringComparison.Ordinal);
        var byLink = await HtmlAsync(owner.Browser, $"/drafts/{owner.DraftId}/steps/applicant");
        Assert.DoesNotContain(Notice, byLink, StringComparison.Ordinal);
        // Confirming leads back to where that is said, or further back as long as the form is not filled in.
        using var confirm = await browser.GetAsync($"/drafts/{owner.DraftId}/confirm?revision=0");
        Assert.Equal(HttpStatusCode.Found, confirm.StatusCode);
        Assert.DoesNotContain("/confirm", confirm.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutALink_BeginsNothing()
    {
        await SignInAsync("somying");
        var browser = await SignInByOneIdAsync(Somying);
        var before = await HtmlAsync(browser, "/me");

        Assert.DoesNotContain(
            "value=\"start\"",
            await HtmlAsync(browser, $"/forms/{FormCode}/start"),
            StringComparison.Ordinal
        );
        using var _ = (await PostAsync(browser, $"/forms/{FormCode}/start", "start")).Response;

        Assert.Equal(Count(before), Count(await HtmlAsync(browser, "/me")));

        static int Count(string html) => html.Split("data-draft=").Length;
    }

    [Fact]
    public async Task Delete_OfTheOwnDraft_LeadsBackToTheList()
    {
        var owner = await SignInAsync("somying");
        var browser = await SignInByOneIdAsync(Somying);

        var (response, _) = await PostAsync(browser, $"/drafts/{owner.DraftId}/delete", "delete");

        IsRedirect("/me?deleted=true", response);
        Assert.DoesNotContain(owner.DraftId.ToString(), await HtmlAsync(browser, "/me"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithAnUploadThatWasCutOff_NamesTheFile()
    {
        var owner = await SignInAsync("somying");
        await UploadClient.BeginAsync(owner, "photos", "ภาพหน้าร้าน.jpg", 10);

        var list = await HtmlAsync(await SignInByOneIdAsync(Somying), "/me");

        Assert.Contains("ภาพหน้าร้าน.jpg", WebUtility.HtmlDecode(list), StringComparison.Ordinal);
    }

    private async Task<long> VersionOfAsync(Guid draftId)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var version = database.CreateCommand("select min(id) from draft_versions where draft_id = $1");
        version.Parameters.Add(new() { Value = draftId });
        return (long)(await version.ExecuteScalarAsync())!;
    }

    private static async Task<Visitor> VisitorAsync(PlainBrowser browser, Guid draftId) =>
        new(browser, draftId, PlainBrowser.AntiforgeryTokenOf(await HtmlAsync(browser, "/me")));

    private static async Task<(HttpStatusCode Status, string Html)> LookAsync(
        PlainBrowser browser,
        Guid draft,
        string page
    )
    {
        using var response = await browser.GetAsync($"/drafts/{draft}{page}");
        var html = Steady(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, html.Replace(draft.ToString(), "ID", StringComparison.Ordinal));
    }

    private static async Task<(HttpStatusCode Status, string Body)> CallAsync(
        Visitor visitor,
        string method,
        Guid draft,
        Guid upload
    )
    {
        var uploads = $"/drafts/{draft}/uploads";
        using var response = method switch
        {
            "POST" => await visitor.CallAsync(
                HttpMethod.Post,
                uploads,
                JsonContent.Create(
                    new
                    {
                        fieldId = "photos",
                        name = "a.jpg",
                        size = 10,
                    }
                )
            ),
            "PUT" => await visitor.CallAsync(
                HttpMethod.Put,
                $"{uploads}/{upload}/chunks/0",
                new ByteArrayContent(new byte[10])
            ),
            _ => await visitor.CallAsync(new HttpMethod(method), $"{uploads}/{upload}"),
        };
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
