using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>
/// One-time passwords by SMS: 6 digits, five minutes, five wrong tries, one request a minute, good for one Create.
/// Verifying twice before Create is allowed, because the first answer may have been lost. [C]
/// </summary>
internal sealed class OtpApi(SandboxState state)
{
    public const int MaxWrongTries = 5;

    public async Task Request(HttpContext context, Caller caller)
    {
        var body = await StrictJson.Read(
            context,
            new FieldRule("identityId", Required: true, JsonValueKind.String),
            new FieldRule("type", Required: true, JsonValueKind.Number)
        );
        if (!body.GetProperty("type").TryGetInt32(out var type) || type != 0)
        {
            throw new ContractException(400, "type must be 0 (request for sending an application)");
        }
        if (body.Text("identityId") != caller.IdentityId)
        {
            await context.Refuse("identityId is not the session's");
            return;
        }
        if (caller.Persona.MobileNumber is not { } mobile)
        {
            await context.Refuse("no mobile number is registered for this identity");
            return;
        }
        var (sent, wait) = Send(caller.IdentityId, mobile);
        await (
            sent is null
                ? context.Refuse(
                    string.Create(CultureInfo.InvariantCulture, $"please wait {wait} seconds before the next OTP")
                )
                : context.Ok(new { mobileNumber = Mask(mobile), @ref = sent.Ref })
        );
    }

    public async Task Verify(HttpContext context, Caller caller)
    {
        var body = await StrictJson.Read(
            context,
            new FieldRule("identityId", Required: true, JsonValueKind.String),
            new FieldRule("otp", Required: true, JsonValueKind.String)
        );
        if (body.Text("identityId") != caller.IdentityId)
        {
            await context.Refuse("identityId is not the session's");
            return;
        }
        var reason = Check(caller.IdentityId, body.Text("otp")!);
        // Status 0 either way: the call worked, the answer is in isValid. [D]
        await context.Json(
            200,
            new Envelope(0, reason is null ? "success" : "invalid", reason, new { isValid = reason is null })
        );
    }

    /// <summary>Null when the OTP may be spent on a Create; otherwise why not. Call with the gate held.</summary>
    public static string? WhyNotSpendable(Otp? otp, string code, DateTimeOffset now) =>
        otp switch
        {
            null or { Consumed: true } => "the OTP was already used, or none was requested",
            { Verified: false } => "the OTP is not verified",
            _ when otp.ExpiresAt <= now => "the OTP has expired",
            _ when otp.Code != code => "the OTP is wrong",
            _ => null,
        };

    private (Otp? Sent, int WaitSeconds) Send(string identityId, string mobile)
    {
        lock (state.Gate)
        {
            var now = state.Now;
            if (state.Otps.Find(identityId) is { } last && last.SentAt + state.Options.OtpInterval > now)
            {
                return (null, (int)Math.Ceiling((last.SentAt + state.Options.OtpInterval - now).TotalSeconds));
            }
            var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
            var reference = RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 4);
            var otp = new Otp(
                identityId,
                code,
                reference,
                now,
                now + state.Options.OtpLifetime,
                WrongTries: 0,
                Verified: false,
                Consumed: false
            );
            state.Otps.Save(otp);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"Biz Portal: รหัส OTP {code} (Ref: {reference}) ใช้ได้ {state.Options.OtpLifetime.TotalMinutes:0} นาที"
            );
            state.Messages.Save(new Sms(Guid.NewGuid().ToString("N"), identityId, mobile, code, reference, text, now));
            return (otp, 0);
        }
    }

    private string? Check(string identityId, string code)
    {
        lock (state.Gate)
        {
            var otp = state.Otps.Find(identityId);
            if (otp is null or { Consumed: true })
            {
                return "the OTP was already used, or none was requested";
            }
            if (otp.ExpiresAt <= state.Now)
            {
                return "the OTP has expired";
            }
            if (otp.WrongTries >= MaxWrongTries)
            {
                return "too many wrong tries: request a new OTP";
            }
            if (otp.Code != code)
            {
                state.Otps.Save(otp with { WrongTries = otp.WrongTries + 1 });
                return "the OTP is wrong";
            }
            state.Otps.Save(otp with { Verified = true });
            return null;
        }
    }

    private static string Mask(string mobile) => $"{mobile[..2]}x-xxx-{mobile[^4..]}";
}
