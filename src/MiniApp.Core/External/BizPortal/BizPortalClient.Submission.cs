using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.External.BizPortal;

/// <content>The one-time password and the submission it is for.</content>
public sealed partial class BizPortalClient
{
    /// <summary>Sends a code to the mobile number Biz Portal has for the applicant.</summary>
    public async Task<OtpSent> RequestOtpAsync(
        IBizPortalSession session,
        string identityId,
        CancellationToken cancellationToken
    )
    {
        var call = Post("RequestOtp", "SMS/OTP", new() { ["identityId"] = identityId, ["type"] = 0 });
        var sent = await DataAsync(call, session, cancellationToken);
        return sent is JsonObject
            ? new OtpSent(Mask(sent.Text("mobileNumber") ?? ""), sent.Text("ref") ?? "")
            : throw BizPortalEnvelope.Malformed(call.Operation);
    }

    /// <returns>Whether the code is right. A wrong one may also be Refused with a message.</returns>
    public async Task<bool> VerifyOtpAsync(
        IBizPortalSession session,
        string identityId,
        string otp,
        CancellationToken cancellationToken
    )
    {
        var call = Post("VerifyOtp", "SMS/VerifyOTP", new() { ["identityId"] = identityId, ["otp"] = otp });
        var answer = (await DataAsync(call, session, cancellationToken)).Member("isValid");
        return answer?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw BizPortalEnvelope.Malformed(call.Operation),
        };
    }

    /// <summary>The request as it goes on the wire: kept, it can be sent again byte for byte.</summary>
    public PreparedRequest Prepare(CreateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new PreparedRequest(
            BizPortalJson.Write(CreateBody(request)),
            request.Version,
            request.ServiceNo,
            request.IdempotencyKey
        );
    }

    /// <inheritdoc cref="CreateRequestAsync(IBizPortalSession, PreparedRequest, Func{CancellationToken, Task}, CancellationToken)"/>
    public Task<string> CreateRequestAsync(
        IBizPortalSession session,
        CreateRequest request,
        CancellationToken cancellationToken
    ) => CreateRequestAsync(session, Prepare(request), beforeSending: null, cancellationToken);

    /// <summary>
    /// Submits a license request. Never repeated by itself: after NoReply, ServerError or Malformed it may exist already.
    /// </summary>
    /// <param name="beforeSending">
    /// Runs right before the request leaves, also when it leaves again with a new token; throws to keep it from leaving.
    /// </param>
    /// <returns>The request's number.</returns>
    public async Task<string> CreateRequestAsync(
        IBizPortalSession session,
        PreparedRequest request,
        Func<CancellationToken, Task>? beforeSending,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = FormHeaders(request.Version, request.ServiceNo);
        if (request.IdempotencyKey is not null)
        {
            headers.Add(new("Idempotency-Key", request.IdempotencyKey));
        }
        var call = new BizPortalCall(
            "CreateRequest",
            HttpMethod.Post,
            "ApplicationRequest/Create",
            Repeat.Never,
            () => BizPortalJson.Body(request.Body)
        )
        {
            Headers = headers,
            BeforeSending = beforeSending,
        };
        var created = await DataAsync(call, session, cancellationToken);
        return created.Text("requestId") ?? created.AsText() ?? throw BizPortalEnvelope.Malformed(call.Operation);
    }

    private JsonObject CreateBody(CreateRequest request)
    {
        JsonObject body = new()
        {
            ["otp"] = request.Otp,
            ["identityId"] = request.Applicant.IdentityId,
            ["identityType"] = (int)request.Applicant.Type,
            ["applicationId"] = request.ApplicationId,
        };
        if (request.Area is { } area)
        {
            body["provinceID"] = Code(area.ProvinceCode);
            body["amphurID"] = Code(area.DistrictCode);
            body["tumbolID"] = Code(area.SubdistrictCode);
            body["province"] = area.Province;
            body["amphur"] = area.District;
            body["tumbol"] = area.Subdistrict;
        }
        body["data"] = Encode(request.Data);
        body["dataDescription"] = Encode(request.DataDescription);
        return body;
    }

    private static JsonNode? Code(string? code) =>
        code is null ? null : int.Parse(code, NumberStyles.None, CultureInfo.InvariantCulture);

    private JsonNode Encode(JsonObject json) =>
        _options.DataEncoding == BizPortalDataEncoding.Object ? json.DeepClone() : BizPortalJson.Write(json);

    /// <summary>A number given in full keeps its last four digits; one that is masked already stays as it is.</summary>
    private static string Mask(string number)
    {
        var digits = number.Count(char.IsDigit);
        if (digits <= 6)
        {
            return number;
        }
        var seen = 0;
        return string.Concat(number.Select(c => char.IsDigit(c) && seen++ < digits - 4 ? 'x' : c));
    }
}
