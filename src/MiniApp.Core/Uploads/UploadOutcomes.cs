using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.Uploads;

/// <summary>Why a file was not taken.</summary>
public enum UploadRefusal
{
    NotFound,
    Empty,
    TooBig,
    WrongType,
    TooMany,
    WrongChunk,
    DraftClosed,

    /// <summary>The session came without a link, and only its token lets a file go to Biz Portal.</summary>
    NeedsLink,
}

/// <summary>What came of announcing a file: either <see cref="Upload"/> or <see cref="Refusal"/>.</summary>
public sealed record UploadBegun(Upload? Upload, UploadRefusal? Refusal)
{
    public static implicit operator UploadBegun(UploadRefusal refusal) => new(null, refusal);
}

/// <summary>What came of one chunk.</summary>
/// <param name="Attachment">The file as it is now; null when the chunk was refused or did not arrive.</param>
/// <param name="Failure">Biz Portal did not take the chunk: send it again, unless the session is over.</param>
public sealed record ChunkReceived(Attachment? Attachment, UploadRefusal? Refusal, BizPortalFailure? Failure)
{
    public static implicit operator ChunkReceived(UploadRefusal refusal) => new(null, refusal, null);
}
