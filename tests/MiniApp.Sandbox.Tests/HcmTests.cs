using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.Sandbox.Tests;

/// <summary>HCM plays its part: section 5 of the contract.</summary>
public sealed class HcmTests
{
    private const string Root = "hcmRestApi/resources/11.13.18.05/";

    [Fact]
    public async Task AnyCall_WithoutCredentials_Is401InPlainText()
    {
        await using var sandbox = await TestSandbox.Start();

        using var response = await sandbox.Http.GetAsync(Root + "userAccounts?q=Username=wichai@example.ac.th");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Accounts_ByName_LeadToTheWorkerByItsLink()
    {
        await using var sandbox = await TestSandbox.Start();

        var worker = await WorkerAsync(sandbox, "wichai");

        var self = SelfOf(worker);
        Assert.StartsWith(sandbox.Server.BaseAddress + Root + "workers/0002", self, StringComparison.Ordinal);
        Assert.DoesNotContain((string)worker["PersonId"]!.ToString(), self, StringComparison.Ordinal);
        var names = await ReadAsync(sandbox, self + "/child/names");
        Assert.Equal("รักงาน", (string?)names["items"]![0]!["LastName"]);
    }

    [Fact]
    public async Task Patch_FromADayOn_KeepsWhatWasBefore()
    {
        await using var sandbox = await TestSandbox.Start();
        var name = await NameAsync(sandbox);

        using var response = await PatchAsync(sandbox, name, """{"LastName":"ใหม่"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var now = await NameAsync(sandbox);
        Assert.Equal(("ใหม่", "2026-11-20"), ((string?)now["LastName"], (string?)now["EffectiveStartDate"]));
        var kept = await sandbox.Control("hcm/workers");
        var rows = kept[0].GetProperty("children").GetProperty("names")[0].GetProperty("rows");
        Assert.Equal(
            ("2026-11-19", "รักงาน"),
            (rows[0].GetProperty("to").GetString(), rows[0].GetProperty("fields").GetProperty("LastName").GetString())
        );
    }

    [Fact]
    public async Task Patch_WithAnOlderTag_Is412InPlainTextAndChangesNothing()
    {
        await using var sandbox = await TestSandbox.Start();
        var name = await NameAsync(sandbox);
        using (await PatchAsync(sandbox, name, """{"LastName":"ใหม่"}""")) { }

        using var stale = await PatchAsync(sandbox, name, """{"LastName":"เก่า"}""");

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("text/plain", stale.Content.Headers.ContentType!.MediaType);
        Assert.Equal("ใหม่", (string?)(await NameAsync(sandbox))["LastName"]);
    }

    [Theory]
    [InlineData("""{"NickName":"a"}""")]
    [InlineData("""{"Title":"KHUN"}""")]
    [InlineData("""{"LastName":""}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task Patch_AgainstTheContract_Is400WithDetails(string body)
    {
        await using var sandbox = await TestSandbox.Start();

        using var response = await PatchAsync(sandbox, await NameAsync(sandbox), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.NotEmpty(error["o:errorDetails"]!.AsArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("RangeMode=UPDATE")]
    [InlineData("RangeMode=UPDATE;RangeStartDate=2569-11-20x")]
    [InlineData("RangeMode=UPDATE;RangeStartDate=1999-01-01")]
    public async Task Patch_WithoutAUsableDay_Is400(string? effective)
    {
        await using var sandbox = await TestSandbox.Start();

        using var response = await PatchAsync(sandbox, await NameAsync(sandbox), """{"LastName":"ใหม่"}""", effective);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_WorkerRouteOrParameter_IsRefused()
    {
        await using var sandbox = await TestSandbox.Start();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(sandbox, "workers/0002FF"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(sandbox, "nothing"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(sandbox, "workers?q=PersonId=1&expand=all"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await StatusAsync(sandbox, "workers?q=PersonId=1;DateOfBirth=2000-01-01")
        );
    }

    [Fact]
    public async Task Token_ForClientCredentials_OpensTheSame()
    {
        await using var sandbox = await TestSandbox.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.Server.HcmTokenUrl)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = Basic(SandboxServer.HcmClientId, sandbox.Server.HcmClientSecret);
        using var answer = await sandbox.Http.SendAsync(request);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();

        using var call = Call(HttpMethod.Get, Root + "userAccounts?q=Username=nobody");
        call.Headers.Authorization = new("Bearer", token);
        using var response = await sandbox.Http.SendAsync(call);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task State_AfterARestart_IsStillThere()
    {
        await using var sandbox = await TestSandbox.Start();
        using (await PatchAsync(sandbox, await NameAsync(sandbox), """{"LastName":"ใหม่"}""")) { }

        await sandbox.Restart();

        Assert.Equal("ใหม่", (string?)(await NameAsync(sandbox))["LastName"]);
    }

    private static async Task<JsonNode> NameAsync(TestSandbox sandbox)
    {
        var self = SelfOf(await WorkerAsync(sandbox, "wichai"));
        return (await ReadAsync(sandbox, self + "/child/names"))["items"]![0]!;
    }

    private static async Task<JsonNode> WorkerAsync(TestSandbox sandbox, string id)
    {
        var account = await ReadAsync(sandbox, Root + $"userAccounts?q=Username={id}@example.ac.th");
        var person = account["items"]![0]!["PersonId"];
        return (await ReadAsync(sandbox, Root + $"workers?q=PersonId={person}"))["items"]![0]!;
    }

    private static async Task<JsonNode> ReadAsync(TestSandbox sandbox, string url)
    {
        using var request = Call(HttpMethod.Get, url);
        request.Headers.Authorization = Basic(SandboxServer.HcmUsername, sandbox.Server.HcmPassword);
        using var response = await sandbox.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestSandbox sandbox, string path)
    {
        using var request = Call(HttpMethod.Get, Root + path);
        request.Headers.Authorization = Basic(SandboxServer.HcmUsername, sandbox.Server.HcmPassword);
        using var response = await sandbox.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> PatchAsync(
        TestSandbox sandbox,
        JsonNode item,
        string body,
        string? effective = "RangeMode=UPDATE;RangeStartDate=2026-11-20"
    )
    {
        using var request = Call(HttpMethod.Patch, SelfOf(item));
        request.Headers.Authorization = Basic(SandboxServer.HcmUsername, sandbox.Server.HcmPassword);
        if (effective is not null)
        {
            request.Headers.Add("Effective-Of", effective);
        }
        request.Headers.Add("If-Match", $"\"{item["links"]![0]!["properties"]!["changeIndicator"]}\"");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await sandbox.Http.SendAsync(request);
    }

    private static string SelfOf(JsonNode item) => (string)item["links"]![0]!["href"]!;

    private static HttpRequestMessage Call(HttpMethod method, string url)
    {
        var request = new HttpRequestMessage(method, new Uri(url, UriKind.RelativeOrAbsolute));
        request.Headers.Add("REST-Framework-Version", "4");
        return request;
    }

    private static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
