using System.Globalization;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>
/// Create: takes a license request, once per OTP. An <c>Idempotency-Key</c> header, if sent, makes a repeat by the same
/// identity answer the first result instead of a second request. [C]
/// </summary>
internal sealed class ApplicationRequestApi(SandboxState state)
{
    public async Task Create(HttpContext context, Caller caller)
    {
        var (version, serviceNo) = BizPortalEndpoints.RequireServiceHeaders(context, caller);
        var body = await CreateBody.Read(context);
        if (body.Refusal(caller) is { } refusal)
        {
            await context.Refuse(refusal);
            return;
        }
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        string? reason;
        ReceivedRequest? request;
        lock (state.Gate)
        {
            var forgets = state.Options.ForgetsKeys;
            request = key.Length == 0 || forgets ? null : state.RequestByKey(caller.IdentityId, key);
            reason = null;
            if (request is null)
            {
                var otp = state.Otps.Find(caller.IdentityId);
                if (forgets && otp is not null)
                {
                    otp = otp with { Consumed = false };
                }
                reason = OtpApi.WhyNotSpendable(otp, body.Otp, state.Now) ?? MissingAttachment(body, caller);
                if (reason is null)
                {
                    state.Otps.Save(otp! with { Consumed = true });
                    request = Accept(caller, body, version, serviceNo, key.Length == 0 ? null : key);
                }
            }
        }
        await (request is null ? context.Refuse(reason!) : context.Ok(new { requestId = request.RequestId }));
    }

    private string? MissingAttachment(CreateBody body, Caller caller)
    {
        foreach (var fileId in body.FileIds)
        {
            if (state.Files.Find(fileId) is not { Complete: true } file || file.IdentityId != caller.IdentityId)
            {
                return $"attachment '{fileId}' does not exist for this identity";
            }
        }
        return null;
    }

    private ReceivedRequest Accept(Caller caller, CreateBody body, string version, string serviceNo, string? key)
    {
        var number = state.NextRequestNumber();
        var bangkok = state.Now.ToOffset(TimeSpan.FromHours(7));
        // Readable on the phone: service, Buddhist year and month, running number.
        var requestId = string.Create(
            CultureInfo.InvariantCulture,
            $"{caller.Application.ServiceNo}-{(bangkok.Year + 543) % 100:00}{bangkok.Month:00}-{number:00000}"
        );
        var request = new ReceivedRequest(
            requestId,
            number,
            caller.IdentityId,
            caller.Persona.IdentityTypeNumber,
            caller.Session.FormCode,
            caller.Application.ApplicationId,
            version,
            serviceNo,
            key,
            body.WithoutOtp(),
            body.Data,
            body.Description,
            state.Now
        );
        state.SaveRequest(request);
        return request;
    }
}
