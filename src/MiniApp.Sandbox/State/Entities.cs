using System.Text.Json;

namespace MiniApp.Sandbox.State;

/// <summary>The single-use token of a link. Only its hash is kept.</summary>
internal sealed record UrlToken(
    string Hash,
    string IdentityId,
    string FormCode,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt
);

/// <summary>What one Login opened. Tokens are kept as hashes; Refresh replaces both. [C]</summary>
internal sealed record Session(
    string UserId,
    string IdentityId,
    string FormCode,
    string AccessHash,
    DateTimeOffset AccessExpiresAt,
    string RefreshHash
);

internal sealed record Draft(
    string DraftId,
    string IdentityId,
    string FormCode,
    string ApplicationId,
    string Version,
    string ServiceNo,
    JsonElement Data,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? IdempotencyKey
);

/// <summary>The latest OTP of an identity; a new one replaces it.</summary>
internal sealed record Otp(
    string IdentityId,
    string Code,
    string Ref,
    DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt,
    int WrongTries,
    bool Verified,
    bool Consumed
);

internal sealed record Sms(
    string Id,
    string IdentityId,
    string MobileNumber,
    string Otp,
    string Ref,
    string Text,
    DateTimeOffset SentAt
);

/// <summary>The latest code of ONE ID for a mobile number; a new one replaces it.</summary>
internal sealed record OneIdCode(
    string MobileNumber,
    string Code,
    string Ref,
    DateTimeOffset SentAt,
    int WrongTries,
    bool Used
);

/// <summary>An uploaded file or one still arriving. The bytes stay in segments, one per chunk, and are read one after the other.</summary>
/// <param name="FileId">Names the folder of the segments; means nothing to callers until the file is complete.</param>
/// <param name="Complete">Every chunk is there.</param>
/// <param name="Sha256">Lower-case hex of the whole content; computed when first asked for if there are several segments.</param>
internal sealed record StoredFile(
    string FileId,
    bool Complete,
    string IdentityId,
    string FileReferenceId,
    string Name,
    string ContentType,
    int Chunks,
    IReadOnlyDictionary<int, Segment> Segments,
    string? Sha256,
    DateTimeOffset UpdatedAt
)
{
    public long Size => Segments.Values.Sum(s => s.Size);
}

/// <summary>The bytes of one chunk.</summary>
/// <param name="File">File name inside the folder of its file.</param>
internal sealed record Segment(string File, long Size, string Sha256);

/// <summary>A license request that Biz Portal accepted, as it came.</summary>
internal sealed record ReceivedRequest(
    string RequestId,
    int Number,
    string IdentityId,
    int IdentityType,
    string FormCode,
    string ApplicationId,
    string Version,
    string ServiceNo,
    string? IdempotencyKey,
    JsonElement Body,
    JsonElement Data,
    JsonElement DataDescription,
    DateTimeOffset ReceivedAt
);

/// <summary>Keys that must survive a restart and never be committed.</summary>
internal sealed record SandboxSettings(
    string LinkKey,
    string LinkIv,
    Dictionary<string, string> ApplicationKeys,
    string? OneIdSecret = null
);
