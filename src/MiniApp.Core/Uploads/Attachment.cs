using MiniApp.Core.Forms;

namespace MiniApp.Core.Uploads;

/// <summary>A document of a draft, whole or on its way.</summary>
/// <param name="Name">As the applicant named the file, cleaned for showing.</param>
/// <param name="Size">Bytes.</param>
/// <param name="FileId">Biz Portal's id; null while chunks are missing.</param>
public sealed record Attachment(
    Guid UploadId,
    string FieldId,
    string Name,
    string ContentType,
    long Size,
    string? FileId,
    DateTimeOffset? CompletedAt
)
{
    public bool IsComplete => FileId is not null;

    public AttachedDocument ToDocument() => new(FieldId, Name, ContentType, Size, IsComplete);

    /// <summary>As Biz Portal and license systems receive it. Only for complete files.</summary>
    public SubmittedAttachment ToSubmitted(FormDefinition form)
    {
        var field = form.FindField(FieldId);
        return new SubmittedAttachment(
            FieldId,
            FileId ?? throw new InvalidOperationException("The file is not complete."),
            Name,
            ContentType,
            Size,
            field?.Label.Th ?? FieldId,
            field?.Document?.TypeCode,
            Remark: null,
            CompletedAt ?? default
        );
    }
}
