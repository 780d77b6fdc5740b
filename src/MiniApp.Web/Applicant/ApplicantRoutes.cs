namespace MiniApp.Web.Applicant;

/// <summary>Every URL an applicant can be at. None holds an identity, a token or an answer.</summary>
internal static class ApplicantRoutes
{
    public const string Home = "/";
    public const string EntryRoot = "/forms";
    public const string EntryPattern = "/forms/{FormCode}";
    public const string StartPattern = "/forms/{FormCode}/start";
    public const string ResumePattern = "/drafts/{DraftId:guid}";
    public const string StepPattern = "/drafts/{DraftId:guid}/steps/{StepId}";
    public const string CheckPattern = "/drafts/{DraftId:guid}/check";
    public const string ConfirmPattern = "/drafts/{DraftId:guid}/confirm";
    public const string ReceiptPattern = "/drafts/{DraftId:guid}/receipt";
    public const string HistoryPattern = "/drafts/{DraftId:guid}/history";
    public const string DeletePattern = "/drafts/{DraftId:guid}/delete";
    public const string UploadsPattern = "/drafts/{draftId:guid}/uploads";
    public const string StatusPattern = "/status/{Code:int}";

    /// <summary>As a format: {0} is the HTTP status.</summary>
    public const string Status = "/status/{0}";

    /// <summary>Value of <c>from</c> in the address of a step that was opened to change one answer.</summary>
    public const string FromCheck = "check";

    /// <summary>A person's own requests, for those who come without a link too.</summary>
    public const string Me = "/me";
    public const string MeSignIn = "/me/sign-in";
    public const string MeCode = "/me/code";

    /// <summary>The same, saying that another code was asked for.</summary>
    public const string MeCodeAgain = "/me/code?again=true";

    /// <summary>The requests, saying that a draft was deleted.</summary>
    public const string MeAfterDeleting = "/me?deleted=true";
    public const string SessionOver = "/session-over";
    public const string SignOut = "/sign-out";
    public const string SignedOut = "/signed-out";

    public static string Start(string formCode) => $"/forms/{formCode}/start";

    /// <summary>The start page, saying that a draft was deleted.</summary>
    public static string StartAfterDeleting(string formCode) => $"{Start(formCode)}?deleted=true";

    public static string Resume(Guid draftId) => $"/drafts/{draftId}";

    public static string Step(Guid draftId, string stepId) => $"/drafts/{draftId}/steps/{stepId}";

    /// <summary>A step, at one of its controls; at its beginning when the id is empty.</summary>
    public static string Step(Guid draftId, string stepId, string controlId) =>
        controlId.Length > 0 ? $"{Step(draftId, stepId)}#{controlId}" : Step(draftId, stepId);

    /// <summary>A step, at one of its controls; from there the way leads back to checking answers.</summary>
    public static string Change(Guid draftId, string stepId, string controlId) =>
        $"{Step(draftId, stepId)}?from={FromCheck}#{controlId}";

    public static string Check(Guid draftId) => $"/drafts/{draftId}/check";

    /// <summary>Check answers, saying that the draft changed after it was last checked, and what.</summary>
    /// <param name="since">The revision that was checked.</param>
    public static string CheckChanged(Guid draftId, int since) => $"{Check(draftId)}?changed=true&since={since}";

    /// <summary>Check answers, at the check by officers, saying what was just done.</summary>
    public static string CheckReview(Guid draftId, string said) => $"{Check(draftId)}?review={said}#review-title";

    /// <param name="revision">What was checked: another revision leads back to checking.</param>
    public static string Confirm(Guid draftId, int revision) => $"/drafts/{draftId}/confirm?revision={revision}";

    public static string Receipt(Guid draftId) => $"/drafts/{draftId}/receipt";

    public static string History(Guid draftId) => $"/drafts/{draftId}/history";

    /// <summary>The history, saying that an earlier version was brought back.</summary>
    public static string HistoryRestored(Guid draftId) => $"{History(draftId)}?restored=true";

    public static string Delete(Guid draftId) => $"/drafts/{draftId}/delete";

    public static string Uploads(Guid draftId) => $"/drafts/{draftId}/uploads";

    public static string Upload(Guid draftId, Guid uploadId) => $"{Uploads(draftId)}/{uploadId}";
}
