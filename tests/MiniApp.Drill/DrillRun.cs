using System.Diagnostics;
using MiniApp.Core.Drafts;
using MiniApp.Drill.Applicants;
using MiniApp.Drill.Faults;
using MiniApp.Drill.Reconciling;
using MiniApp.Drill.Running;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Drill;

/// <summary>One whole drill: applicants at work, faults among them, quiet, reconciliation.</summary>
internal static class DrillRun
{
    /// <summary>Until what is unknown must be known, and what is under way must have arrived.</summary>
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(15);

    /// <param name="say">Told what is under way.</param>
    public static async Task<DrillResult> RunAsync(DrillOptions options, Action<string> say, CancellationToken ct)
    {
        say("starting PostgreSQL, sandbox and nodes");
        await using var stage = await Stage.StartAsync(options, ct);
        if (options.Keep)
            say($"logs and data: {stage.Directory}");
        var watch = Stopwatch.StartNew();
        var findings = new Findings();
        using var player = new FaultPlayer(stage, options, (long)options.Submissions * Applicant.Milestones);
        var applicants = Enumerable
            .Range(1, options.Submissions)
            .Select(number => new Ledger(number, Crowd.Person(number).IdentityId))
            .Select(ledger => (Ledger: ledger, Seed: unchecked((options.Seed * 7919) + ledger.Number)))
            .Select(who =>
                (
                    who.Ledger,
                    Applicant: new Applicant(stage, who.Ledger, new Random(who.Seed), player.Progress, findings)
                )
            )
            .ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var faults = player.RunAsync(stop.Token);
        var work = WorkAsync(applicants.Select(one => one.Applicant), options, stop.Token);
        await TellAsync(
            work,
            faults,
            () => say($"{watch.Elapsed:mm\\:ss} {Progress(applicants)}; faults: {player.Doing}")
        );
        if (faults.IsFaulted)
            await stop.CancelAsync();
        await faults;
        await work;
        // Those that strike for a time, and not a number of calls, end by themselves.
        var leftOver = (await stage.Control.FaultsAsync()).Count(fault => fault!["times"] is not null);
        var hits = await stage.Control.FaultsAppliedAsync();
        await stage.Control.ClearFaultsAsync();
        var busy = watch.Elapsed;

        say("quiet: waiting for what is not known yet");
        var reconciled = await SettleAsync(stage, applicants, findings, ct);
        foreach (var (_, applicant) in applicants)
            applicant.Dispose();
        return new DrillResult(
            options,
            [.. applicants.Select(one => one.Ledger)],
            player.Applied,
            player.Missed + leftOver,
            hits,
            reconciled,
            busy,
            watch.Elapsed
        );
    }

    private static Task WorkAsync(IEnumerable<Applicant> applicants, DrillOptions options, CancellationToken ct) =>
        Parallel.ForEachAsync(
            applicants,
            new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = ct },
            async (applicant, token) => await applicant.RunAsync(token)
        );

    /// <summary>Tells now and then until both have ended, or faults have failed.</summary>
    private static async Task TellAsync(Task work, Task faults, Action tell)
    {
        var both = Task.WhenAll(work, faults);
        while (!both.IsCompleted && !faults.IsFaulted)
            if (await Task.WhenAny(both, Task.Delay(TellEvery)) != both)
                tell();
    }

    private static string Progress(List<(Ledger Ledger, Applicant Applicant)> applicants)
    {
        var busy = applicants
            .Select(one => one.Applicant.Doing)
            .Where(doing => doing is not (Applicant.NotBegun or Applicant.Done))
            .CountBy(doing => doing)
            .OrderByDescending(group => group.Value)
            .Take(4)
            .Select(group => $"{group.Value} {group.Key}");
        var done = applicants.Count(one => one.Applicant.Doing == Applicant.Done);
        return $"{done} of {applicants.Count} done; {string.Join(", ", busy)}";
    }

    /// <summary>
    /// Who waits for a number; and who left, and was told that Biz Portal gets the rest when they come back by a link. They do.
    /// </summary>
    private static bool IsToLookAgain(Ledger ledger, Books books) =>
        ledger is { Confirmed: true, RequestId: null }
        || ledger is { Abandoned: true, DraftId: { } draft }
            && books.Troubles.GetValueOrDefault(draft) == UpstreamTrouble.SignInOver;

    /// <summary>Looks until there is nothing to find any more, at most a minute.</summary>
    private static async Task<IReadOnlyList<Finding>> SettleAsync(
        Stage stage,
        List<(Ledger Ledger, Applicant Applicant)> applicants,
        Findings seen,
        CancellationToken ct
    )
    {
        var quiet = Stopwatch.StartNew();
        while (true)
        {
            var before = await Books.ReadAsync(stage);
            var open = applicants.Where(one => IsToLookAgain(one.Ledger, before)).ToList();
            await Task.WhenAll(open.Select(one => one.Applicant.LookAgainAsync(ct)));
            var found = new Findings();
            Reconciliation.Check(applicants.Select(one => one.Ledger), await Books.ReadAsync(stage), found);
            // A second request stays one; everything else may still come right.
            var mayComeRight = found.All.Any(finding => finding.Kind is not (FindingKind.Doubled or FindingKind.Stuck));
            if (!mayComeRight || quiet.Elapsed > QuietLimit)
                return [.. seen.All, .. found.All];
            await Task.Delay(TimeSpan.FromSeconds(3), ct);
        }
    }
}
