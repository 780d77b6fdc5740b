using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using MiniApp.Core.Applicants;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.External.BizPortal;

/// <summary>
/// Every call of Biz Portal's contract. Whatever goes wrong is a <see cref="BizPortalException"/>, except that the
/// caller's own cancellation stays an <see cref="OperationCanceledException"/>. An expired token is renewed and the call
/// repeated. Thread-safe. Files
/// and submitting are in files of their own.
/// </summary>
public sealed partial class BizPortalClient
{
    private readonly BizPortalTransport _transport;
    private readonly BizPortalOptions _options;

    internal BizPortalClient(BizPortalTransport transport, IOptions<BizPortalOptions> options)
    {
        _transport = transport;
        _options = options.Value;
    }

    /// <summary>Exchanges a link's Url Token, which works once.</summary>
    /// <exception cref="BizPortalException">Refused or SessionOver: the token is used, expired or not for this form.</exception>
    public Task<BizPortalTokens> LoginAsync(
        string applicationKey,
        string urlToken,
        CancellationToken cancellationToken
    ) =>
        TokensAsync(
            Post("Login", "Authenication/Login", new() { ["applicationKey"] = applicationKey, ["token"] = urlToken }),
            cancellationToken
        );

    /// <summary>New tokens for a session. The old refresh token may be void afterwards.</summary>
    /// <exception cref="BizPortalException">Refused or SessionOver: Biz Portal ended the session.</exception>
    public async Task<BizPortalTokens> RefreshAsync(
        string userId,
        string refreshToken,
        CancellationToken cancellationToken
    )
    {
        BizPortalCall To(string path) =>
            Post("Refresh", path, new() { ["userId"] = userId, ["refreshToken"] = refreshToken });
        try
        {
            return await TokensAsync(To("Authenication/Refresh"), cancellationToken);
        }
        catch (BizPortalException e) when (e.HttpStatus == 404)
        {
            // The document prints both spellings.
            return await TokensAsync(To("Authenication/Refesh"), cancellationToken);
        }
    }

    /// <summary>Ends a session on Biz Portal's side.</summary>
    public async Task RevokeAsync(
        string userId,
        string refreshToken,
        string accessToken,
        CancellationToken cancellationToken
    )
    {
        var call = Post(
            "Revoke",
            "Authenication/Revoke",
            new() { ["userId"] = userId, ["refreshToken"] = refreshToken }
        );
        var answer = await _transport.SendAsync(call, accessToken, BizPortalTransport.ReadJsonAsync, cancellationToken);
        BizPortalEnvelope.Data(call.Operation, answer);
    }

    public async Task<ApplicantProfile> GetProfileAsync(
        IBizPortalSession session,
        Applicant applicant,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(applicant);
        var kind = applicant.Type == ApplicantType.Juristic ? "JuristicProfile" : "Profile";
        var call = Read(
            kind,
            $"DataProvider/{kind}{_options.ProfileVersion}/{BizPortalCall.Segment(applicant.IdentityId)}"
        );
        return await DataAsync(call, session, cancellationToken) is JsonObject profile
            ? new ApplicantProfile(profile)
            : throw BizPortalEnvelope.Malformed(call.Operation);
    }

    /// <summary>The form tree as it was saved.</summary>
    /// <param name="formVersion">Sent as <c>x-version</c>.</param>
    /// <param name="serviceNo">Sent as <c>x-serviceno</c>.</param>
    public async Task<JsonObject> GetDraftAsync(
        IBizPortalSession session,
        string draftId,
        string formVersion,
        string serviceNo,
        CancellationToken cancellationToken
    )
    {
        var call = Read("GetDraft", $"DataProvider/Draft/{BizPortalCall.Segment(draftId)}") with
        {
            Headers = FormHeaders(formVersion, serviceNo),
        };
        var draft = await DataAsync(call, session, cancellationToken);
        return AsObject(draft.Member("data")) ?? throw BizPortalEnvelope.Malformed(call.Operation);
    }

    /// <summary>Creates or overwrites a draft. Without a draft id it isn't repeated here: it could leave two.</summary>
    /// <returns>The draft's id.</returns>
    public async Task<string> SaveDraftAsync(
        IBizPortalSession session,
        SaveDraftRequest draft,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(draft);
        JsonObject body = [];
        if (draft.DraftId is not null)
        {
            body["draftId"] = draft.DraftId;
        }
        body["identityId"] = draft.IdentityId;
        body["applicationId"] = draft.ApplicationId;
        body["data"] = draft.Data.DeepClone();
        var headers = FormHeaders(draft.Version, draft.ServiceNo);
        if (draft is { DraftId: null, IdempotencyKey: { } key })
        {
            headers.Add(new("Idempotency-Key", key));
        }
        var call = Post("SaveDraft", "DataProvider/Draft", body) with
        {
            Repeat = draft.DraftId is null ? Repeat.IfNeverSent : Repeat.Always,
            Headers = headers,
        };
        var saved = await DataAsync(call, session, cancellationToken);
        return saved.Text("draftId") ?? draft.DraftId ?? throw BizPortalEnvelope.Malformed(call.Operation);
    }

    private async Task<BizPortalTokens> TokensAsync(BizPortalCall call, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(call, session: null, cancellationToken);
        var tokens = BizPortalEnvelope.DataOrBare(call.Operation, answer);
        if (
            tokens.Text("userId") is not { } userId
            || tokens.Text("token") is not { } accessToken
            || tokens.Text("refreshToken") is not { } refreshToken
        )
        {
            throw BizPortalEnvelope.Malformed(call.Operation);
        }
        DateTimeOffset? expiresAt = null;
        if (tokens.Number("expiration") is { } seconds and > 0 and < 100_000_000_000)
        {
            expiresAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        }
        return new BizPortalTokens(userId, accessToken, refreshToken, expiresAt);
    }

    private async Task<JsonNode?> DataAsync(
        BizPortalCall call,
        IBizPortalSession session,
        CancellationToken cancellationToken
    ) => BizPortalEnvelope.Data(call.Operation, await _transport.SendAsync(call, session, cancellationToken));

    private static BizPortalCall Post(string operation, string path, JsonObject body) =>
        new(operation, HttpMethod.Post, path, Repeat.IfNeverSent, () => BizPortalJson.Body(body));

    private BizPortalCall Read(string operation, string path) =>
        new(
            operation,
            _options.ReadMethod == BizPortalReadMethod.Get ? HttpMethod.Get : HttpMethod.Post,
            path,
            Repeat.Always
        );

    private static List<KeyValuePair<string, string>> FormHeaders(string version, string serviceNo) =>
        [new("x-version", version), new("x-serviceno", serviceNo)];

    /// <summary>An object, or JSON text of one.</summary>
    private static JsonObject? AsObject(JsonNode? node)
    {
        try
        {
            return node is JsonValue && node.AsText() is { } text
                ? BizPortalJson.Parse(text) as JsonObject
                : node as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
