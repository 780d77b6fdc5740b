using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.OneId;

/// <summary>
/// Section 6 of the contract: sign-in by mobile number and ID card number. [D] The document leaves open: a code works for
/// five minutes and five wrong tries, once; the client is checked on both calls; the HTTP status is the envelope's code. [C]
/// </summary>
internal sealed class OneIdApi(SandboxState state)
{
    public const string Root = "/api/v1/citizen";
    public const string ClientId = "miniapp-sandbox";

    private const string InvalidRequest = "invalid request";
    private const int MaxWrongTries = 5;

    private static readonly string[] Senders =
    [
        "TAXBOX",
        "eKYC_Info",
        "OneService",
        "OnePlatform",
        "OTP_SMS",
        "ONE.TH",
        "MOPH-DID",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root + "/oauth/mobile-and-idcard");
        api.MapPost("", Request);
        api.MapPost("/otp/confirm", Confirm);
    }

    /// <summary>A refusal in ONE ID's envelope. Tests name one of the document's messages; its code follows from it.</summary>
    public static Task Fail(HttpContext context, string message) =>
        Fail(
            context,
            message is "user mobile not found" or "id_card_num mismatch" or "otp invalid" or "client_id not found"
                ? 404
                : 400,
            message
        );

    private static Task Fail(HttpContext context, int code, string message, string? detail = null) =>
        context.Json(code, new OneIdEnvelope("Fail", detail, message, code));

    private async Task Request(HttpContext context)
    {
        if (await Read(context, ["mobile_no", "id_card_num"], "sms_sender") is not { } body)
        {
            return;
        }
        var (mobile, idCard) = (body.Text("mobile_no")!, body.Text("id_card_num")!);
        if (body.Text("sms_sender") is { } sender && !Senders.Contains(sender))
        {
            await Fail(context, 400, InvalidRequest, $"sms_sender '{sender}' is not one of the list");
            return;
        }
        if (idCard.Length != 13 || !idCard.All(char.IsAsciiDigit) || !HasCheckDigit(idCard))
        {
            await Fail(context, "invalid format id_card_num");
            return;
        }
        if (People.ByOneIdMobile(mobile) is not { } person)
        {
            await Fail(context, "user mobile not found");
            return;
        }
        if (person.IdentityId != idCard)
        {
            await Fail(context, "id_card_num mismatch");
            return;
        }
        await (
            Send(mobile, idCard) is { } code
                ? context.Json(
                    200,
                    new OneIdEnvelope("Success", new { otp = code.Code, ref_code = code.Ref }, null, 200)
                )
                : Fail(context, "please wait about 1 minute before request OTP again")
        );
    }

    private async Task Confirm(HttpContext context)
    {
        if (await Read(context, ["mobile_no", "ref_code", "otp"]) is not { } body)
        {
            return;
        }
        var mobile = body.Text("mobile_no")!;
        if (People.ByOneIdMobile(mobile) is not { } person)
        {
            await Fail(context, "user mobile not found");
            return;
        }
        if (!Spend(mobile, body.Text("ref_code")!, body.Text("otp")!))
        {
            await Fail(context, "otp invalid");
            return;
        }
        var lifetime = state.Options.AccessTokenLifetime;
        var until = (state.Now + lifetime).ToOffset(TimeSpan.FromHours(7));
        var data = new
        {
            token_type = "Bearer",
            expires_in = (long)lifetime.TotalSeconds,
            access_token = SandboxState.NewSecret(),
            refresh_token = SandboxState.NewSecret(),
            expiration_date = until.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            account_id = SandboxState.Hash(mobile)[..12],
            username = person.Id,
            login_by = "mobile_no and id_card",
        };
        await context.Json(200, new OneIdEnvelope("Success", data, null, 200));
    }

    /// <summary>The body with exactly these fields, from a known client; otherwise answers and gives null.</summary>
    private async Task<JsonElement?> Read(HttpContext context, string[] required, params string[] optional)
    {
        try
        {
            var body = await StrictJson.Read(
                context,
                [
                    .. Rules(["client_id", "client_secret", .. required], required: true),
                    .. Rules(optional, required: false),
                ]
            );
            if (required.FirstOrDefault(name => string.IsNullOrWhiteSpace(body.Text(name))) is { } empty)
            {
                throw new ContractException(400, $"field '{empty}' is empty");
            }
            if (body.Text("client_id") == ClientId && body.Text("client_secret") == state.Settings.OneIdSecret)
            {
                return body;
            }
            await Fail(context, "client_id not found");
        }
        catch (ContractException breach)
        {
            // The document has one message for all of these; what it is about stands beside it.
            await Fail(context, 400, InvalidRequest, breach.Message);
        }
        return null;
    }

    private static IEnumerable<FieldRule> Rules(IEnumerable<string> names, bool required) =>
        names.Select(name => new FieldRule(name, required, JsonValueKind.String));

    /// <returns>Null within a minute of the last one.</returns>
    private OneIdCode? Send(string mobile, string identityId)
    {
        lock (state.Gate)
        {
            var now = state.Now;
            if (state.OneIdCodes.Find(mobile) is { } last && last.SentAt + state.Options.OtpInterval > now)
            {
                return null;
            }
            var code = new OneIdCode(
                mobile,
                RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture),
                RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6),
                now,
                WrongTries: 0,
                Used: false
            );
            state.OneIdCodes.Save(code);
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"ONE ID: รหัส OTP {code.Code} (Ref: {code.Ref}) ใช้ได้ {state.Options.OtpLifetime.TotalMinutes:0} นาที"
            );
            state.Messages.Save(
                new Sms(Guid.NewGuid().ToString("N"), identityId, mobile, code.Code, code.Ref, text, now)
            );
            return code;
        }
    }

    private bool Spend(string mobile, string reference, string typed)
    {
        lock (state.Gate)
        {
            if (
                state.OneIdCodes.Find(mobile) is not { Used: false, WrongTries: < MaxWrongTries } code
                || code.Ref != reference
                || code.SentAt + state.Options.OtpLifetime <= state.Now
            )
            {
                return false;
            }
            var right = code.Code == typed;
            state.OneIdCodes.Save(right ? code with { Used = true } : code with { WrongTries = code.WrongTries + 1 });
            return right;
        }
    }

    private static bool HasCheckDigit(string id)
    {
        var sum = id.Take(12).Select((digit, i) => (digit - '0') * (13 - i)).Sum();
        return (11 - sum % 11) % 10 == id[12] - '0';
    }
}
