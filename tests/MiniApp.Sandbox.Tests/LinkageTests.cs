using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox.Tests;

/// <summary>The government data exchange plays its part: section 3 of the contract.</summary>
public sealed class LinkageTests : IAsyncLifetime
{
    private const string Link = "ws/dopa/linkage/v1/link?OfficeID=00023&Version=01&ServiceID=";

    private static readonly string Agent = ThaiDPeople.ById("suda")!.NationalId;

    private TestSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.Start();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("AgentNotAvailable", null)]
    [InlineData("AgentAvailable", null)]
    [InlineData("CitizenAvailable", "somying")]
    public async Task Permission_EachState_NamesWhoseCardsAreIn(string state, string? citizen)
    {
        await ReaderAsync(state, citizen);

        var answer = await PermissionAsync();

        Assert.Equal(state, (string?)answer["SessionState"]);
        Assert.Equal(state == "AgentNotAvailable" ? "0000000000000" : Agent, (string?)answer["AgentID"]);
        Assert.Equal(citizen is null ? "0000000000000" : IdOf(citizen), (string?)answer["CitizenID"]);
    }

    [Fact]
    public async Task Permission_InTheBeginning_OnlyTheFirstAdministratorHasLoggedIn()
    {
        var readers = (await _sandbox.Control("linkage/readers")).EnumerateArray().ToList();

        var ready = Assert.Single(readers, reader => reader.GetProperty("state").GetString() != "AgentNotAvailable");
        Assert.Equal(ThaiDPeople.FirstAdministrator, ready.GetProperty("agent").GetString());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Token_ForAWrongKeyOrSecret_Is401(bool key, bool secret)
    {
        using var response = await ValidateAsync(key ? "wrong" : null, secret ? "wrong" : null);

        Assert.Equal((HttpStatusCode.Unauthorized, "90010"), await ErrorAsync(response));
    }

    [Fact]
    public async Task Data_BeforeTheOfficerLogsIn_Is90001InBothDatabases()
    {
        var token = await TokenAsync();

        using var central = await GetAsync(token, "001", "somying");
        using var agency = await PostAsync(token, "001", new { CitizenID = IdOf("somying") });

        Assert.Equal((HttpStatusCode.BadRequest, "90001"), await ErrorAsync(central));
        Assert.Equal((HttpStatusCode.BadRequest, "90001"), await ErrorAsync(agency));
    }

    [Fact]
    public async Task Person_FromEitherDatabase_IsTheSameButForTheKindOfTheDate()
    {
        await ReaderAsync("AgentAvailable");
        var token = await TokenAsync();

        using var central = await GetAsync(token, "001", "wira");
        using var agency = await PostAsync(token, "001", new { CitizenID = IdOf("wira") });

        var (first, second) = (await JsonAsync(central), await JsonAsync(agency));
        Assert.Equal(
            (JsonValueKind.Number, JsonValueKind.String),
            (first["dateOfBirth"]!.GetValueKind(), second["dateOfBirth"]!.GetValueKind())
        );
        Assert.Equal(("25440000", "25440000"), (first["dateOfBirth"]!.ToString(), second["dateOfBirth"]!.ToString()));
        Assert.Equal("ไร้เบอร์", (string?)first["lastName"]);
        Assert.Equal((string?)first["lastName"], (string?)second["lastName"]);
    }

    [Theory]
    [InlineData("somying", 0, "ตัวอย่างดี")]
    [InlineData("mana", 1, "สมมติชน")]
    [InlineData("piti", 0, "ทดลองใหม่")]
    [InlineData("chujai", 2, null)]
    public async Task Person_OfThePersonas_IsAliveDeadChangedOrMissing(string persona, int status, string? lastName)
    {
        await ReaderAsync("AgentAvailable");

        using var response = await GetAsync(await TokenAsync(), "001", persona);

        var person = await JsonAsync(response);
        Assert.Equal((status, lastName), ((int?)person["statusOfPersonCode"], (string?)person["lastName"]));
    }

    [Fact]
    public async Task House_OfSomebodyKnown_HasItsPartsAndOfNobodyIs404()
    {
        await ReaderAsync("AgentAvailable");
        var token = await TokenAsync();

        using var known = await GetAsync(token, "008", "somying");
        using var unknown = await GetAsync(token, "008", "chujai");

        var house = await JsonAsync(known);
        Assert.Equal(
            ("99/9", 14, "สุเทพ"),
            ((string?)house["houseNo"], (int?)house["villageNo"], (string?)house["subdistrictDesc"])
        );
        Assert.Equal((HttpStatusCode.NotFound, "90404"), await ErrorAsync(unknown));
    }

    [Fact]
    public async Task Token_UsedNowAndThen_LivesOnAndEndsAfterAnHourWithoutACall()
    {
        await ReaderAsync("AgentAvailable");
        var token = await TokenAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            _sandbox.Clock.Advance(TimeSpan.FromMinutes(59));
            using var alive = await GetAsync(token, "001", "somying");
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(60));

        using var dead = await GetAsync(token, "001", "somying");

        Assert.Equal((HttpStatusCode.Unauthorized, "90011"), await ErrorAsync(dead));
    }

    [Fact]
    public async Task Data_ByTheCitizensRight_NeedsThatCitizensCard()
    {
        await ControlAsync("right", new { right = "citizen" });
        var token = await TokenAsync();
        await ReaderAsync("CitizenAvailable", "mana");
        using var other = await GetAsync(token, "001", "somying");
        await ReaderAsync("CitizenAvailable", "somying");
        using var own = await GetAsync(token, "001", "somying");

        Assert.Equal((HttpStatusCode.Forbidden, "90002"), await ErrorAsync(other));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Theory]
    [InlineData("ws/dopa/linkage/v1/link?OfficeID=00023&Version=01&ServiceID=001")]
    [InlineData("ws/dopa/linkage/v1/link?OfficeID=00023&Version=01&ServiceID=001&CitizenID=1&Extra=1")]
    [InlineData("ws/dopa/linkage/v1/link?OfficeID=00023&Version=01&ServiceID=001&CitizenID=12")]
    [InlineData("ws/dopa/linkage/v1/link?OfficeID=00001&Version=01&ServiceID=001&CitizenID=1509900001013")]
    [InlineData("ws/dopa/linkage/v1/link?OfficeID=00023&Version=01&ServiceID=009&CitizenID=1509900001013")]
    [InlineData("ws/dopa/linkage/v2/link")]
    public async Task Breach_OfTheContract_Is400WithAMessage(string path)
    {
        await ReaderAsync("AgentAvailable");
        using var request = Call(HttpMethod.Get, path, await TokenAsync());

        using var response = await _sandbox.Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, "90400"), await ErrorAsync(response));
    }

    [Theory]
    [InlineData("""{"agent":"suda","state":"CitizenAvailable"}""")]
    [InlineData("""{"agent":"suda","state":"AgentAvailable","citizen":"mana"}""")]
    [InlineData("""{"agent":"suda","state":"Ready"}""")]
    [InlineData("""{"agent":"nobody","state":"AgentAvailable"}""")]
    public async Task Reader_SetToWhatCannotBe_IsRefused(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await _sandbox.Http.PutAsync("_sandbox/linkage/reader", content);

        Assert.InRange((int)response.StatusCode, 400, 404);
    }

    [Fact]
    public async Task Calls_AfterEveryKindOfCall_HoldNeitherSecretNorTokenNorIdNumber()
    {
        await ReaderAsync("AgentAvailable");
        var token = await TokenAsync();
        await PermissionAsync();
        using var central = await GetAsync(token, "001", "somying");
        using var agency = await PostAsync(token, "008", new { CitizenID = IdOf("somying") });
        using var wrong = await GetAsync("wrong", "001", "somying");

        var calls = (await _sandbox.Control("calls")).GetRawText();

        Assert.Contains("/ws/auth/validate", calls, StringComparison.Ordinal);
        Assert.Contains("/ws/dopa/linkage/v1/link", calls, StringComparison.Ordinal);
        var (key, secret) = _sandbox.Server.LinkageConsumer;
        foreach (var hidden in (string[])[key, secret, token, Agent, IdOf("somying"), "CitizenID"])
        {
            Assert.DoesNotContain(hidden, calls, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Faults_OnTheExchange_HitIt()
    {
        await _sandbox.Faults(
            new
            {
                route = "/ws/auth",
                kind = "envelope",
                value = "90001",
                times = 1,
            }
        );

        using var refused = await ValidateAsync();

        Assert.Equal((HttpStatusCode.OK, "90001"), await ErrorAsync(refused));
        await _sandbox.Faults(new { route = "/ws", kind = "outage" });
        await Assert.ThrowsAsync<HttpRequestException>(() => ValidateAsync());
    }

    [Fact]
    public async Task Consumer_AfterARestart_IsTheSame()
    {
        var before = _sandbox.Server.LinkageConsumer;

        await _sandbox.Restart();

        Assert.Equal(before, _sandbox.Server.LinkageConsumer);
    }

    [Fact]
    public async Task Personas_List_SaysWhatTheRegisterHas()
    {
        var personas = (await _sandbox.Control("personas")).EnumerateArray().ToList();

        var mana = personas.Single(persona => persona.GetProperty("id").GetString() == "mana");
        Assert.Contains(
            "เสียชีวิต",
            mana.GetProperty("linkage").GetProperty("th").GetString(),
            StringComparison.Ordinal
        );
    }

    private Task ReaderAsync(string state, string? citizen = null) =>
        ControlAsync(
            "reader",
            citizen is null
                ? new { agent = "suda", state }
                : new
                {
                    agent = "suda",
                    state,
                    citizen,
                }
        );

    private async Task ControlAsync(string path, object body)
    {
        using var response = await _sandbox.Http.PutAsJsonAsync("_sandbox/linkage/" + path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> ValidateAsync(string? key = null, string? secret = null)
    {
        var consumer = _sandbox.Server.LinkageConsumer;
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"ws/auth/validate?ConsumerSecret={secret ?? consumer.Secret}&AgentID={Agent}"
        );
        request.Headers.Add("Consumer-Key", key ?? consumer.Key);
        return await _sandbox.Http.SendAsync(request);
    }

    private async Task<string> TokenAsync()
    {
        using var response = await ValidateAsync();
        return (string)(await JsonAsync(response))["Result"]!;
    }

    private async Task<JsonNode> PermissionAsync()
    {
        using var response = await _sandbox.Http.GetAsync(
            $"ws/dopa/linkage/v1/agent/permission?Consumer={_sandbox.Server.LinkageConsumer.Key}&CitizenID={Agent}"
        );
        return await JsonAsync(response);
    }

    private async Task<HttpResponseMessage> GetAsync(string token, string service, string persona)
    {
        using var request = Call(HttpMethod.Get, $"{Link}{service}&CitizenID={IdOf(persona)}", token);
        return await _sandbox.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string token, string service, object body)
    {
        using var request = Call(HttpMethod.Post, Link + service, token);
        request.Content = JsonContent.Create(body, options: JsonSerializerOptions.Default);
        return await _sandbox.Http.SendAsync(request);
    }

    private HttpRequestMessage Call(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Consumer-Key", _sandbox.Server.LinkageConsumer.Key);
        request.Headers.Add("Token", token);
        return request;
    }

    private static async Task<(HttpStatusCode, string?)> ErrorAsync(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.False(string.IsNullOrEmpty((string?)body["Message"]));
        return (response.StatusCode, (string?)body["Code"]);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static string IdOf(string persona) => PersonaCatalog.ById(persona)!.IdentityId;
}
