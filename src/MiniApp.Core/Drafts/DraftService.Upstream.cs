using System.Text.Json;
using Microsoft.Extensions.Logging;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.Drafts;

/// <content>Saving at Biz Portal, so that the draft can be reopened from there on any device.</content>
public sealed partial class DraftService
{
    /// <summary>Saves the draft at Biz Portal now, after any save of it that is under way.</summary>
    /// <returns>False when Biz Portal could not take it now; the portal's own copy is safe, and the outbox tries again.</returns>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    public async Task<bool> SaveUpstreamAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var turn = await outbox.TakeTurnAsync(draftId, wait: true, cancellationToken);
        return await TrySaveUpstreamAsync(session, draftId, cancellationToken);
    }

    /// <summary>Saves at Biz Portal what this session still has to, because its token is about to end.</summary>
    /// <param name="limit">Longest wait; what is not saved by then waits for the person's next session.</param>
    public async Task SaveAllUpstreamAsync(LiveSession session, TimeSpan limit)
    {
        using var time = new CancellationTokenSource(limit, clock);
        try
        {
            foreach (var draftId in await outbox.FindUnsavedAsync(session.Id, time.Token))
                await SaveUpstreamAsync(session, draftId, time.Token);
        }
        catch (Exception failure) when (failure is DraftGoneException or OperationCanceledException)
        {
            // Sent or deleted meanwhile, or Biz Portal takes too long: the draft is safe here.
        }
    }

    /// <summary>The same for the outbox, which has better things to do than to wait.</summary>
    /// <remarks>
    /// Nothing is done while a save of this draft is under way: whoever is at it ends the lease with what comes of it.
    /// </remarks>
    internal async Task SaveDueUpstreamAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var turn = await outbox.TakeTurnAsync(draftId, wait: false, cancellationToken);
        if (turn is not null)
            await TrySaveUpstreamAsync(session, draftId, cancellationToken);
    }

    /// <summary>Call it with the turn taken.</summary>
    private async Task<bool> TrySaveUpstreamAsync(
        LiveSession session,
        Guid draftId,
        CancellationToken cancellationToken
    )
    {
        if (await store.FindAsync(session, draftId, cancellationToken) is not { State: DraftState.Open } draft)
            throw new DraftGoneException();
        if (!session.CanSend(draft.Form.Code))
        {
            await outbox.NotSavedAsync(draftId, UpstreamTrouble.SignInOver);
            return false;
        }
        try
        {
            if (draft is { UpstreamDraftId: null })
                draft = await SaveFirstAsync(session, draft, cancellationToken);
            // Of a first save that is repeated, Biz Portal may have kept what came with the first attempt: the rest follows.
            if (!draft.IsSavedUpstream)
                await SaveAsync(session, draft, draft.Revision, cancellationToken);
            return true;
        }
        catch (BizPortalException failure)
        {
            DraftNotSavedUpstream(logger, draftId, failure.Failure);
            await outbox.NotSavedAsync(draftId, TroubleOf(failure.Failure));
            return false;
        }
    }

    private async Task<OpenDraft> SaveFirstAsync(
        LiveSession session,
        OpenDraft draft,
        CancellationToken cancellationToken
    )
    {
        var sent = await outbox.BeginFirstSaveAsync(draft.Id, draft.Revision, cancellationToken);
        var upstreamId = await SaveAsync(session, draft, sent, cancellationToken);
        return draft with { UpstreamDraftId = upstreamId, IsSavedUpstream = sent >= draft.Revision };
    }

    /// <param name="revision">What Biz Portal surely has afterwards.</param>
    private async Task<string> SaveAsync(
        LiveSession session,
        OpenDraft draft,
        int revision,
        CancellationToken cancellationToken
    )
    {
        var upstreamId = await bizPortal.SaveDraftAsync(
            sessions.BizPortalOf(session),
            new SaveDraftRequest(
                draft.UpstreamDraftId,
                session.Applicant.IdentityId,
                draft.Form.ApplicationId,
                FormTree.ToDraft(
                    draft.Form,
                    draft.Answers,
                    draft.SubmittedAttachments,
                    clock.GetUtcNow(),
                    JsonSerializer.SerializeToNode(draft.Prefill)
                ),
                draft.Form.Version,
                draft.Form.ServiceNo,
                draft.UpstreamKey.ToString()
            ),
            cancellationToken
        );
        await outbox.SavedAsync(draft.Id, upstreamId, revision);
        return upstreamId;
    }

    private static UpstreamTrouble TroubleOf(BizPortalFailure failure) =>
        failure switch
        {
            BizPortalFailure.SessionOver => UpstreamTrouble.SignInOver,
            BizPortalFailure.Refused => UpstreamTrouble.Refused,
            _ => UpstreamTrouble.NoAnswer,
        };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Draft {DraftId} is saved here but not at Biz Portal: {Failure}"
    )]
    private static partial void DraftNotSavedUpstream(ILogger logger, Guid draftId, BizPortalFailure failure);
}
