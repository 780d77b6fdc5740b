using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.Hcm;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.Staff;
using MiniApp.Core.Thai;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>What an employee's page is about.</summary>
public enum UpdateStage
{
    /// <summary>Nothing has been scanned.</summary>
    NotBegun,

    /// <summary>HCM against ThaiD.</summary>
    Comparison,

    /// <summary>It can't go on: see the refusal.</summary>
    Refused,

    /// <summary>HCM can't be reached; what was scanned is kept for another try.</summary>
    HcmAway,
}

public sealed record IdentityUpdateView(UpdateStage Stage)
{
    public UpdateRefusal? Refusal { get; init; }
    public IdentityComparison? Comparison { get; init; }

    /// <summary>What is confirmed must be what was shown: goes into the form and back.</summary>
    public int Revision { get; init; }

    /// <summary>Of the last confirmation.</summary>
    public IReadOnlyList<ItemResult> Results { get; init; } = [];

    /// <summary>Then a new scan is needed.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public override string ToString() => $"{nameof(IdentityUpdateView)} {Stage}";
}

/// <summary>What became of a confirmation.</summary>
public enum ApplyOutcome
{
    /// <summary>Each item has its own result.</summary>
    Applied,
    NothingChosen,

    /// <summary>Another page shows something newer: look again.</summary>
    ShownAnew,

    /// <summary>Another press of the button is being worked on.</summary>
    Busy,

    /// <summary>There is no open update, or it can't go on.</summary>
    NotOpen,
}

/// <summary>
/// The ThaiD update of an employee's HCM record. Whoever scans must be who is signed in, and must be whose record it is at HCM,
/// before anything is shown or written; both are looked at anew each time.
/// </summary>
public sealed partial class IdentityUpdateService
{
    private readonly IdentityUpdateStore _store;
    private readonly HcmUsers _users;
    private readonly HcmClient _hcm;
    private readonly HcmOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    // Six: the store, who people are, the system, its settings, the time and the log belong together nowhere else.
    public IdentityUpdateService(
        IdentityUpdateStore store,
        HcmUsers users,
        HcmClient hcm,
        IOptions<HcmOptions> options,
        TimeProvider clock,
        ILogger<IdentityUpdateService> logger
    )
    {
        (_store, _users, _hcm, _clock, _logger) = (store, users, hcm, clock, logger);
        _options = options.Value;
    }

    public bool IsConfigured => _options.IsConfigured;

    /// <summary>The button was pressed.</summary>
    /// <returns>What goes into the protected state; null where it is not known which account at HCM is meant.</returns>
    public async Task<BegunUpdate?> BeginAsync(LiveStaff staff, CancellationToken cancellationToken) =>
        IsConfigured && await _users.FindAsync(staff.StaffId, cancellationToken) is { } username
            ? await _store.BeginAsync(staff, username, cancellationToken)
            : null;

    /// <summary>ThaiD has said who scanned.</summary>
    /// <param name="id">From the protected state, as the secret.</param>
    /// <returns>False where the state belongs to no open update of this session: nothing is kept.</returns>
    public async Task<bool> AcceptAsync(
        LiveStaff staff,
        Guid id,
        string secret,
        ThaiDIdentity scan,
        CancellationToken cancellationToken
    )
    {
        // Somebody else's data are not even kept for a moment.
        var isThem = await _users.IsAsync(staff.StaffId, scan.NationalId, cancellationToken);
        var update = await _store.TakeScanAsync(
            staff,
            id,
            secret,
            work => isThem ? work with { Scan = scan } : work,
            cancellationToken
        );
        if (update is null)
        {
            LogNoUpdate(_logger, staff.StaffId);
            return false;
        }
        if (!isThem)
            await RefuseAsync(update, UpdateRefusal.OtherPerson, cancellationToken);
        return true;
    }

    /// <summary>Whether a scan has arrived in this session.</summary>
    public async Task<bool> IsScannedAsync(LiveStaff staff, CancellationToken cancellationToken) =>
        await _store.FindAsync(staff, cancellationToken) is { State: not UpdateState.Begun };

