using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Access;

/// <summary>Somebody else's draft looks exactly like one that does not exist.</summary>
public sealed class ForeignDraftTests(WebSystem web) : WebTest(web)
{
    public static readonly TheoryData<string> Pages =
    [
        "",
        "/steps/applicant",
        "/steps/documents",
        "/steps/nosuchstep",
        "/check",
        "/confirm",
        "/confirm?revision=0",
        "/receipt",
        "/history",
        "/delete",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAnothersDraft_IsTheSameAsOfNone(string page)
    {
        var owner = await SignInAsync("somying");
        var other = await SignInAsync("mana");

        var foreign = await PageAsync(other.Browser, owner.DraftId, page);
        var none = await PageAsync(other.Browser, Guid.NewGuid(), page);

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal(none, foreign);
        Assert.Contains("class=\"state\"", foreign.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-a-guid")]
    [InlineData("%00")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("'%20or%201=1--")]
    public async Task Page_OfADraftIdThatIsNone_Is404(string id)
    {
        var visitor = await SignInAsync("mana");

        using var response = await visitor.Browser.GetAsync($"/drafts/{id}/check");

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
    }

    [Fact]
    public async Task UploadCalls_OnAnothersDraftOrFile_AreTheSameAsOnNone()
    {
        var owner = await SignInAsync("somying");
        var file = await UploadClient.BeginAsync(owner, "photos", "photo.jpg", 10);
        using (var sent = await file.SendAsync(0, new byte[10]))
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var other = await SignInAsync("mana");

        foreach (var method in (string[])["POST", "PUT", "GET", "DELETE"])
        {
            var foreign = await CallAsync(other, method, owner.DraftId, file.Id);
            var none = await CallAsync(other, method, Guid.NewGuid(), Guid.NewGuid());
            Assert.Equal(none, foreign);
            Assert.InRange((int)none.Status, 400, 499);
            if (method is "POST")
                continue;
            var smuggled = await CallAsync(other, method, other.DraftId, file.Id);
            Assert.Equal(await CallAsync(other, method, other.DraftId, Guid.NewGuid()), smuggled);
        }

        // Nothing happened to it.
        using var still = await owner.CallAsync(HttpMethod.Get, file.Url);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Html)> PageAsync(
        PlainBrowser browser,
        Guid draft,
        string page
    )
    {
        using var response = await browser.GetAsync($"/drafts/{draft}{page}");
        var html = await response.Content.ReadAsStringAsync();
        // What is encrypted anew for every page says nothing.
        const string Fresh = "<!--Blazor-.*?-->|name=\"__RequestVerificationToken\" value=\"[^\"]*\"";
        html = Regex.Replace(html, Fresh, "", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
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
