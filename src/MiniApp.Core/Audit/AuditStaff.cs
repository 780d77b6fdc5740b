using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Audit;

/// <summary>
/// What staff do, in one line each. Where it changes something, hand over the context whose transaction changes it, and call
/// it last before the commit.
/// </summary>
public sealed class StaffAudit(AuditTrail trail, PersonKeys keys)
{
    /// <summary>Looked at somebody's draft or request.</summary>
    /// <param name="version">What they saw.</param>
    public Task OpenedAsync(LiveStaff staff, Guid draftId, long? version, CancellationToken cancellationToken) =>
        trail.RecordAsync(
            AuditEvent.By(staff, AuditAction.Opened, draftId: draftId).With("version", version),
            cancellationToken
        );

    /// <summary>Searched the queue. What was typed may be a name: only a keyed hash of it is kept, so that it can be compared.</summary>
    /// <param name="filters">Names and codes of the filters; no text that was typed.</param>
    public async Task SearchedAsync(
        LiveStaff staff,
        IEnumerable<KeyValuePair<string, string>> filters,
        string? typed,
        CancellationToken cancellationToken
    )
    {
        var what = AuditEvent.By(staff, AuditAction.Searched, "queue");
        foreach (var (name, value) in filters)
            what = what.With(name, value);
        if (!string.IsNullOrWhiteSpace(typed))
            what = what.With("text", await HashOfAsync(typed, cancellationToken));
        await trail.RecordAsync(what, cancellationToken);
    }

    /// <param name="documentId">The portal's own id of it, not its name.</param>
    public Task DownloadedAsync(
        LiveStaff staff,
        Guid draftId,
        string documentId,
        CancellationToken cancellationToken
    ) =>
        trail.RecordAsync(
            AuditEvent.By(staff, AuditAction.Downloaded, $"document:{documentId}", draftId),
            cancellationToken
        );

    /// <param name="what">Which list, e.g. <c>queue</c>.</param>
    public Task ExportedAsync(LiveStaff staff, string what, int rows, CancellationToken cancellationToken) =>
        trail.RecordAsync(AuditEvent.By(staff, AuditAction.Exported, what).With("rows", rows), cancellationToken);

    /// <summary>Looked somebody up at the Linkage Center, whatever came of it.</summary>
    /// <param name="purpose">A code of the list of purposes.</param>
    /// <param name="outcome">What came of it, as a code; none of the answer.</param>
    public Task LookedUpAsync(
        LiveStaff staff,
        Guid draftId,
        string service,
        string purpose,
        string outcome,
        CancellationToken cancellationToken
    ) =>
        trail.RecordAsync(
            AuditEvent
                .By(staff, AuditAction.LookedUp, $"service:{service}", draftId)
                .With("purpose", purpose)
                .With("outcome", outcome),
            cancellationToken
        );

    /// <summary>Something done to a review: claimed, assigned, released, commented, decided.</summary>
    /// <param name="subject">A part of it, e.g. <c>field:…</c>, <c>comment:…</c>; null: all of it.</param>
    /// <param name="detail">What exactly, as a code, e.g. the decision.</param>
    public Task ReviewedAsync(
        PortalDb db,
        LiveStaff staff,
        AuditAction action,
        Guid draftId,
        CancellationToken cancellationToken,
        string? subject = null,
        string? detail = null,
        long? version = null
    ) =>
        trail.RecordAsync(
            db,
            AuditEvent.By(staff, action, subject, draftId).With("what", detail).With("version", version),
            cancellationToken
        );

    /// <summary>What <see cref="SearchedAsync"/> keeps of a text, to look for who searched it.</summary>
    public async Task<string> HashOfAsync(string typed, CancellationToken cancellationToken)
    {
        var key = await keys.KeyOfAsync("audit-search", typed.Trim().ToLowerInvariant(), cancellationToken);
        return Convert.ToHexStringLower(key.AsSpan(0, 8));
    }
}
