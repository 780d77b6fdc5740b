using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Sandbox.Tests;

/// <summary>A clock that stands still until told.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}

/// <summary>A sandbox on a free port with a folder of its own, and a plain HTTP client.</summary>
public sealed class TestSandbox : IAsyncDisposable
{
    public const string Somying = "1509900001013";
    public const string Mana = "3100100002025";

    private SandboxServer? _server;

    private TestSandbox(SandboxOptions options) => Options = options;

    public SandboxOptions Options { get; private set; }

    public SandboxServer Server => _server!;

    public HttpClient Http { get; private set; } = new();

    internal ManualClock Clock => (ManualClock)Options.TimeProvider;

    public static async Task<TestSandbox> Start(Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var options = new SandboxOptions
        {
            DataDirectory = Path.Combine(Path.GetTempPath(), "miniapp-sandbox-test-" + Guid.NewGuid().ToString("N")),
            TimeProvider = new ManualClock(),
        };
        var sandbox = new TestSandbox(change?.Invoke(options) ?? options);
        await sandbox.Open();
        return sandbox;
    }

    public async Task Restart()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        await Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        Directory.Delete(Options.DataDirectory, recursive: true);
    }

    /// <summary>Makes a link; answers url, token, draftId.</summary>
    public async Task<JsonElement> Link(string persona = "somying", string formCode = "mna005a", string? draftId = null)
    {
        using var response = await Http.PostAsJsonAsync(
            "_sandbox/links",
            new
            {
                persona,
                formCode,
                draftId,
            }
        );
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<HttpResponseMessage> Login(string urlToken, string? applicationKey = null) =>
        Http.PostAsJsonAsync(
            "bizportal/api/Authenication/Login",
            new { applicationKey = applicationKey ?? Server.ApplicationKeys["mna005a"], token = urlToken }
        );

    public async Task<SignedIn> SignIn(string persona = "somying")
    {
        using var response = await Login((await Link(persona)).GetProperty("token").GetString()!);
        var tokens = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new SignedIn(this, PersonaCatalog.ById(persona)!, tokens);
    }

    public async Task<JsonElement> Control(string path) => await Http.GetFromJsonAsync<JsonElement>("_sandbox/" + path);

    public async Task Faults(params object[] faults)
    {
        using var response = await Http.PutAsJsonAsync("_sandbox/faults", faults);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task Open()
    {
        _server = await SandboxServer.StartAsync(Options, CancellationToken.None);
        Http = new HttpClient { BaseAddress = _server.BaseAddress };
    }
}

/// <summary>A session at Biz Portal, calling with its Bearer token.</summary>
public sealed class SignedIn(TestSandbox sandbox, Persona persona, JsonElement tokens)
{
    public string IdentityId => persona.IdentityId;
    public int IdentityType => persona.IdentityTypeNumber;
    public string UserId => tokens.GetProperty("userId").GetString()!;
    public string Token => tokens.GetProperty("token").GetString()!;
    public string RefreshToken => tokens.GetProperty("refreshToken").GetString()!;

    public async Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string? idempotencyKey = null,
        bool serviceHeaders = true
    )
    {
        using var request = new HttpRequestMessage(method, "bizportal/api/" + path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (serviceHeaders)
        {
            request.Headers.Add("x-version", "1");
            request.Headers.Add("x-serviceno", "MNA005A");
        }
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        return await sandbox.Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostRaw(string path, object? body, string? idempotencyKey = null) =>
        Send(
            HttpMethod.Post,
            path,
            body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Default),
            idempotencyKey
        );

    /// <summary>Posts and returns the envelope of a 200.</summary>
    public async Task<JsonElement> Post(string path, object? body = null, string? idempotencyKey = null)
    {
        using var response = await PostRaw(path, body, idempotencyKey);
        return await Envelope(response);
    }

    public static async Task<JsonElement> Envelope(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    public Task<HttpResponseMessage> Upload(
        byte[] content,
        int? chunk = null,
        int? chunks = null,
        string? reference = null,
        string name = "แผนที่.pdf"
    )
    {
        var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(file, "file", name);
        if (chunk is not null)
        {
            form.Add(new StringContent($"{chunk}"), "chunk");
            form.Add(new StringContent($"{chunks}"), "chunks");
        }
        if (reference is not null)
        {
            form.Add(new StringContent(JsonSerializer.Serialize(new { FileReferenceId = reference })), "fileMetadata");
        }
        return Send(HttpMethod.Post, "File/Upload", form);
    }

    public async Task<JsonElement> Uploaded(
        byte[] content,
        int? chunk = null,
        int? chunks = null,
        string? reference = null
    )
    {
        using var response = await Upload(content, chunk, chunks, reference);
        return await Envelope(response);
    }

    /// <summary>Requests an OTP and reads it from the SMS inbox.</summary>
    public async Task<string> RequestOtp()
    {
        var answer = await Post("SMS/OTP", new { identityId = IdentityId, type = 0 });
        Assert.Equal(0, answer.GetProperty("status").GetInt32());
        var inbox = await sandbox.Control("sms?identityId=" + IdentityId);
        return inbox.EnumerateArray().Last().GetProperty("otp").GetString()!;
    }

    public async Task<bool> Verify(string otp)
    {
        var answer = await Post("SMS/VerifyOTP", new { identityId = IdentityId, otp });
        Assert.Equal(0, answer.GetProperty("status").GetInt32());
        return answer.GetProperty("data").GetProperty("isValid").GetBoolean();
    }

    public async Task<string> VerifiedOtp()
    {
        var otp = await RequestOtp();
        Assert.True(await Verify(otp));
        return otp;
    }

    /// <summary>A correct Create body; tests spoil it one field at a time.</summary>
    public Dictionary<string, object?> CreateBody(string otp, params string[] fileIds) =>
        new()
        {
            ["otp"] = otp,
            ["identityId"] = IdentityId,
            ["identityType"] = IdentityType,
            ["applicationId"] = "1001",
            ["provinceID"] = 50,
            ["amphurID"] = 5001,
            ["tumbolID"] = 500108,
            ["province"] = "เชียงใหม่",
            ["amphur"] = "เมืองเชียงใหม่",
            ["tumbol"] = "สุเทพ",
            ["data"] = JsonSerializer.Serialize(Data(fileIds)),
            ["dataDescription"] = """{"ข้อมูลร้าน":{"ชื่อร้าน":"ร้านตัวอย่าง <b>"}}""",
        };

    public Dictionary<string, object?> Data(params string[] fileIds) =>
        new()
        {
            ["Applicant"] = new { identityName = "ตัวอย่าง" },
            ["ApplicationAttachments"] = fileIds.Select(id => new { Name = "a.pdf", FileId = id }),
            ["Address"] = new { Province = "เชียงใหม่", PostCode = "50200" },
            ["SubmitDate"] = "2026-11-20T10:00:00+07:00",
            ["AppData"] = new { shopName = "ร้านตัวอย่าง" },
            ["IdentityType"] = IdentityType,
        };
}
