using System.Text.Json;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Faults;
using MiniApp.Sandbox.Linkage;
using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Control;

/// <summary>
/// <c>/_sandbox</c>: what the console, tests and benchmarks drive the sandbox with. JSON in camelCase, lists bare.
/// </summary>
internal sealed class ControlApi(SandboxServer server, SandboxState state, FaultSwitchboard faults, CallLog calls)
{
    public const string Root = "/_sandbox";

    private readonly FileApi _files = new(state);
    private readonly LinkMaker _links = new(state);

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root);
        api.MapGet("/personas", c => c.Json(200, PersonaCatalog.All.Select(Describe)));
        api.MapGet("/forms", c => c.Json(200, state.Applications.Select(Describe)));
        api.MapPost("/links", MakeLink);
        api.MapGet("/sms", Messages);
        api.MapGet("/requests", c => c.Json(200, state.Requests.All.OrderBy(r => r.Number)));
        api.MapGet("/drafts", c => c.Json(200, state.Drafts.All.OrderBy(d => d.CreatedAt)));
        api.MapGet("/files", Files);
        api.MapGet("/files/{id}/content", Content);
        api.MapGet("/calls", async c => await c.Json(200, await calls.Read(c.RequestAborted)));
        api.MapGet("/faults", c => c.Json(200, faults.Rules));
        api.MapGet("/faults/applied", c => c.Json(200, faults.Applied));
        api.MapPut("/faults", c => SwitchOn(c, faults.Set));
        api.MapPost("/faults", c => SwitchOn(c, faults.Add));
        api.MapDelete("/faults", ClearFaults);
        api.MapPost("/reset", Reset);
    }

    private static object Describe(Persona p) =>
        new
        {
            p.Id,
            p.Name,
            p.IdentityId,
            p.IdentityType,
            p.MobileNumber,
            p.OneIdMobile,
            p.Description,
            Linkage = LinkageRegister.NoteOf(p),
            p.Profile,
        };

    private static object Describe(KeyValuePair<string, SandboxApplication> form) =>
        new
        {
            Code = form.Key,
            form.Value.ApplicationId,
            form.Value.ServiceNo,
            form.Value.Version,
            form.Value.TitleTh,
            form.Value.TitleEn,
            form.Value.Applicants,
        };

    private async Task MakeLink(HttpContext context)
    {
        var body = await StrictJson.Read(
            context,
            new FieldRule("persona", Required: true, JsonValueKind.String),
            new FieldRule("formCode", Required: true, JsonValueKind.String),
            new FieldRule("draftId", Required: false, JsonValueKind.String)
        );
        var persona =
            state.People.ById(body.Text("persona")!)
            ?? throw new ContractException(404, $"no persona '{body.Text("persona")}'");
        var code = state.Applications.Keys.FirstOrDefault(k =>
            k.Equals(body.Text("formCode"), StringComparison.OrdinalIgnoreCase)
        );
        if (code is null)
        {
            throw new ContractException(
                404,
                $"no form '{body.Text("formCode")}'; known: {string.Join(", ", state.Applications.Keys)}"
            );
        }
        var draftId = body.Text("draftId") is { Length: > 0 } id ? id : null;
        var (url, token) = _links.Make(persona, code, draftId, server.PortalBaseUrl);
        await context.Json(
            200,
            new
            {
                url,
                token,
                draftId,
            }
        );
    }

    private Task Messages(HttpContext context)
    {
        var identityId = context.Request.Query["identityId"].ToString();
        return context.Json(
            200,
            state
                .Messages.All.Where(m => identityId.Length == 0 || m.IdentityId == identityId)
                .OrderBy(m => m.SentAt)
                .Select(m => new
                {
                    m.IdentityId,
                    m.MobileNumber,
                    m.Otp,
                    m.Ref,
                    m.Text,
                    m.SentAt,
                })
        );
    }

    private async Task Files(HttpContext context)
    {
        var list = new List<object>();
        foreach (var file in state.Files.All.OrderBy(f => f.UpdatedAt))
        {
            list.Add(
                new
                {
                    Id = file.FileId,
                    file.Name,
                    file.Size,
                    Sha256 = file.Complete ? await _files.Sha256(file, context.RequestAborted) : null,
                    file.ContentType,
                    file.IdentityId,
                    file.Complete,
                    file.FileReferenceId,
                    file.Chunks,
                    Received = file.Segments.Count,
                }
            );
        }
        await context.Json(200, list);
    }

    private async Task Content(HttpContext context)
    {
        if (state.Files.Find(context.GetRouteValue("id") as string ?? "") is not { Complete: true } file)
        {
            throw new ContractException(404, "no such file, or not complete");
        }
        // Always a download: an uploaded page must not run inside the console.
        var name = Uri.EscapeDataString(file.Name);
        context.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{name}";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await _files.Send(context, file, file.ContentType);
    }

    private async Task SwitchOn(HttpContext context, Action<List<FaultRule>> switchOn)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new ContractException(400, $"the body is not valid JSON: {e.Message}");
        }
        using (document)
        {
            var rules = FaultKinds.Parse(document.RootElement.Clone());
            // Without a route there is no call to wait for: now means now.
            if (rules.RemoveAll(r => r is { Kind: FaultKinds.ExpireTokens, Route: null or "", Times: 1 }) > 0)
            {
                state.ExpireAccessTokens();
            }
            switchOn(rules);
        }
        await context.Json(200, faults.Rules);
    }

    private Task ClearFaults(HttpContext context)
    {
        faults.Clear();
        return context.Json(200, faults.Rules);
    }

    private Task Reset(HttpContext context)
    {
        state.Reset();
        faults.Clear();
        calls.Clear();
        return context.Json(200, new { reset = true });
    }
}
