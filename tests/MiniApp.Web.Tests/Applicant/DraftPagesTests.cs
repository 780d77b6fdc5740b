using System.Net;
using System.Text.RegularExpressions;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Applicant;

/// <summary>A draft's history and its deletion, over HTTP and without scripts.</summary>
public sealed partial class DraftPagesTests(WebSystem web) : WebTest(web)
{
    [Fact]
    public async Task History_NewDraft_ShowsHowItBegan()
    {
        var visitor = await SignInAsync("somying");

        var html = await HtmlAsync(visitor, $"/drafts/{visitor.DraftId}/history");

        Assert.Contains("เริ่มคำขอ พร้อมข้อมูลที่ภาครัฐมีอยู่แล้ว", html, StringComparison.Ordinal);
        Assert.Contains("ตรงกับร่างปัจจุบัน", html, StringComparison.Ordinal);
        Assert.DoesNotContain("restore-", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Confirmed_TheDraftIsGoneAndSoIsItsPlaceInTheList()
    {
        var visitor = await SignInAsync("chujai");
        var address = $"/drafts/{visitor.DraftId}/delete";
        var html = await HtmlAsync(visitor, address);

        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([
                new("_handler", "delete"),
                new("__RequestVerificationToken", PlainBrowser.AntiforgeryTokenOf(html)),
            ]),
        };
        using var deleted = await visitor.Browser.SendAsync(request);

        Assert.Equal(302, (int)deleted.StatusCode);
        Assert.EndsWith(
            $"/forms/{FormCode}/start?deleted=true",
            deleted.Headers.Location!.ToString(),
            StringComparison.Ordinal
        );
        var start = await HtmlAsync(visitor, $"/forms/{FormCode}/start?deleted=true");
        Assert.Contains("ลบร่างเรียบร้อยแล้ว", start, StringComparison.Ordinal);
        Assert.DoesNotContain(visitor.DraftId.ToString(), start, StringComparison.Ordinal);
        using var gone = await visitor.Browser.GetAsync($"/drafts/{visitor.DraftId}/check");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Delete_WithoutItsToken_DeletesNothing()
    {
        var visitor = await SignInAsync("chujai");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/drafts/{visitor.DraftId}/delete")
        {
            Content = new FormUrlEncodedContent([new("_handler", "delete")]),
        };
        using var refused = await visitor.Browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var still = await visitor.Browser.GetAsync($"/drafts/{visitor.DraftId}/history");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Start_WithDrafts_TellsThemApartByProgress()
    {
        var visitor = await SignInAsync("mana");

        var html = await HtmlAsync(visitor, $"/forms/{FormCode}/start");

        Assert.Contains($"/drafts/{visitor.DraftId}/delete", html, StringComparison.Ordinal);
        Assert.Matches(AtStep(), html);
    }

    private static async Task<string> HtmlAsync(Visitor visitor, string address)
    {
        using var response = await visitor.Browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("ขั้นตอนที่ 1 จาก \\d", RegexOptions.NonBacktracking)]
    private static partial Regex AtStep();
}
