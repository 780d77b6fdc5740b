using System.Text.Json;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Control;
using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox.Linkage;

/// <summary><c>/_sandbox/linkage</c>: what lies in whose card reader, whose right is asked for, and tokens that end.</summary>
internal sealed class LinkageControl(LinkageTokens tokens, LinkageReaders readers)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ControlApi.Root + "/linkage");
        api.MapGet("/readers", c => c.Json(200, readers.Describe()));
        api.MapPut("/reader", SetReader);
        api.MapPut("/right", SetRight);
        api.MapPost("/forget-tokens", ForgetTokens);
        api.MapPost("/reset", Reset);
    }

    /// <summary><c>{agent, state, citizen?}</c>; people by their key here or their ID number.</summary>
    private async Task SetReader(HttpContext context)
    {
        var body = await StrictJson.Read(
            context,
            new FieldRule("agent", Required: true, JsonValueKind.String),
            new FieldRule("state", Required: true, JsonValueKind.String),
            new FieldRule("citizen", Required: false, JsonValueKind.String)
        );
        if (!Enum.TryParse<ReaderState>(body.Text("state"), out var state) || !Enum.IsDefined(state))
        {
            throw new ContractException(400, $"state must be one of {string.Join(", ", Enum.GetNames<ReaderState>())}");
        }
        var hasCitizen = !string.IsNullOrEmpty(body.Text("citizen"));
        if (hasCitizen != (state == ReaderState.CitizenAvailable))
        {
            throw new ContractException(400, "a citizen goes with CitizenAvailable, and with no other state");
        }
        readers.Set(
            NumberOf(body.Text("agent")!, key => ThaiDPeople.ById(key)?.NationalId),
            new CardReader(
                state,
                hasCitizen ? NumberOf(body.Text("citizen")!, key => PersonaCatalog.ById(key)?.IdentityId) : null
            )
        );
        await context.Json(200, readers.Describe());
    }

    /// <summary><c>{right}</c>: <c>officer</c> gives data on everybody, <c>citizen</c> only on whose card is in the reader.</summary>
    private async Task SetRight(HttpContext context)
    {
        var body = await StrictJson.Read(context, new FieldRule("right", Required: true, JsonValueKind.String));
        readers.NeedsCitizenCard = body.Text("right") switch
        {
            "officer" => false,
            "citizen" => true,
            _ => throw new ContractException(400, "right must be officer or citizen"),
        };
        await context.Json(200, new { right = body.Text("right") });
    }

    private Task ForgetTokens(HttpContext context)
    {
        tokens.Forget();
        return context.Json(200, new { forgotten = true });
    }

    private Task Reset(HttpContext context)
    {
        readers.Reset();
        tokens.Forget();
        return context.Json(200, new { reset = true });
    }

    private static string NumberOf(string text, Func<string, string?> find) =>
        text.Length == 13 && text.All(char.IsAsciiDigit)
            ? text
            : find(text) ?? throw new ContractException(404, $"nobody is called '{text}' here");
}
