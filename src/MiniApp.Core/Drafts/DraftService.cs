using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Drafts;

/// <summary>Begins drafts, from the profile or from what Biz Portal kept, and saves them there.</summary>
// Many parts: of the two systems that hold a draft, each brings its own.
public sealed partial class DraftService(
    DraftStore store,
    DraftRemovals removals,
    DraftOutbox outbox,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    TimeProvider clock,
    ILogger<DraftService> logger
)
{
    /// <summary>A new request, with what the government already knows filled in. An unreachable profile is no obstacle.</summary>
    public async Task<Guid> StartAsync(LiveSession session, FormDefinition form, CancellationToken cancellationToken)
    {
        var profile = await ReadProfileAsync(session, cancellationToken);
        return await StartAsync(session, form, profile, cancellationToken);
    }

    /// <summary>The same where the profile was just read, or could not be.</summary>
    public Task<Guid> StartAsync(
        LiveSession session,
        FormDefinition form,
        ApplicantProfile? profile,
        CancellationToken cancellationToken
    )
    {
        var (answers, record) = Fill(session, form, profile);
        return store.CreateAsync(session, form, answers, record, null, [], cancellationToken);
    }

    /// <summary>Fills in what is still unanswered, for a draft that was begun while the profile could not be had.</summary>
    /// <returns>False when it still can't.</returns>
    public async Task<bool> RefillAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(session, draftId, cancellationToken) is not { State: DraftState.Open } draft)
            throw new DraftGoneException();
        if (await ReadProfileAsync(session, cancellationToken) is not { } profile)
            return false;
        var (answers, record) = Fill(session, draft.Form, profile);
        await store.RefillAsync(session, draftId, answers, record, cancellationToken);
        return true;
    }

    /// <summary>The draft a link names: the portal's own copy if it has one, else what Biz Portal kept.</summary>
    /// <exception cref="BizPortalException">Biz Portal does not give it out, or could not be asked.</exception>
    public async Task<Guid> ReopenAsync(
        LiveSession session,
        FormDefinition form,
        string upstreamDraftId,
        CancellationToken cancellationToken
    )
    {
        if (await store.FindIdByUpstreamAsync(session, upstreamDraftId, cancellationToken) is { } known)
            return known;
        if (await removals.IsPendingAsync(session, upstreamDraftId, cancellationToken))
            throw Deleted();
        var saved = await bizPortal.GetDraftAsync(
            sessions.BizPortalOf(session),
            upstreamDraftId,
            form.Version,
            form.ServiceNo,
            cancellationToken
        );
        var tree = FormTree.FromDraft(saved);
        if (tree.IsDeleted)
            throw Deleted();
        var record = ReadPrefill(tree.Prefill);
        try
        {
            return await store.CreateAsync(
                session,
                form,
                tree.Answers,
                record,
                upstreamDraftId,
                tree.Attachments,
                cancellationToken,
                tree.FormVersion
            );
        }
        catch (DbUpdateException race) when (race.IsUniqueViolation())
        {
            // The same link was opened twice at once; the other was first.
            return await store.FindIdByUpstreamAsync(session, upstreamDraftId, cancellationToken)
                ?? throw new DraftGoneException();
        }
    }

    /// <summary>Where the answers came from goes along with the draft; without it nothing is said about them.</summary>
    private PrefillRecord ReadPrefill(JsonNode? saved)
    {
        try
        {
            if (saved.Deserialize<PrefillRecord>() is { FieldIds: not null } record)
                return record with
                {
                    Outcome = PrefillOutcome.Reopened,
                    // Who applies is nothing that a saved draft may say.
                    ApplicantName = null,
                };
        }
        catch (JsonException)
        {
            // Another version of the portal wrote it.
        }
        return new PrefillRecord(PrefillOutcome.Reopened, clock.GetUtcNow(), []);
    }

    /// <param name="profile">Null where it could not be had.</param>
    private (Answers Answers, PrefillRecord Record) Fill(
        LiveSession session,
        FormDefinition form,
        ApplicantProfile? profile
    )
    {
        var now = clock.GetUtcNow();
        // The applicant's own number came with the link and needs no profile.
        var prefill = Prefill.Apply(form, profile?.Data ?? [], session.Applicant, now);
        var outcome = profile is null ? PrefillOutcome.Unavailable : PrefillOutcome.Filled;
        var record = new PrefillRecord(outcome, now, prefill.FieldIds, profile?.IdentityName, prefill.Answers.ToJson());
        return (prefill.Answers, record);
    }

    /// <summary>A draft that its owner deleted is none, whatever Biz Portal still says.</summary>
    private static BizPortalException Deleted() => new(BizPortalFailure.Refused, "GetDraft");

    private async Task<ApplicantProfile?> ReadProfileAsync(LiveSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await bizPortal.GetProfileAsync(sessions.BizPortalOf(session), session.Applicant, cancellationToken);
        }
        catch (BizPortalException failure)
        {
            ProfileUnavailable(logger, session.Id, failure.Failure);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Profile not available for session {SessionId}: {Failure}")]
    private static partial void ProfileUnavailable(ILogger logger, Guid sessionId, BizPortalFailure failure);
}
