using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.External.BizPortal;

// Records that carry secrets, identities or answers print only their name: they may end up in a log line.

/// <summary>What Login and Refresh give.</summary>
/// <param name="UserId">Goes with the refresh token; not the applicant's ID number.</param>
/// <param name="ExpiresAt">Null when Biz Portal did not say.</param>
public sealed record BizPortalTokens(string UserId, string AccessToken, string RefreshToken, DateTimeOffset? ExpiresAt)
{
    public override string ToString() => nameof(BizPortalTokens);
}

/// <summary>A draft to save.</summary>
/// <param name="DraftId">Null creates a draft.</param>
/// <param name="ApplicationId">Biz Portal's number for the license.</param>
/// <param name="Data">The form tree; comes back as it was.</param>
/// <param name="Version">Sent as <c>x-version</c>.</param>
/// <param name="ServiceNo">Sent as <c>x-serviceno</c>.</param>
/// <param name="IdempotencyKey">
/// One per draft, sent as <c>Idempotency-Key</c> when it is created: a repeat after a lost reply names the same draft.
/// </param>
public sealed record SaveDraftRequest(
    string? DraftId,
    string IdentityId,
    string ApplicationId,
    JsonObject Data,
    string Version,
    string ServiceNo,
    string? IdempotencyKey = null
)
{
    public override string ToString() => nameof(SaveDraftRequest);
}

/// <summary>A code was sent by SMS.</summary>
/// <param name="MaskedMobileNumber">At most six digits of it can be read; empty when Biz Portal did not say.</param>
/// <param name="Reference">Printed in the SMS too, so that people enter the code that belongs to this request.</param>
public sealed record OtpSent(string MaskedMobileNumber, string Reference);

/// <summary>Where a license is to be used. Codes are the official ones, digits only, sent as numbers.</summary>
public sealed record RequestArea(
    string? ProvinceCode,
    string? Province,
    string? DistrictCode,
    string? District,
    string? SubdistrictCode,
    string? Subdistrict
);

/// <summary>A license request to submit.</summary>
/// <param name="Otp">The code just verified.</param>
/// <param name="ApplicationId">Biz Portal's number for the license.</param>
/// <param name="Area">Null for a license that belongs to no place.</param>
/// <param name="Data">What the license system receives.</param>
/// <param name="DataDescription">Section title → field label → value, in Thai, for the tracking page.</param>
/// <param name="Version">Sent as <c>x-version</c>.</param>
/// <param name="ServiceNo">Sent as <c>x-serviceno</c>.</param>
/// <param name="IdempotencyKey">One per submission, kept over every repetition; sent as <c>Idempotency-Key</c>.</param>
public sealed record CreateRequest(
    string Otp,
    Applicant Applicant,
    string ApplicationId,
    RequestArea? Area,
    JsonObject Data,
    JsonObject DataDescription,
    string Version,
    string ServiceNo,
    string? IdempotencyKey
)
{
    public override string ToString() => nameof(CreateRequest);
}

/// <summary>A license request as it goes on the wire.</summary>
/// <param name="Body">JSON, code and all.</param>
/// <param name="IdempotencyKey">See <see cref="CreateRequest"/>.</param>
public sealed record PreparedRequest(string Body, string Version, string ServiceNo, string? IdempotencyKey)
{
    /// <summary>What it says, without the code: for the record.</summary>
    public JsonObject WithoutCode()
    {
        var body = JsonNode.Parse(Body)!.AsObject();
        body.Remove("otp");
        return body;
    }

    public override string ToString() => nameof(PreparedRequest);
}

/// <summary>One chunk of a file, or a whole small file (<paramref name="Count"/> 1).</summary>
/// <param name="FileReferenceId">Unique, the same for all chunks of a file.</param>
/// <param name="FileName">As the applicant's device named it; cleaned before it is sent.</param>
/// <param name="Content">Read once, exactly <paramref name="Length"/> bytes, never held in memory. Not disposed.</param>
/// <param name="Index">From 0.</param>
/// <param name="DocName">The document's name in the form, e.g. a copy of the house registration.</param>
/// <param name="FileTypeCode">The form's code for the kind of document.</param>
public sealed record UploadChunk(
    string FileReferenceId,
    string FileName,
    string ContentType,
    Stream Content,
    long Length,
    int Index = 0,
    int Count = 1,
    string? DocName = null,
    string? FileTypeCode = null,
    string? Remark = null
)
{
    public override string ToString() => $"chunk {Index + 1}/{Count}, {Length} bytes";
}

/// <summary>A chunk has arrived.</summary>
/// <param name="FileId">Set with the last chunk, once the file is whole; null before.</param>
/// <param name="FileSize">Bytes, where Biz Portal says.</param>
public sealed record UploadedChunk(
    string? FileId,
    string? FileReferenceId,
    string? Name,
    string? ContentType,
    long? FileSize
)
{
    public override string ToString() => $"{nameof(UploadedChunk)} {FileId}";
}
