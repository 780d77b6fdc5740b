using System.Net;
using System.Text.Json.Nodes;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Operation;

/// <summary>Even at the most talkative setting, the log holds nothing that opens a door or names a person.</summary>
public sealed class LogTests(WebSystem web) : WebTest(web)
{
    [Fact]
    public async Task Log_OfEntriesUploadsAndFaults_HoldsNoSecretAndNobody()
    {
        var secrets = new List<string> { System.Sandbox.LinkKey, System.Sandbox.LinkIv };
        secrets.AddRange(System.Sandbox.ApplicationKeys.Values);
        foreach (var persona in await Control.PersonasAsync())
            AddPersona(secrets, persona!.AsObject());
        var link = await Control.LinkAsync("somying");
        AddLink(secrets, link);

        var browser = NewBrowser();
        using (await browser.GetAsync(link.Url)) { }
        using (await NewBrowser().GetAsync(link.Url)) { }
        var visitor = await BeginAsync(browser);
        secrets.AddRange(browser.Cookies.Values);
        secrets.Add(visitor.Antiforgery);
        await UploadAsync(visitor, secrets);
        await FailAsync(visitor, secrets);
        foreach (var page in (string[])["", "/steps/applicant", "/check", "/confirm?revision=0", "/receipt"])
        {
            using (await browser.GetAsync($"/drafts/{visitor.DraftId}{page}")) { }
        }

        var log = Portal.Log;
        // There is a log, and it is at work.
        Assert.Contains("chunk 0 not taken", log, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.True(secret.Length > 3, $"'{secret}' is too short to look for."));
        var found = secrets.Where(secret => log.Contains(secret, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.True(found.Count == 0, $"In the log: {string.Join(", ", found)}");
        Assert.DoesNotContain("?q=", log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task UploadAsync(Visitor visitor, List<string> secrets)
    {
        const string Name = "บัตรประชาชนของสมหญิง-0d9f.jpg";
        secrets.Add(Name);
        secrets.Add(Uri.EscapeDataString(Name));
        var upload = await UploadClient.BeginAsync(visitor, "photos", Name, 10);
        using (await upload.SendAsync(0, new byte[10])) { }
        using (await visitor.CallAsync(HttpMethod.Get, upload.Url)) { }
        using (await visitor.AnnounceAsync(new StringContent("{\"name\": \"" + Name, null, "application/json"))) { }
    }

    private async Task FailAsync(Visitor visitor, List<string> secrets)
    {
        foreach (var kind in (string[])["outage", "garbage", "drop-reply", "reset", "envelope"])
        {
            await Control.SetFaultsAsync(new { route = "", kind });
            var link = await Control.LinkAsync("mana");
            AddLink(secrets, link);
            using (await NewBrowser().GetAsync(link.Url)) { }
            await Control.ClearFaultsAsync();
            await Control.SetFaultsAsync(new { route = "POST /bizportal/api/DataProvider", kind });
            var second = await Control.LinkAsync("mana");
            AddLink(secrets, second);
            using (await NewBrowser().GetAsync(second.Url)) { }
            await Control.SetFaultsAsync(new { route = "POST /bizportal/api/File", kind });
            var upload = await UploadClient.BeginAsync(visitor, "floorPlan", "ลับ-77ab.pdf", 10);
            using (var failed = await upload.SendAsync(0, new byte[10]))
                Assert.NotEqual(HttpStatusCode.InternalServerError, failed.StatusCode);
            await Control.ClearFaultsAsync();
            using (await visitor.CallAsync(HttpMethod.Delete, upload.Url)) { }
        }
        secrets.Add("ลับ-77ab");
    }

    private static void AddPersona(List<string> secrets, JsonObject persona)
    {
        foreach (var name in (string[])["identityId", "mobileNumber", "name"])
            if ((string?)persona[name] is { Length: > 0 } value)
                secrets.Add(value);
        if ((string?)persona["profile"]?["email"] is { } email)
            secrets.Add(email);
    }

    private static void AddLink(List<string> secrets, SandboxLink link)
    {
        secrets.Add(link.Token);
        secrets.Add(Links.Q(link)[..40]);
        secrets.Add(Uri.EscapeDataString(Links.Q(link))[..40]);
    }
}
