using Microsoft.Extensions.Options;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Links;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.Web.Security;

namespace MiniApp.Web.Applicant.Entry;

/// <summary>Turns a link from Biz Portal into a session and a draft to go on with.</summary>
internal sealed partial class EntryService(
    FormCatalog forms,
    IOptions<BizPortalOptions> options,
    LinkReader links,
    BizPortalClient bizPortal,
    ApplicantSessions sessions,
    DraftStore store,
    DraftService drafts,
    SubmissionService submissions,
    DraftPlaces places,
    ApplicantJourney journey,
    ILogger<EntryService> logger
)
{
    public async Task<EntryOutcome> OpenAsync(string formCode, string? q, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        if (!forms.TryGet(formCode, out var form))
            return new EntryOutcome.UnknownForm();
        if (options.Value.FindApplicationKey(form.Code) is not { Length: > 0 } applicationKey)
        {
            NoApplicationKey(logger, form.Code);
            return new EntryOutcome.UnknownForm();
        }

        var current = context.User.SessionId() is { } id ? await sessions.FindAsync(id, cancellationToken) : null;
        // Without a link at all, somebody came back to a bookmarked address: their own session still counts.
        if (string.IsNullOrEmpty(q) && current is { } returning && returning.FormCode == form.Code)
            return await ReturnAsync(returning, form, draftId: null, cancellationToken);
        if (!links.TryRead(q, out var link))
            return new EntryOutcome.UnusableLink();

        try
        {
            var tokens = await bizPortal.LoginAsync(applicationKey, link.UrlToken, cancellationToken);
            var session = await sessions.StartAsync(link.Applicant, form.Code, tokens, cancellationToken, current);
            if (current is not null && current.Applicant != link.Applicant)
                await sessions.EndAsync(current.Id, "another person signed in", cancellationToken);
            await context.SignInApplicantAsync(session);
            return await GoOnAsync(session, form, link.DraftId, cancellationToken);
        }
        catch (BizPortalException refused)
            when (refused.Failure is BizPortalFailure.Refused or BizPortalFailure.SessionOver)
        {
            // The link alone proves nothing, the cookie does: the link only says which draft its owner wants back.
            return current is not null && current.Applicant == link.Applicant && current.FormCode == form.Code
                ? await ReturnAsync(current, form, link.DraftId, cancellationToken)
                : new EntryOutcome.UnusableLink();
        }
        catch (BizPortalException failure)
        {
            BizPortalUnavailable(logger, form.Code, failure.Failure);
            return new EntryOutcome.Unavailable();
        }
    }

    /// <summary>Goes on in a session found by its cookie.</summary>
    private async Task<EntryOutcome> ReturnAsync(
        LiveSession session,
        FormDefinition form,
        string? draftId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!session.IsConfirmed)
                session = await sessions.ConfirmAsync(session, cancellationToken);
        }
        catch (BizPortalException)
        {
            return new EntryOutcome.UnusableLink();
        }
        return await GoOnAsync(session, form, draftId, cancellationToken);
    }

    private async Task<EntryOutcome> GoOnAsync(
        LiveSession session,
        FormDefinition form,
        string? draftId,
        CancellationToken cancellationToken
    )
    {
        if (!form.Applicants.Contains(session.Applicant.Type))
            return new EntryOutcome.NotForApplicant(session.Applicant.Type);
        // What was saved before is shown only to somebody Biz Portal has answered for.
        if (draftId is not null && !session.IsConfirmed)
            return new EntryOutcome.Unavailable();
        if (draftId is not null)
            return await ReopenAsync(session, form, draftId, cancellationToken);
        if (await HasSomethingToChooseAsync(session, form, cancellationToken))
            return new EntryOutcome.GoOn(ApplicantRoutes.Start(form.Code));
        var begun =
            session.IsConfirmed && session.Profile is null
                ? drafts.StartAsync(session, form, cancellationToken)
                : drafts.StartAsync(session, form, session.Profile, cancellationToken);
        return await ResumeAsync(session, await begun, cancellationToken);
    }

    /// <summary>A draft to go on with, or a request of which nobody knows yet whether it arrived.</summary>
    private async Task<bool> HasSomethingToChooseAsync(
        LiveSession session,
        FormDefinition form,
        CancellationToken cancellationToken
    ) =>
        (await store.ListOpenAsync(session, form.Code, cancellationToken)).Count > 0
        || (await submissions.ListAsync(session, form.Code, cancellationToken)).Any(sent => sent.RequestId is null);

    private async Task<EntryOutcome> ReopenAsync(
        LiveSession session,
        FormDefinition form,
        string draftId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var id = await drafts.ReopenAsync(session, form, draftId, cancellationToken);
            return await ResumeAsync(session, id, cancellationToken);
        }
        catch (BizPortalException refused) when (refused.Failure == BizPortalFailure.Refused)
        {
            return new EntryOutcome.DraftNotFound(form.Code);
        }
        catch (BizPortalException failure)
        {
            BizPortalUnavailable(logger, form.Code, failure.Failure);
            return new EntryOutcome.Unavailable();
        }
    }

    private async Task<EntryOutcome> ResumeAsync(
        LiveSession session,
        Guid draftId,
        CancellationToken cancellationToken
    ) =>
        await store.FindAsync(session, draftId, cancellationToken) is { } draft
            ? new EntryOutcome.GoOn(journey.Resume(draft, await places.FindAsync(session, draftId, cancellationToken)))
            : throw new DraftGoneException();

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "BizPortal:Applications:{FormCode}:ApplicationKey is not set: the form cannot be opened"
    )]
    private static partial void NoApplicationKey(ILogger logger, string formCode);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Form {FormCode} could not be opened: {Failure}")]
    private static partial void BizPortalUnavailable(ILogger logger, string formCode, BizPortalFailure failure);
}
