using System.Diagnostics;
using System.Text.RegularExpressions;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Web.Tests.Operation;

/// <summary>The proof of the audit as an operator starts it, over what a real portal wrote.</summary>
[Collection(OperationCollection.Name)]
public sealed partial class AuditCommandTests(OperationSystem operation)
{
    [Fact]
    public async Task Verify_SaysWhole_AndAfterTamperingWhichEntryIsBroken()
    {
        var database = await operation.System.CreateDatabaseAsync();
        await using (var portal = await TestPortal.StartAsync(operation.System, database))
        {
            using var browser = new PlainBrowser(portal.Address);
            foreach (var person in (string[])["wichai", "nophadon", "wichai"])
                await operation.System.SignInStaffAsync(browser, person);
        }

        var whole = await RunAsync(database, "verify");
        Assert.Equal((0, ""), (whole.ExitCode, whole.Errors));
        // The first administrator, in, not let in, in again over the former one.
        Assert.StartsWith("whole: 5 entries", whole.Output, StringComparison.Ordinal);
        var head = Head().Match(whole.Output).Groups["head"].Value;
        Assert.StartsWith("5:", head, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(database, "verify", "--head", head)).ExitCode);

        var elsewhere = await RunAsync(database, "verify", "--head", $"5:{new string('0', 64)}");
        Assert.Equal(1, elsewhere.ExitCode);
        Assert.Contains("entry 5 with the noted hash", elsewhere.Output, StringComparison.Ordinal);

        await using var source = NpgsqlDataSource.Create(database);
        await using var tamper = source.CreateCommand(
            "set session_replication_role = replica; delete from audit_entries where sequence = 3"
        );
        await tamper.ExecuteNonQueryAsync();

        var broken = await RunAsync(database, "verify");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("BROKEN: entry 3 is missing", broken.Output, StringComparison.Ordinal);
        Assert.Contains("2 entries before that are whole", broken.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prove")]
    [InlineData("verify", "--head", "nonsense")]
    public async Task Command_NotUnderstood_SaysHowItIsUsed(params string[] arguments)
    {
        var run = await RunAsync("Host=127.0.0.1;Database=x;Username=x;Password=x", arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage: audit verify", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutADatabase_NamesTheSetting()
    {
        var run = await RunAsync("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=53cr3t;Timeout=2", "verify");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("ConnectionStrings:Portal", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("53cr3t", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>With the database alone: what else the portal is set up with does not matter for the proof.</summary>
    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string database,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet", [Repository.PortalAssembly, "audit", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Portal"] = database;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    [GeneratedRegex("^head (?<head>.+?)\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Head();
}
