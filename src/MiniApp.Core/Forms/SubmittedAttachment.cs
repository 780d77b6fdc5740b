namespace MiniApp.Core.Forms;

/// <summary>A document as Biz Portal holds it.</summary>
/// <param name="FileId">Biz Portal's id of the file.</param>
/// <param name="Name">The file's name.</param>
/// <param name="FileSize">Bytes.</param>
/// <param name="DocName">What kind of document it is, in Thai.</param>
/// <param name="FileTypeCode">The agency's code for this kind.</param>
public sealed record SubmittedAttachment(
    string FieldId,
    string FileId,
    string Name,
    string ContentType,
    long FileSize,
    string DocName,
    string? FileTypeCode,
    string? Remark,
    DateTimeOffset UploadedAt
);
