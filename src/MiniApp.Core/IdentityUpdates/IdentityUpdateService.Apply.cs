using MiniApp.Core.External.Hcm;
using MiniApp.Core.Staff;
using MiniApp.Core.Thai;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>Writing to HCM: what was confirmed, one request for each record, each with its own result.</summary>
public sealed partial class IdentityUpdateService
{
    /// <summary>Writes what the person has chosen.</summary>
    /// <param name="revision">Of the view the person confirmed.</param>
    /// <param name="chosen">Those that can't be written are passed over.</param>
    public async Task<ApplyOutcome> ApplyAsync(
        LiveStaff staff,
        int revision,
        IReadOnlyCollection<IdentityItem> chosen,
        CancellationToken cancellationToken
    )
    {
        if (await _store.FindAsync(staff, cancellationToken) is not { State: UpdateState.Scanned } update)
            return ApplyOutcome.NotOpen;
        if (!await _store.TryLeaseAsync(update, cancellationToken))
            // The button was pressed twice: the second press shows what came of the first.
            return await IsReleasedAsync(staff, cancellationToken) ? ApplyOutcome.Applied : ApplyOutcome.Busy;
        try
        {
            // What is begun is brought to its end, even when the browser does not wait for it.
            return await ApplyAsync(staff, update, revision, chosen, CancellationToken.None);
        }
        finally
        {
            await _store.ReleaseAsync(update);
        }
    }

    private async Task<bool> IsReleasedAsync(LiveStaff staff, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < 100; looks++)
        {
            if (
                await _store.FindAsync(staff, cancellationToken) is not { LeasedUntil: { } until }
                || until < _clock.GetUtcNow()
            )
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
        return false;
    }

    private async Task<ApplyOutcome> ApplyAsync(
        LiveStaff staff,
        IdentityUpdate update,
        int revision,
        IReadOnlyCollection<IdentityItem> chosen,
        CancellationToken cancellationToken
    )
    {
        var work = _store.Open(update);
        if (work.Shown is not { } shown || update.Revision != revision)
            return ApplyOutcome.ShownAnew;
        ComparisonRow[] rows =
        [
            .. Compare(work, shown).Rows.Where(row => row.State == RowState.Changes && chosen.Contains(row.Attribute)),
        ];
        if (rows.Length == 0)
            return ApplyOutcome.NothingChosen;
        List<ItemResult> results;
        try
        {
            // Once more, as the person may have left the page open: whose record is it, and what does it say now?
            var (record, refusal) = await ReadAsync(work, cancellationToken);
            if (refusal is { } reason)
            {
                await RefuseAsync(update, reason, cancellationToken);
                return ApplyOutcome.NotOpen;
            }
            await _store.RecordAsync(
                update,
                UpdateEventKind.Confirmed,
                Results(rows, ItemOutcome.Planned),
                cancellationToken: cancellationToken
            );
            results = await WriteAsync(update, work, record!, rows, cancellationToken);
        }
        catch (HcmException e)
        {
            results = Results(rows, e.Failure == HcmFailure.NotAllowed ? ItemOutcome.NotAllowed : ItemOutcome.Failed);
        }
        await _store.RecordAsync(update, UpdateEventKind.Applied, results, cancellationToken: cancellationToken);
        // A page that was looked at meanwhile has kept something newer: the results belong there too.
        if (
            await _store.SaveAsync(update, work with { Results = results }, cancellationToken) is null
            && await _store.FindAsync(staff, cancellationToken) is { State: UpdateState.Scanned } newer
        )
            await _store.SaveAsync(newer, _store.Open(newer) with { Results = results }, cancellationToken);
        return ApplyOutcome.Applied;
    }

    private async Task<List<ItemResult>> WriteAsync(
        IdentityUpdate update,
        UpdateWork work,
        HcmRecord now,
        ComparisonRow[] rows,
        CancellationToken cancellationToken
    )
    {
        var results = new List<ItemResult>();
        foreach (var group in rows.GroupBy(row => row.Part).OrderBy(group => group.Key))
        {
            var shown = IdentityComparer.ItemOf(work.Shown!, group.Key, work.AddressIndex)!;
            var current = ItemsOf(now, group.Key).FirstOrDefault(item => item.Self == shown.Self);
            var (outcome, message) =
                current is null || !IsAsShown(current, shown)
                    ? (ItemOutcome.ChangedMeanwhile, null)
                    : await PatchAsync(work, current, group, cancellationToken);
            LogApplied(_logger, update.Id, update.StaffId, group.Key, outcome);
            results.AddRange(Results(group, outcome, message));
        }
        return [.. results.OrderBy(result => result.Attribute)];
    }

    private async Task<(ItemOutcome Outcome, string? Message)> PatchAsync(
        UpdateWork work,
        HcmItem item,
        IGrouping<HcmPart, ComparisonRow> rows,
        CancellationToken cancellationToken
    )
    {
        var fields = rows.SelectMany(row => row.Fields).DistinctBy(pair => pair.Key).ToDictionary();
        try
        {
            await _hcm.PatchAsync(item, fields, ThaiDate.Today(_clock), cancellationToken);
            return (ItemOutcome.Done, null);
        }
        catch (HcmException e)
        {
            return e.Failure switch
            {
                HcmFailure.Stale => (ItemOutcome.ChangedMeanwhile, null),
                HcmFailure.Refused => (ItemOutcome.Refused, e.UpstreamMessage),
                HcmFailure.NotAllowed => (ItemOutcome.NotAllowed, null),
                HcmFailure.Unreachable => (ItemOutcome.Failed, null),
                // It may have been done all the same: HCM itself says.
                _ => (await LookAsync(work, item, rows.Key, fields, cancellationToken), null),
            };
        }
    }

    /// <summary>After an answer that never came or can't be read: does HCM have it now?</summary>
    private async Task<ItemOutcome> LookAsync(
        UpdateWork work,
        HcmItem item,
        HcmPart part,
        Dictionary<string, string?> wanted,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var (record, _) = await ReadAsync(work, cancellationToken);
            var now = record is null ? null : ItemsOf(record, part).FirstOrDefault(other => other.Self == item.Self);
            return now is null ? ItemOutcome.Unknown
                : wanted.All(field => IdentityComparer.AreSame(now[field.Key], field.Value)) ? ItemOutcome.Done
                : ItemOutcome.Failed;
        }
        catch (HcmException)
        {
            return ItemOutcome.Unknown;
        }
    }

    private static IReadOnlyList<HcmItem> ItemsOf(HcmRecord record, HcmPart part) =>
        part switch
        {
            HcmPart.Worker => [record.Worker],
            HcmPart.Names => record.Names,
            HcmPart.LegislativeInfo => record.LegislativeInfo,
            HcmPart.Address => record.Addresses,
            _ => [],
        };

    private static bool IsAsShown(HcmItem now, HcmItem shown) =>
        now.Fields.All(field => string.Equals(field.Value, shown[field.Key], StringComparison.Ordinal));

    private static List<ItemResult> Results(
        IEnumerable<ComparisonRow> rows,
        ItemOutcome outcome,
        string? message = null
    ) => [.. rows.Select(row => new ItemResult(row.Attribute, row.Hcm, row.ThaiD, outcome, message))];
}
