using System.Security.Cryptography;
using System.Text;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Uploads;

namespace MiniApp.Core.Drafts;

/// <summary>A draft as read from the store: a snapshot, never written back as a whole.</summary>
/// <param name="FurthestStep">Index of the last step the applicant has opened.</param>
/// <param name="Revision">Counts saved changes.</param>
/// <param name="IsSavedUpstream">Biz Portal has this revision.</param>
public sealed record OpenDraft(
    Guid Id,
    FormDefinition Form,
    ApplicantType ApplicantType,
    Answers Answers,
    PrefillRecord Prefill,
    DraftState State,
    int FurthestStep,
    int Revision,
    bool IsSavedUpstream,
    string? UpstreamDraftId,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<Attachment> Attachments
)
{
    /// <summary>How far it is at Biz Portal.</summary>
    public UpstreamStatus Upstream { get; init; } = new(Revision, IsSavedUpstream ? Revision : -1, null);

    /// <summary>Idempotency-Key of the first save at Biz Portal.</summary>
    public Guid UpstreamKey { get; init; }

    /// <summary>The fields that may be changed while officers look at the draft; null: every one.</summary>
    public IReadOnlyList<string>? OpenFields { get; init; }

    public bool MayChange(string fieldId) => OpenFields?.Contains(fieldId, StringComparer.Ordinal) != false;

    /// <summary>Answers that the form has no place for any more, since it changed: kept in the draft, not sent.</summary>
    public IReadOnlyList<AnswerSetAside> SetAside { get; init; } = [];

    /// <summary>The whole files. One that was cut off half-way is no document, and none that could stand in the way.</summary>
    public IReadOnlyList<AttachedDocument> Documents =>
        [.. Attachments.Where(attachment => attachment.IsComplete).Select(attachment => attachment.ToDocument())];

    /// <summary>The whole files as Biz Portal and license systems receive them.</summary>
    public IReadOnlyList<SubmittedAttachment> SubmittedAttachments =>
        [.. Attachments.Where(attachment => attachment.IsComplete).Select(attachment => attachment.ToSubmitted(Form))];

    /// <summary>Everything a request is made of, as it is now.</summary>
    public SubmissionInput ToSubmission(Applicant applicant, DateTimeOffset at) =>
        new(Form, Answers, SubmittedAttachments, applicant, Prefill.ApplicantName, at);

    /// <summary>SHA-256 of answers and documents: two snapshots with the same hash would send the same.</summary>
    public byte[] ContentHash()
    {
        var content = new StringBuilder();
        foreach (var fieldId in Answers.FieldIds.Order(StringComparer.Ordinal))
            content.Append(fieldId).Append('=').Append(Answers[fieldId]!.ToJsonString()).Append('\n');
        foreach (var file in Attachments.Select(a => $"{a.FieldId}/{a.FileId}").Order(StringComparer.Ordinal))
            content.Append(file).Append('\n');
        return SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString()));
    }
}

/// <summary>A line in a list of drafts.</summary>
public sealed record DraftSummary(Guid Id, string FormCode, DateTimeOffset UpdatedAt, string? UpstreamDraftId);
