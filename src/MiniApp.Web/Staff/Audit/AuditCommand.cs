using MiniApp.Core.Audit;
using MiniApp.Web.Health;

namespace MiniApp.Web.Staff.Audit;

/// <summary>Proves the audit from the command line: <c>audit verify [--head number:hash]</c>, with the portal's own settings.</summary>
internal sealed class AuditCommand(AuditVerifier verifier, TextWriter output)
{
    private const int Whole = 0;
    private const int Broken = 1;
    private const int Misused = 2;

    private const string Usage = """
        Usage: audit verify [--head <number>:<hash>]
          Works every hash of the audit out anew. Exit code 0: whole; 1: broken, with the first entry that is; 2: not understood,
          or the database can't be used.
          --head: a head that was printed, or stood in the portal's log, earlier. It must still be in the chain: so it is found
          when the database was set back to an earlier state of itself.
        """;

    public static bool IsMeant(string[] args) => args is ["audit", ..];

    public static async Task<int> RunOnConsoleAsync(string[] args)
    {
        AuditHead? noted = null;
        if (
            args is not ["audit", "verify"]
            && !(args is ["audit", "verify", "--head", var text] && (noted = AuditHead.Parse(text)) is not null)
        )
        {
            await Console.Error.WriteLineAsync(Usage);
            return Misused;
        }
        try
        {
            // Not started: nothing is served, and nothing is written.
            await using var app = PortalApplication.Build([
                // Wherever it is started from: the settings are beside the program.
                $"--contentRoot={AppContext.BaseDirectory}",
                "--Logging:LogLevel:Default=Error",
                "--Logging:LogLevel:Microsoft=Error",
                "--Logging:LogLevel:Microsoft.AspNetCore=Error",
                // What is printed is the proof alone.
                "--Logging:Console:LogToStandardErrorThreshold=Trace",
            ]);
            var command = new AuditCommand(app.Services.GetRequiredService<AuditVerifier>(), Console.Out);
            return await command.VerifyAsync(noted, CancellationToken.None);
        }
        catch (Exception failure) when (StartupFailure.Explain(failure) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return Misused;
        }
    }

    public async Task<int> VerifyAsync(AuditHead? noted, CancellationToken cancellationToken)
    {
        var proof = await verifier.VerifyAsync(noted, cancellationToken);
        if (proof.Break is { } broken)
        {
            await output.WriteLineAsync($"BROKEN: {Explain(broken, proof)}");
            await output.WriteLineAsync($"{proof.Count} entries before that are whole.");
            return Broken;
        }
        var removed = proof.First > 1 ? $", from {proof.First} on (older ones were removed as the settings say)" : "";
        await output.WriteLineAsync($"whole: {proof.Count} entries{removed}");
        await output.WriteLineAsync($"head {proof.Head}");
        return Whole;
    }

    private static string Explain(AuditBreak broken, AuditProof proof) =>
        broken switch
        {
            AuditBreak.Altered =>
                $"entry {proof.BrokenAt} is not what the portal wrote: it was changed, moved or put there by somebody else.",
            AuditBreak.Missing => $"entry {proof.BrokenAt} is missing.",
            AuditBreak.WrongEnd => $"from entry {proof.BrokenAt} on, entries at the end are missing or were added.",
            AuditBreak.EndAltered =>
                "the record of where the chain begins and ends is not what the portal wrote: entries were removed.",
            AuditBreak.NotedHeadGone =>
                $"entry {proof.BrokenAt} with the noted hash is not in the chain: the database was set back.",
            _ => "the key of the audit is gone from sealed_secrets, or can't be opened: nothing can be proven.",
        };
}
