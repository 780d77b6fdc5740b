namespace MiniApp.Web.Tests.Operation;

/// <summary>A portal that can't work says at once which setting is to blame, in words, and what it should be.</summary>
[Collection(OperationCollection.Name)]
public sealed class StartupTests(OperationSystem operation)
{
    [Theory]
    [InlineData("ConnectionStrings__Portal", null, "ConnectionStrings:Portal")]
    [InlineData("ConnectionStrings__Portal", "", "ConnectionStrings:Portal")]
    [InlineData("ConnectionStrings__Portal", "nonsense", "ConnectionStrings:Portal")]
    [InlineData("BizPortal__BaseUrl", null, "BizPortal:BaseUrl")]
    [InlineData("BizPortal__BaseUrl", "ftp://somewhere/", "BizPortal:BaseUrl")]
    [InlineData("BizPortal__LinkKey", null, "BizPortal:LinkKey")]
    [InlineData("BizPortal__LinkKey", "53cr3t-n0t-h3x", "BizPortal:LinkKey")]
    [InlineData("BizPortal__LinkIv", "00", "BizPortal:LinkIv")]
    [InlineData("BizPortal__CallTimeout", "soon", "BizPortal:CallTimeout")]
    [InlineData("Forms__Directory", "/nosuchdirectory", "Forms:Directory")]
    [InlineData("ThaiD__Authority", "http://thaid.example/", "ThaiD:Authority")]
    [InlineData("ThaiD__ClientSecret", null, "ThaiD:ClientSecret")]
    [InlineData("ThaiD__CallTimeout", "soon", "ThaiD:CallTimeout")]
    [InlineData("OneId__BaseUrl", "nonsense", "OneId:BaseUrl")]
    [InlineData("OneId__BaseUrl", "ftp://53cr3t.example/", "OneId:BaseUrl")]
    [InlineData("OneId__BaseUrl", null, "OneId:BaseUrl")]
    [InlineData("OneId__ClientId", null, "OneId:ClientId")]
    [InlineData("OneId__ClientSecret", "", "OneId:ClientSecret")]
    [InlineData("OneId__SmsSender", "53cr3t", "OneId:SmsSender")]
    [InlineData("OneId__AnswerTime", "soon", "OneId:AnswerTime")]
    [InlineData("Staff__FirstAdministrator__NationalId", "53cr3t", "Staff:FirstAdministrator:NationalId")]
    [InlineData("Limits__EntriesPerMinute", "0", "Limits:EntriesPerMinute")]
    [InlineData("Limits__SignInsPerMinute", "0", "Limits:SignInsPerMinute")]
    [InlineData("ForwardedHeaders__KnownProxies__0", "proxy", "ForwardedHeaders:KnownProxies")]
    public async Task Start_WithAWrongSetting_EndsAndNamesIt(string setting, string? value, string named)
    {
        var database = await operation.System.CreateDatabaseAsync();

        var run = await TestKit.TestPortal.RunAsync(
            operation.System,
            database,
            new Dictionary<string, string?>(StringComparer.Ordinal) { [setting] = value }
        );

        Assert.NotNull(run);
        Assert.NotEqual(0, run.Value.ExitCode);
        Assert.Contains(named, run.Value.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Value.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("53cr3t", run.Value.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutItsDatabaseServer_EndsAndSaysSo()
    {
        var run = await TestKit.TestPortal.RunAsync(
            operation.System,
            "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=53cr3t;Timeout=2",
            new Dictionary<string, string?>(StringComparer.Ordinal)
        );

        Assert.NotNull(run);
        Assert.NotEqual(0, run.Value.ExitCode);
        Assert.Contains("ConnectionStrings:Portal", run.Value.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Value.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("53cr3t", run.Value.Log, StringComparison.Ordinal);
    }
}
