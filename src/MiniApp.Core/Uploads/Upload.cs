using MiniApp.Core.Forms;
using MiniApp.Core.Security;

namespace MiniApp.Core.Uploads;

/// <summary>One file on its way to, or at, Biz Portal's file server. Its bytes are never kept here.</summary>
public sealed class Upload
{
    public required Guid Id { get; init; }
    public required Guid DraftId { get; init; }

    /// <summary>The document field it answers.</summary>
    public required string FieldId { get; init; }

    /// <summary>Shared by all chunks of the file (<c>FileReferenceId</c> on the wire).</summary>
    public required Guid FileReferenceId { get; init; }

    /// <summary>Biz Portal's id of the assembled file; null until the last chunk was taken.</summary>
    public string? FileId { get; private set; }
    public required byte[] NameSealed { get; init; }
    public required string ContentType { get; init; }
    public required long SizeBytes { get; init; }
    public required int ChunkBytes { get; init; }
    public required int ChunkCount { get; init; }
    public int[] ReceivedChunks { get; private set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; private set; }

    public bool IsComplete => FileId is not null;

    /// <summary>Bytes chunk <paramref name="index"/> must have: all but the last are full.</summary>
    public long LengthOf(int index) =>
        index < ChunkCount - 1 ? ChunkBytes : SizeBytes - ((long)ChunkBytes * (ChunkCount - 1));

    public void Received(int index)
    {
        if (!ReceivedChunks.Contains(index))
            ReceivedChunks = [.. ReceivedChunks, index];
    }

    public void Complete(string fileId, DateTimeOffset at)
    {
        FileId = fileId;
        CompletedAt = at;
    }

    public Attachment ToAttachment(ISealer sealer) =>
        new(Id, FieldId, sealer.OpenText(NameSealed), ContentType, SizeBytes, FileId, CompletedAt);

    /// <summary>A file that Biz Portal already has, named by a draft that was saved there.</summary>
    public static Upload FromUpstream(
        Guid draftId,
        SubmittedAttachment attachment,
        ISealer sealer,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.NewGuid(),
            DraftId = draftId,
            FieldId = attachment.FieldId,
            FileReferenceId = Guid.NewGuid(),
            FileId = attachment.FileId,
            NameSealed = sealer.SealText(FileNames.Clean(attachment.Name)),
            ContentType = attachment.ContentType,
            SizeBytes = Math.Max(1, attachment.FileSize),
            ChunkBytes = (int)Math.Clamp(attachment.FileSize, 1, int.MaxValue),
            ChunkCount = 1,
            CreatedAt = now,
            CompletedAt = attachment.UploadedAt.ToUniversalTime(),
        };
}