    /// <summary>What to show now. Reads HCM each time, so that looking again is trying again.</summary>
    public async Task<IdentityUpdateView> CompareAsync(LiveStaff staff, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(staff, cancellationToken) is not { } update || update.State == UpdateState.Begun)
            return new IdentityUpdateView(UpdateStage.NotBegun);
        if (update.State == UpdateState.Refused)
            return Refused(update.Refusal!.Value);
        var work = _store.Open(update);
        try
        {
            var (record, refusal) = await ReadAsync(work, cancellationToken);
            if (refusal is { } reason)
                return await RefuseAsync(update, reason, cancellationToken);
            await _users.ConfirmAsync(staff.StaffId, cancellationToken);
            work = Shown(work, record!);
            if (await _store.SaveAsync(update, work, cancellationToken) is null)
                // Another tab or a second press was first: what it kept is as good.
                return
                    await _store.FindAsync(staff, cancellationToken) is { State: UpdateState.Scanned } other
                    && _store.Open(other) is { Shown: not null } theirs
                    ? View(other, theirs)
                    : new IdentityUpdateView(UpdateStage.NotBegun);
            return View(update, work);
        }
        catch (HcmException)
        {
            return new IdentityUpdateView(UpdateStage.HcmAway) { Results = work.Results, ExpiresAt = update.ExpiresAt };
        }
    }

    /// <summary>What the portal could not tell by itself: which address of HCM's, and where ThaiD's address lies.</summary>
    /// <param name="addressIndex">Null: as before.</param>
    /// <param name="place">Null: as before.</param>
    public async Task AnswerAsync(
        LiveStaff staff,
        int? addressIndex,
        PlaceAnswer? place,
        CancellationToken cancellationToken
    )
    {
        if (await _store.FindAsync(staff, cancellationToken) is not { State: UpdateState.Scanned } update)
            return;
        var work = _store.Open(update);
        await _store.SaveAsync(
            update,
            work with
            {
                AddressIndex = addressIndex ?? work.AddressIndex,
                Place = place ?? work.Place,
            },
            cancellationToken
        );
    }

    /// <summary>The person is done, or has thought better of it: what ThaiD said is forgotten.</summary>
    public Task EndAsync(LiveStaff staff, CancellationToken cancellationToken) =>
        _store.EndAsync(staff, cancellationToken);

    /// <summary>The record, if its national ID is the scan's and the account is good.</summary>
    private async Task<(HcmRecord? Record, UpdateRefusal? Refusal)> ReadAsync(
        UpdateWork work,
        CancellationToken cancellationToken
    )
    {
        if (await _hcm.FindAccountAsync(work.Username, cancellationToken) is not { } account)
            return (null, UpdateRefusal.NoAccount);
        if (account.IsSuspended)
            return (null, UpdateRefusal.Suspended);
        if (await _hcm.ReadRecordAsync(account, cancellationToken) is not { } record)
            return (null, UpdateRefusal.NoWorker);
        return NationalIdsOf(record) is not [var nationalId] ? (null, UpdateRefusal.NoNationalId)
            : nationalId != work.Scan!.NationalId ? (null, UpdateRefusal.OtherRecord)
            : (record, null);
    }

    /// <summary>The Thai ones; those of other countries identify nobody to ThaiD.</summary>
    private static string[] NationalIdsOf(HcmRecord record) =>
        [
            .. record
                .NationalIdentifiers.Where(id => id[HcmFields.LegislationCode] is null or "TH")
                .Select(id => NationalId.Normalise(id[HcmFields.NationalIdentifierNumber]))
                .Where(NationalId.IsValid)
                .Distinct(StringComparer.Ordinal),
        ];

    private IdentityComparison Compare(UpdateWork work, HcmRecord record) =>
        new IdentityComparer(work.Scan!, record, _options.TitleCodes, work.AddressIndex, work.Place).Compare();

    /// <summary>A chosen address is found again by its own link: its place in the list may have changed.</summary>
    private static UpdateWork Shown(UpdateWork work, HcmRecord record)
    {
        var chosen =
            work.AddressIndex is { } n && n < work.Shown?.Addresses.Count ? work.Shown.Addresses[n].Self : null;
        var at = chosen is null ? work.AddressIndex : IndexOf(record.Addresses, chosen);
        return work with { Shown = record, AddressIndex = at };
    }

    private static int? IndexOf(IReadOnlyList<HcmItem> items, Uri self) =>
        items.Index().Where(item => item.Item.Self == self).Select(item => (int?)item.Index).FirstOrDefault();

    private IdentityUpdateView View(IdentityUpdate update, UpdateWork work) =>
        new(UpdateStage.Comparison)
        {
            Comparison = Compare(work, work.Shown!),
            Revision = update.Revision,
            Results = work.Results,
            ExpiresAt = update.ExpiresAt,
        };

    private async Task<IdentityUpdateView> RefuseAsync(
        IdentityUpdate update,
        UpdateRefusal refusal,
        CancellationToken cancellationToken
    )
    {
        await _store.RefuseAsync(update, refusal, cancellationToken);
        LogRefused(_logger, update.Id, update.StaffId, refusal);
        return Refused(refusal);
    }

    private static IdentityUpdateView Refused(UpdateRefusal refusal) => new(UpdateStage.Refused) { Refusal = refusal };

    [LoggerMessage(2601, LogLevel.Warning, "Record update {UpdateId} of staff {StaffId} refused: {Refusal}")]
    private static partial void LogRefused(ILogger logger, Guid updateId, Guid staffId, UpdateRefusal refusal);

    [LoggerMessage(2602, LogLevel.Warning, "A scan came for no open record update of staff {StaffId}")]
    private static partial void LogNoUpdate(ILogger logger, Guid staffId);

    [LoggerMessage(2603, LogLevel.Information, "Record update {UpdateId} of staff {StaffId}: {Part} {Outcome}")]
    private static partial void LogApplied(
        ILogger logger,
        Guid updateId,
        Guid staffId,
        HcmPart part,
        ItemOutcome outcome
    );
}
