namespace MiniApp.Web.Applicant;

/// <summary>Every URL an applicant can be at. None holds an identity, a token or an answer.</summary>
internal static class ApplicantRoutes
{
    public const string EntryPattern = "/forms/{FormCode}";
    public const string StartPattern = "/forms/{FormCode}/start";
    public const string StepPattern = "/drafts/{DraftId:guid}/steps/{StepId}";
    public const string CheckPattern = "/drafts/{DraftId:guid}/check";
    public const string ConfirmPattern = "/drafts/{DraftId:guid}/confirm";
    public const string ReceiptPattern = "/drafts/{DraftId:guid}/receipt";
    public const string UploadsPattern = "/drafts/{draftId:guid}/uploads";
    public const string SessionOver = "/session-over";

    public static string Entry(string formCode) => $"/forms/{formCode}";

    public static string Start(string formCode) => $"/forms/{formCode}/start";

    public static string Step(Guid draftId, string stepId) => $"/drafts/{draftId}/steps/{stepId}";

    /// <summary>A step, at one of its fields.</summary>
    public static string Field(Guid draftId, string stepId, string fieldId) => $"{Step(draftId, stepId)}#f-{fieldId}";

    public static string Check(Guid draftId) => $"/drafts/{draftId}/check";

    public static string Confirm(Guid draftId) => $"/drafts/{draftId}/confirm";

    public static string Receipt(Guid draftId) => $"/drafts/{draftId}/receipt";

    public static string Uploads(Guid draftId) => $"/drafts/{draftId}/uploads";

    public static string Upload(Guid draftId, Guid uploadId) => $"{Uploads(draftId)}/{uploadId}";
}
