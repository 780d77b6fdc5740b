using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace MiniApp.Sandbox.Tests;

public sealed class LinkTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() =>
        _sandbox = await TestSandbox.Start(o => o with { PortalBaseUrl = new Uri("https://portal.example.invalid/") });

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Link_DecryptedByOpenssl_IsTheQueryStringOfTheContract()
    {
        var link = await _sandbox.Link("khrua-tuayang", "MNA005A", "draft-1");
        var url = link.GetProperty("url").GetString()!;
        Assert.StartsWith("https://portal.example.invalid/forms/mna005a?q=", url, StringComparison.Ordinal);
        var q = Uri.UnescapeDataString(url.Split("?q=")[1]);

        var plain = await Openssl(Convert.FromBase64String(q));

        var token = link.GetProperty("token").GetString();
        var key = _sandbox.Server.ApplicationKeys["mna005a"];
        Assert.Equal(
            $"identityid=0105567000111&identitytype=Juristic&token={token}&drafId=draft-1&AppKey={key}",
            plain
        );
    }

    [Fact]
    public async Task Link_WithoutDraft_NamesNone()
    {
        var link = await _sandbox.Link();
        var q = Uri.UnescapeDataString(link.GetProperty("url").GetString()!.Split("?q=")[1]);
        Assert.DoesNotContain("draf", await Openssl(Convert.FromBase64String(q)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Link_PortalAddressSetLater_IsUsed()
    {
        _sandbox.Server.PortalBaseUrl = new Uri("http://127.0.0.1:1234");
        var link = await _sandbox.Link();
        Assert.StartsWith(
            "http://127.0.0.1:1234/forms/",
            link.GetProperty("url").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("nobody", "mna005a")]
    [InlineData("somying", "nothing")]
    public async Task Link_UnknownPersonaOrForm_Answers404(string persona, string formCode)
    {
        using var response = await _sandbox.Http.PostAsJsonAsync("_sandbox/links", new { persona, formCode });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Forms_ReadFromTheFolder_WithWhateverElseIsInThem()
    {
        var folder = Directory.CreateTempSubdirectory("miniapp-forms-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "abc.form.json"),
            """{"code":"abc1","applicationId":77,"serviceNo":"ABC","version":"3","applicants":["citizen"],"steps":[1]}"""
        );
        await using var sandbox = await TestSandbox.Start(o => o with { FormsDirectory = folder.FullName });
        folder.Delete(recursive: true);
        var application = Assert.Single(sandbox.Server.Applications);
        Assert.Equal("abc1", application.Key);
        Assert.Equal(
            ("77", "ABC", "3"),
            (application.Value.ApplicationId, application.Value.ServiceNo, application.Value.Version)
        );
        Assert.Matches("^[0-9a-f]{64}$", sandbox.Server.ApplicationKeys["ABC1"]);
    }

    [Fact]
    public async Task Reset_ClearsStateAndKeepsKeys()
    {
        var session = await _sandbox.SignIn();
        await session.Uploaded([1]);
        var key = _sandbox.Server.LinkKey;
        using var reset = await _sandbox.Http.PostAsync("_sandbox/reset", null);
        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
        Assert.Equal(0, (await _sandbox.Control("files")).GetArrayLength());
        Assert.Equal(key, _sandbox.Server.LinkKey);
        using var call = await session.PostRaw("DataProvider/ProfileV7/" + session.IdentityId, null);
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
    }

    private async Task<string> Openssl(byte[] cipher)
    {
        var info = new ProcessStartInfo(
            "openssl",
            ["enc", "-d", "-aes-256-cbc", "-K", _sandbox.Server.LinkKey, "-iv", _sandbox.Server.LinkIv]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(info)!;
        await process.StandardInput.BaseStream.WriteAsync(cipher);
        process.StandardInput.Close();
        var plain = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return plain;
    }
}
