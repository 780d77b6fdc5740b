using Microsoft.Extensions.Logging;
using MiniApp.Core.Sessions;
using MiniApp.Core.Work;

namespace MiniApp.Core.Drafts;

/// <summary>Saves at Biz Portal what is due in the outbox.</summary>
public sealed partial class DraftOutboxWork(
    DraftOutbox outbox,
    DraftService drafts,
    ApplicantSessions sessions,
    ILogger<DraftOutboxWork> logger
) : IBackgroundWork
{
    // Past this, whoever stops the process loses patience; the lease does the rest.
    private static readonly TimeSpan GivingBack = TimeSpan.FromSeconds(2);

    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    // A slow answer must not hold up the others. Each holds a database connection for as long as its call takes.
    public int AtOnce => 8;

    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken) =>
        await outbox.TakeAsync(cancellationToken) is { } due ? () => SaveAsync(due, cancellationToken) : null;

    private async Task SaveAsync(DueDraft due, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(due, cancellationToken);
        }
        catch
        {
            await GiveBackAsync(due);
            throw;
        }
    }

    private async Task TryAsync(DueDraft due, CancellationToken cancellationToken)
    {
        if (due.SessionId is not { } id || await sessions.FindForWorkAsync(id, cancellationToken) is not { } session)
        {
            await outbox.NotSavedAsync(due.DraftId, UpstreamTrouble.SignInOver);
            return;
        }
        try
        {
            await drafts.SaveDueUpstreamAsync(session, due.DraftId, cancellationToken);
        }
        catch (DraftGoneException)
        {
            // Submitted or removed meanwhile, and then this changes nothing; or its form is not served just now.
            await outbox.NotSavedAsync(due.DraftId, UpstreamTrouble.Refused);
        }
    }

    private async Task GiveBackAsync(DueDraft due)
    {
        try
        {
            using var limit = new CancellationTokenSource(GivingBack);
            await outbox.ReleaseAsync(due.DraftId, limit.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The database is away: the lease runs out by itself.
            NotGivenBack(logger, due.DraftId, failure.GetType().Name);
        }
    }

    [LoggerMessage(1221, LogLevel.Warning, "Draft {DraftId} could not be given back to the outbox: {Reason}")]
    private static partial void NotGivenBack(ILogger logger, Guid draftId, string reason);
}
