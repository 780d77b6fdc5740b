using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Work;

namespace MiniApp.Core.Drafts;

/// <summary>
/// Deletes drafts: here at once, at Biz Portal as soon as it can be reached. Its contract has no call that deletes a draft,
/// so what it keeps is overwritten with an empty one; files are deleted.
/// </summary>
public sealed partial class DraftRemovals(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
    FormCatalog forms,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    TimeProvider clock,
    ILogger<DraftRemovals> logger
) : IBackgroundWork
{
    // Longer than all calls for a draft with many files may take.
    private static readonly TimeSpan OneTry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Deletes a draft with its answers, history and documents.</summary>
    /// <exception cref="DraftGoneException">The draft was sent, or is on its way, or is not this person's.</exception>
    public Task RemoveAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken) =>
        drafts.ChangeAsync(
            session,
            draftId,
            async (db, draft, now) =>
            {
                var files = await db
                    .Uploads.Where(u => u.DraftId == draftId && u.FileId != null)
                    .Select(u => u.FileId!)
                    .ToListAsync(cancellationToken);
                if (draft.UpstreamDraftId is not null || files.Count > 0)
                    db.UpstreamRemovals.Add(UpstreamRemoval.Of(draft, draft.UpstreamDraftId, files, now));
                // What was prepared for sending goes with it: an open draft's request never was received.
                db.Drafts.Remove(draft);
            },
            cancellationToken
        );

    /// <summary>Biz Portal still has a draft that this person deleted here.</summary>
    internal async Task<bool> IsPendingAsync(
        LiveSession session,
        string upstreamDraftId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.UpstreamRemovals.AnyAsync(
            r => r.Person == session.Person && r.UpstreamDraftId == upstreamDraftId,
            cancellationToken
        );
    }

    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken) =>
        await TakeDueAsync(cancellationToken) is { } removal ? () => TryAsync(removal, cancellationToken) : null;

    private async Task TryAsync(UpstreamRemoval removal, CancellationToken cancellationToken)
    {
        try
        {
            await FinishAsync(removal, cancellationToken);
        }
        catch (BizPortalException failure)
        {
            await PutOffAsync(removal);
            LeftUpstream(logger, removal.Id, failure.Failure);
        }
    }

    private async Task<UpstreamRemoval?> TakeDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var taken = await db
            .UpstreamRemovals.FromSql(
                $"""
                update upstream_removals set due_at = {now + OneTry}, attempts = attempts + 1
                where id = (
                    select id from upstream_removals where due_at <= {now} order by due_at limit 1 for update skip locked
                )
                returning *
                """
            )
            .ToListAsync(cancellationToken);
        return taken.SingleOrDefault();
    }

    private async Task FinishAsync(UpstreamRemoval removal, CancellationToken cancellationToken)
    {
        var session =
            await sessions.FindNewestForWorkAsync(removal.Person, removal.FormCode, cancellationToken)
            ?? throw new BizPortalException(BizPortalFailure.SessionOver, "removal");
        var access = sessions.BizPortalOf(session);
        while (removal.FileIds.Count > 0)
        {
            await RemoveFileAsync(access, removal.FileIds[^1], cancellationToken);
            removal.FileIds.RemoveAt(removal.FileIds.Count - 1);
        }
        if (removal.UpstreamDraftId is { } draftId && forms.TryGet(removal.FormCode, out var form))
            await bizPortal.SaveDraftAsync(
                access,
                new SaveDraftRequest(
                    draftId,
                    session.Applicant.IdentityId,
                    form.ApplicationId,
                    FormTree.Deleted(form, clock.GetUtcNow()),
                    form.Version,
                    form.ServiceNo
                ),
                cancellationToken
            );
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.UpstreamRemovals.Where(r => r.Id == removal.Id).ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task RemoveFileAsync(IBizPortalSession access, string fileId, CancellationToken cancellationToken)
    {
        try
        {
            await bizPortal.DeleteFileAsync(access, fileId, cancellationToken);
        }
        catch (BizPortalException refused) when (refused.Failure == BizPortalFailure.Refused)
        {
            // It is not there any more; or another session's, and then nobody could delete it later either.
            FileNotRemoved(logger, fileId);
        }
    }

    private async Task PutOffAsync(UpstreamRemoval removal)
    {
        var wait = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(removal.Attempts, 10)));
        var due = clock.GetUtcNow() + (wait < LongestWait ? wait : LongestWait);
        await using var db = await databases.CreateDbContextAsync();
        await db
            .UpstreamRemovals.Where(r => r.Id == removal.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DueAt, due).SetProperty(r => r.FileIds, removal.FileIds));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removal {RemovalId} at Biz Portal is put off: {Failure}")]
    private static partial void LeftUpstream(ILogger logger, Guid removalId, BizPortalFailure failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Biz Portal did not delete file {FileId}")]
    private static partial void FileNotRemoved(ILogger logger, string fileId);
}
