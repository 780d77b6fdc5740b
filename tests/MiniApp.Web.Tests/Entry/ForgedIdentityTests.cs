using System.Net;

namespace MiniApp.Web.Tests.Entry;

/// <summary>
/// A link has no MAC. Whoever gets a link of their own, and the key or enough patience, can put another person's number
/// beside a token that works.
/// </summary>
public sealed class ForgedIdentityTests(WebSystem web) : WebTest(web)
{
    private static readonly object[] ProfileAway =
    [
        new { route = "POST /bizportal/api/DataProvider/ProfileV7", kind = "outage" },
    ];

    [Fact]
    public async Task Entry_OwnTokenWithAnothersIdentity_GetsNoSession()
    {
        var victim = await SignInAsync("somying");
        var attacker = NewBrowser();

        using var entered = await attacker.GetAsync(await ForgedAsync("mana", "somying"));
        using var draft = await attacker.GetAsync($"/drafts/{victim.DraftId}");

        Assert.Equal(HttpStatusCode.BadRequest, entered.StatusCode);
        Assert.False(entered.Headers.Contains("Set-Cookie"));
        Assert.Equal("/session-over", draft.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Entry_OwnTokenWithAnothersIdentityWhileProfilesAreAway_SeesNothingOfTheVictim()
    {
        var victim = await SignInAsync("somying");
        var attacker = NewBrowser();
        await Control.SetFaultsAsync(ProfileAway);

        using var entered = await attacker.GetAsync(await ForgedAsync("mana", "somying"));
        // A new draft may be begun; it knows only the number that the forger already knew.
        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        var own = WebTest.DraftId().Match(entered.Headers.Location!.ToString()).Value;
        Assert.NotEqual(victim.DraftId.ToString(), own);
        using var foreign = await attacker.GetAsync($"/drafts/{victim.DraftId}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var list = await attacker.GetAsync("/forms/mna005a/start");
        Assert.DoesNotContain(
            victim.DraftId.ToString(),
            await list.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        // Once Biz Portal answers again it says no, and the session is over.
        await Control.ClearFaultsAsync();
        using var again = await attacker.GetAsync("/forms/mna005a");
        using var after = await attacker.GetAsync($"/drafts/{own}");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal("/session-over", after.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Entry_ForgedIdentityWhileProfilesAreAway_CanSendNothingInTheVictimsName()
    {
        var attacker = NewBrowser();
        await Control.SetFaultsAsync(ProfileAway);
        using var entered = await attacker.GetAsync(await ForgedAsync("mana", "chujai"));
        var visitor = await BeginAsync(attacker);
        await Control.ClearFaultsAsync();
        var filesBefore = (await Control.FilesAsync()).Count;

        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);
        using var sent = await upload.SendAsync(0, new byte[10]);

        Assert.Equal(HttpStatusCode.Unauthorized, sent.StatusCode);
        Assert.Equal(filesBefore, (await Control.FilesAsync()).Count);
    }

    [Fact]
    public async Task Entry_HonestPersonWhileProfilesAreAway_KeepsWhatWasBegunOnceConfirmed()
    {
        var earlier = await SignInAsync("piti");
        var browser = NewBrowser();
        var link = await Control.LinkAsync("piti");
        await Control.SetFaultsAsync(ProfileAway);
        using var entered = await browser.GetAsync(link.Url);
        var begun = WebTest.DraftId().Match(entered.Headers.Location!.ToString()).Value;
        using var hidden = await browser.GetAsync($"/drafts/{earlier.DraftId}");

        await Control.ClearFaultsAsync();
        // The used link in the same browser resumes the session, now with everything of the person.
        using var again = await browser.GetAsync(link.Url);
        using var older = await browser.GetAsync($"/drafts/{earlier.DraftId}");
        using var kept = await browser.GetAsync($"/drafts/{begun}");
        // And the person has it on their other devices too.
        using var elsewhere = await earlier.Browser.GetAsync($"/drafts/{begun}");

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal(HttpStatusCode.Found, older.StatusCode);
        Assert.Equal(HttpStatusCode.Found, kept.StatusCode);
        Assert.Equal(HttpStatusCode.Found, elsewhere.StatusCode);
    }

    /// <summary>Their page comes back to the draft they were at, not to a link: that must not be "not found" for good.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_OfAnEarlierDraftOnceProfilesAreBack_FindsIt(bool confirmedByAnotherCall)
    {
        var earlier = await SignInAsync("piti");
        var browser = NewBrowser();
        var link = await Control.LinkAsync("piti");
        await Control.SetFaultsAsync(ProfileAway);
        using var entered = await browser.GetAsync(link.Url);
        using var hidden = await browser.GetAsync($"/drafts/{earlier.DraftId}");

        await Control.ClearFaultsAsync();
        if (confirmedByAnotherCall)
        {
            var upload = await UploadClient.BeginAsync(await BeginAsync(browser), "photos", "photo.jpg", 10);
            using var sent = await upload.SendAsync(0, new byte[10]);
        }
        using var found = await browser.GetAsync($"/drafts/{earlier.DraftId}");

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.Found, found.StatusCode);
        Assert.Contains($"/drafts/{earlier.DraftId}/", found.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_FreshLinkAfterAnUnconfirmedSession_TakesItsDraftAlong()
    {
        var browser = NewBrowser();
        await Control.SetFaultsAsync(ProfileAway);
        using var entered = await browser.GetAsync((await Control.LinkAsync("wira")).Url);
        var begun = WebTest.DraftId().Match(entered.Headers.Location!.ToString()).Value;
        await Control.ClearFaultsAsync();

        using var fresh = await browser.GetAsync((await Control.LinkAsync("wira")).Url);
        using var kept = await browser.GetAsync($"/drafts/{begun}");

        Assert.Equal(HttpStatusCode.Found, fresh.StatusCode);
        Assert.EndsWith(
            $"/drafts/{begun}/steps/applicant",
            kept.Headers.Location?.ToString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>A link with a fresh token of one person and the identity of another.</summary>
    private async Task<string> ForgedAsync(string tokenOf, string identityOf)
    {
        var plain = Links.Plain(System, await Control.LinkAsync(tokenOf));
        var forged = plain.Replace(
            await Control.IdentityOfAsync(tokenOf),
            await Control.IdentityOfAsync(identityOf),
            StringComparison.Ordinal
        );
        Assert.NotEqual(plain, forged);
        return Links.Url(Links.Encrypt(System, forged));
    }
}
