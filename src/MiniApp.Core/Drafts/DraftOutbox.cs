using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Drafts;

/// <summary>A draft that this node has taken from the outbox.</summary>
/// <param name="SessionId">The session that changed it last.</param>
public sealed record DueDraft(Guid DraftId, Guid? SessionId);

/// <summary>
/// Drafts on their way to Biz Portal. The outbox is the drafts themselves: those that are due. It outlives every node; a
/// node that takes a draft has it until its lease ends, and one that dies gives it back by that.
/// </summary>
public sealed class DraftOutbox(IDbContextFactory<PortalDb> databases, DraftNotices notices, TimeProvider clock)
{
    /// <summary>
    /// How long a node that has gone silent keeps others waiting. A save may take longer: the turn, not the lease, keeps
    /// two nodes from saving at once.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Takes the longest due of those drafts that nobody else has.</summary>
    /// <returns>Null when none is due.</returns>
    public async Task<DueDraft?> TakeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var taken = await db
            .Database.SqlQuery<DueDraft>(
                $"""
                update drafts set upstream_leased_until = {now + Lease}
                where id = (
                    select id from drafts
                    where upstream_due_at <= {now} and state = 'open'
                        and (upstream_leased_until is null or upstream_leased_until <= {now})
                    order by upstream_due_at limit 1
                    for update skip locked
                )
                returning id as "DraftId", upstream_session_id as "SessionId"
                """
            )
            .ToListAsync(cancellationToken);
        return taken.SingleOrDefault();
    }

    /// <summary>Gives back a draft that could not be tried; it stays due.</summary>
    public Task ReleaseAsync(Guid draftId, CancellationToken cancellationToken) =>
        ExecuteAsync(
            $"update drafts set upstream_leased_until = null where id = {draftId} and state = 'open'",
            cancellationToken
        );

    /// <summary>Has the draft saved at once instead of after a pause.</summary>
    public Task HurryAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken) =>
        ChangeAsync(
            draftId,
            (draft, now) =>
            {
                if (!draft.Upstream.IsSaved)
                    draft.HurryUpstream(session.Id, now);
            },
            cancellationToken
        );

    /// <returns>Open drafts that this session changed and Biz Portal has not got yet.</returns>
    internal async Task<IReadOnlyList<Guid>> FindUnsavedAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Drafts.Where(d =>
                d.UpstreamSessionId == sessionId && d.UpstreamDueAt != null && d.State == DraftState.Open
            )
            .Select(d => d.Id)
            .ToListAsync(cancellationToken);
    }

    /// <returns>How far the draft is, or null when there is none.</returns>
    public async Task<UpstreamStatus?> StatusAsync(Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Drafts.Where(d => d.Id == draftId)
            .Select(d => new UpstreamStatus(d.Revision, d.UpstreamRevision, d.UpstreamTrouble))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// The turn to save a draft at Biz Portal: one at a time on all nodes. Two first saves would leave two drafts there, and
    /// of two later ones the older could arrive last.
    /// </summary>
    /// <param name="wait">Waits while somebody else has it.</param>
    /// <returns>Dispose it to let others; null when somebody else has the turn.</returns>
    internal async Task<IAsyncDisposable?> TakeTurnAsync(Guid draftId, bool wait, CancellationToken cancellationToken)
    {
        var db = await databases.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.BeginTransactionAsync(cancellationToken);
            var key = draftId.ToString();
            var taken = true;
            if (wait)
                await db.Database.ExecuteSqlAsync(
                    $"select pg_advisory_xact_lock(hashtextextended({key}, 0))",
                    cancellationToken
                );
            else
                taken = await db
                    .Database.SqlQuery<bool>(
                        $"""select pg_try_advisory_xact_lock(hashtextextended({key}, 0)) as "Value" """
                    )
                    .SingleAsync(cancellationToken);
            if (taken)
                // Disposing the context rolls the transaction back, and that releases the lock.
                return db;
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
        await db.DisposeAsync();
        return null;
    }

    /// <returns>The revision that Biz Portal has once the first save was answered, at least.</returns>
    internal async Task<int> BeginFirstSaveAsync(Guid draftId, int revision, CancellationToken cancellationToken)
    {
        var sent = revision;
        await ChangeAsync(draftId, (draft, _) => sent = draft.BeginFirstSave(revision), cancellationToken);
        return sent;
    }

    internal Task SavedAsync(Guid draftId, string upstreamDraftId, int revision) =>
        ChangeAsync(
            draftId,
            (draft, now) => draft.SavedUpstream(upstreamDraftId, revision, now),
            // Biz Portal has it: that must be on record even when whoever asked has gone.
            CancellationToken.None
        );

    internal Task NotSavedAsync(Guid draftId, UpstreamTrouble trouble) =>
        ChangeAsync(
            draftId,
            async (db, draft, now) =>
            {
                if (trouble == UpstreamTrouble.SignInOver && await NewerSessionAsync(db, draft) is { } newer)
                    draft.GoOnUpstream(newer, now);
                else
#pragma warning disable CA5394 // Spreads attempts over time; nothing secret hangs on it.
                    draft.NotSavedUpstream(trouble, now, Random.Shared.NextDouble());
#pragma warning restore CA5394
            },
            CancellationToken.None
        );

    /// <returns>A session that the person began after the one that is over, before anybody knew that it is.</returns>
    private static async Task<Guid?> NewerSessionAsync(PortalDb db, Draft draft) =>
        await db
            .Sessions.Where(s =>
                s.Person == draft.Person
                && s.FormCode == draft.FormCode
                && s.EndedAt == null
                && s.IdentityConfirmedAt != null
                && s.CreatedAt > db.Sessions.Single(tried => tried.Id == draft.UpstreamSessionId).CreatedAt
            )
            .OrderByDescending(s => s.CreatedAt)
            .Select(s => (Guid?)s.Id)
            .FirstOrDefaultAsync();

    private Task ChangeAsync(Guid draftId, Action<Draft, DateTimeOffset> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            draftId,
            (_, draft, now) =>
            {
                change(draft, now);
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>Changes a draft while it is open. A submitted one is on its way elsewhere and left alone.</summary>
    private async Task ChangeAsync(
        Guid draftId,
        Func<PortalDb, Draft, DateTimeOffset, Task> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await db
            .Drafts.FromSql($"select *, xmin from drafts where id = {draftId} for update")
            .SingleOrDefaultAsync(cancellationToken);
        if (draft is not { State: DraftState.Open })
            return;
        await change(db, draft, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notices.Tell(new DraftNotice(draftId, draft.Upstream));
    }

    private async Task ExecuteAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(sql, cancellationToken);
    }
}
