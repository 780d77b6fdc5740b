using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>
/// Profiles and drafts. Everything is bound to the session's identity: another identity, and a draft that is missing
/// or somebody else's, get the same status 3. [C] An <c>Idempotency-Key</c> header on the creation of a draft, if sent, makes
/// a repeat by the same identity answer the first draft as it is, instead of creating a second one. [C]
/// </summary>
internal sealed class DataProviderApi(SandboxState state)
{
    private const string NoProfile = "no profile for this identity";
    private const string NoDraft = "no such draft";

    /// <summary>What persons and companies have in common, and the citizen's own part.</summary>
    public static Task Profile(HttpContext context, Caller caller)
    {
        if (!IsCaller(context, caller))
        {
            return context.Refuse(NoProfile);
        }
        var profile = JsonObject.Create(caller.Persona.Profile)!;
        profile.Remove("juristicInformation");
        return context.Ok(profile);
    }

    public static Task JuristicProfile(HttpContext context, Caller caller) =>
        IsCaller(context, caller) && caller.Persona.IsJuristic
            ? context.Ok(caller.Persona.Profile)
            : context.Refuse(NoProfile);

    public Task ReadDraft(HttpContext context, Caller caller)
    {
        BizPortalEndpoints.RequireServiceHeaders(context, caller);
        var draft = Find(context.GetRouteValue("draftId") as string, caller);
        return draft is null
            ? context.Refuse(NoDraft)
            : context.Ok(
                new
                {
                    draft.DraftId,
                    draft.IdentityId,
                    draft.ApplicationId,
                    draft.Data,
                    draft.UpdatedAt,
                }
            );
    }

    public async Task SaveDraft(HttpContext context, Caller caller)
    {
        var (version, serviceNo) = BizPortalEndpoints.RequireServiceHeaders(context, caller);
        var body = await StrictJson.Read(
            context,
            new FieldRule("draftId", Required: false, JsonValueKind.String),
            new FieldRule("identityId", Required: true, JsonValueKind.String),
            new FieldRule("applicationId", Required: true, JsonValueKind.String, JsonValueKind.Number),
            new FieldRule("data", Required: true, JsonValueKind.Object, JsonValueKind.String)
        );
        if (body.Text("identityId") != caller.IdentityId)
        {
            await context.Refuse(NoDraft);
            return;
        }
        if (body.GetProperty("applicationId").ToString() != caller.Application.ApplicationId)
        {
            await context.Refuse("applicationId is not the application this session opened");
            return;
        }
        var draftId = body.Text("draftId");
        var isNew = string.IsNullOrEmpty(draftId);
        var key = isNew ? context.Request.Headers["Idempotency-Key"].ToString() : "";
        Draft? saved;
        lock (state.Gate)
        {
            var known = isNew ? null : Find(draftId, caller);
            saved = key.Length == 0 ? null : state.DraftByKey(caller.IdentityId, key);
            if (saved is null && (isNew || known is not null))
            {
                saved = new Draft(
                    known?.DraftId ?? Guid.NewGuid().ToString(),
                    caller.IdentityId,
                    caller.Session.FormCode,
                    caller.Application.ApplicationId,
                    version,
                    serviceNo,
                    body.GetProperty("data"),
                    known?.CreatedAt ?? state.Now,
                    state.Now,
                    known is null ? (key.Length == 0 ? null : key) : known.IdempotencyKey
                );
                state.SaveDraft(saved);
            }
        }
        await (saved is null ? context.Refuse(NoDraft) : context.Ok(new { saved.DraftId }));
    }

    private static bool IsCaller(HttpContext context, Caller caller) =>
        context.GetRouteValue("identityId") as string == caller.IdentityId;

    private Draft? Find(string? draftId, Caller caller) =>
        state.Drafts.Find(draftId ?? "") is { } draft
        && draft.IdentityId == caller.IdentityId
        && draft.FormCode == caller.Session.FormCode
            ? draft
            : null;
}
