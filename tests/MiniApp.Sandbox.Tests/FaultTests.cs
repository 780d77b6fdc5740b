using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MiniApp.Sandbox.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;
    private SignedIn _session = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.Start();
        _session = await _sandbox.SignIn();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Status_CountsDown()
    {
        await _sandbox.Faults(
            new
            {
                route = "POST /bizportal/api/DataProvider",
                kind = "status",
                value = 503,
                times = 2,
            }
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Profile());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Profile());
        Assert.Equal(HttpStatusCode.OK, await Profile());
        Assert.Equal(0, (await _sandbox.Control("faults")).GetArrayLength());
    }

    [Fact]
    public async Task TwoThatDecideTheAnswer_HitCallsOfTheirOwn()
    {
        await _sandbox.Faults(
            new { kind = "drop-reply", times = 1 },
            new
            {
                kind = "status",
                value = 503,
                times = 1,
            }
        );

        await Assert.ThrowsAsync<HttpRequestException>(Profile);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Profile());
        Assert.Equal(HttpStatusCode.OK, await Profile());
    }

    [Fact]
    public async Task Route_OtherMethodOrPath_NotHit()
    {
        await _sandbox.Faults(
            new
            {
                route = "GET /bizportal/api/DataProvider",
                kind = "status",
                value = 500,
            },
            new
            {
                route = "/bizportal/api/File",
                kind = "status",
                value = 500,
            }
        );
        Assert.Equal(HttpStatusCode.OK, await Profile());
    }

    [Fact]
    public async Task Envelope_Is200WithStatus3()
    {
        await _sandbox.Faults(
            new
            {
                route = "",
                kind = "envelope",
                value = "ปิดปรับปรุง",
            }
        );
        var answer = await _session.Post("DataProvider/ProfileV7/" + _session.IdentityId);
        Assert.Equal(3, answer.GetProperty("status").GetInt32());
        Assert.Equal("ปิดปรับปรุง", answer.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Garbage_Is200WithoutValidJson()
    {
        await _sandbox.Faults(new { kind = "garbage" });
        using var response = await _session.PostRaw("DataProvider/ProfileV7/" + _session.IdentityId, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.ThrowsAny<JsonException>(() => JsonElement.Parse(text));
    }

    [Theory]
    [InlineData("reset", false)]
    [InlineData("outage", false)]
    [InlineData("drop-reply", true)]
    public async Task CutConnection_NoByteComesBack_AndOnlyDropReplyDidTheWork(string kind, bool done)
    {
        await _sandbox.Faults(new { route = "/bizportal/api/SMS/OTP", kind });
        var body = JsonSerializer.Serialize(new { identityId = _session.IdentityId, type = 0 });

        var received = await RawPost("/bizportal/api/SMS/OTP", body);

        Assert.Equal(0, received);
        Assert.Equal(done ? 1 : 0, (await _sandbox.Control("sms")).GetArrayLength());
        var call = (await _sandbox.Control("calls")).EnumerateArray().Last();
        Assert.Equal(0, call.GetProperty("status").GetInt32());
        Assert.Equal(kind, call.GetProperty("faults")[0].GetString());
    }

    [Fact]
    public async Task DropReply_OnCreate_KeyFindsTheRequestAgain()
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        await _sandbox.Faults(
            new
            {
                route = "POST /bizportal/api/ApplicationRequest/Create",
                kind = "drop-reply",
                times = 1,
            }
        );
        await Assert.ThrowsAsync<HttpRequestException>(() => _session.Post("ApplicationRequest/Create", body, "k"));
        var answer = await _session.Post("ApplicationRequest/Create", body, "k");
        Assert.Equal("MNA005A-6911-00001", answer.GetProperty("data").GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task DropReply_OnUpload_KeepsTheFile()
    {
        await _sandbox.Faults(new { route = "POST /bizportal/api/File", kind = "drop-reply" });
        await Assert.ThrowsAsync<HttpRequestException>(() => _session.Uploaded(new byte[300_000]));
        Assert.Equal(300_000, (await _sandbox.Control("files"))[0].GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task Latency_DelaysTheAnswer()
    {
        await _sandbox.Faults(new { kind = "latency", value = 300 });
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.OK, await Profile());
        // A lower bound only: the delay itself, never how fast the machine is.
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(280));
    }

    [Fact]
    public async Task SlowBody_ArrivesWholeButSlowly()
    {
        var fileId = (await _session.Uploaded(new byte[50_000])).GetProperty("fileId").GetString();
        await _sandbox.Faults(
            new
            {
                route = "GET /bizportal/api/File",
                kind = "slow-body",
                value = 100_000,
            }
        );
        var started = Stopwatch.GetTimestamp();
        using var response = await _session.Send(HttpMethod.Get, "File/Download?fileId=" + fileId);
        Assert.Equal(50_000, (await response.Content.ReadAsByteArrayAsync()).Length);
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(350));
    }

    [Fact]
    public async Task ExpireTokens_HitsOnceAndRefreshHelps()
    {
        await _sandbox.Faults(new { route = "/bizportal/api/DataProvider", kind = "expire-tokens" });
        Assert.Equal(HttpStatusCode.Unauthorized, await Profile());
        using var refresh = await _sandbox.Http.PostAsJsonAsync(
            "bizportal/api/Authenication/Refresh",
            new { userId = _session.UserId, refreshToken = _session.RefreshToken }
        );
        Assert.Equal(HttpStatusCode.OK, refresh.StatusCode);
        Assert.Equal(0, (await _sandbox.Control("faults")).GetArrayLength());
    }

    [Fact]
    public async Task ExpireTokens_WithoutRoute_HappensAtOnce()
    {
        await _sandbox.Faults(new { kind = "expire-tokens" });
        Assert.Equal(0, (await _sandbox.Control("faults")).GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, await Profile());
    }

    [Fact]
    public async Task Probability_SameSeed_SameFate()
    {
        async Task<string> Fate()
        {
            await _sandbox.Faults(
                new
                {
                    kind = "status",
                    value = 500,
                    probability = 0.5,
                }
            );
            var fate = "";
            for (var i = 0; i < 24; i++)
            {
                fate += await Profile() == HttpStatusCode.OK ? '.' : 'x';
            }
            return fate;
        }

        var first = await Fate();
        Assert.Contains('.', first);
        Assert.Contains('x', first);
        Assert.Equal(first, await Fate());
    }

    [Theory]
    [InlineData("""[{"kind":"earthquake"}]""", "known: latency")]
    [InlineData("""[{"kind":"latency"}]""", "value")]
    [InlineData("""[{"kind":"status","value":99}]""", "value")]
    [InlineData("""[{"kind":"reset","times":0}]""", "times")]
    [InlineData("""[{"kind":"reset","who":1}]""", "who")]
    [InlineData("""{"kind":"reset"}""", "list")]
    [InlineData("""[{""", "JSON")]
    public async Task WrongRule_AnswersLoudlyAndChangesNothing(string body, string expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _sandbox.Http.PutAsync("_sandbox/faults", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Profile());
    }

    [Fact]
    public async Task Outage_LeavesTheControlApiAlone_AndIsLifted()
    {
        await _sandbox.Faults(new { kind = "outage" });
        await Assert.ThrowsAsync<HttpRequestException>(Profile);
        Assert.Equal("outage", (await _sandbox.Control("faults"))[0].GetProperty("kind").GetString());
        using var cleared = await _sandbox.Http.DeleteAsync("_sandbox/faults");
        Assert.Equal(HttpStatusCode.OK, cleared.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await Profile());
    }

    private async Task<HttpStatusCode> Profile()
    {
        using var response = await _session.PostRaw("DataProvider/ProfileV7/" + _session.IdentityId, null);
        return response.StatusCode;
    }

    /// <summary>Bytes that came back before the connection ended; a plain socket, so that no client retries behind our back.</summary>
    private async Task<int> RawPost(string path, string body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _sandbox.Server.BaseAddress.Port);
        var stream = socket.GetStream();
        var head =
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_session.Token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body));
        var total = 0;
        try
        {
            int read;
            var buffer = new byte[1024];
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                total += read;
            }
        }
        catch (IOException)
        {
            // A reset is as good an end as a close.
        }
        return total;
    }
}
