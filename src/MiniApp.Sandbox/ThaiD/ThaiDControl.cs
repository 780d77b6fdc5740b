using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Control;

namespace MiniApp.Sandbox.ThaiD;

/// <summary><c>/_sandbox/thaid</c>: who has the app, and new keys on demand.</summary>
internal sealed class ThaiDControl(ThaiDKeys keys, ThaiDSignIns signIns)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ControlApi.Root + "/thaid");
        api.MapGet("/people", c => c.Json(200, ThaiDPeople.All));
        api.MapPost("/rotate", Rotate);
        api.MapPost("/forget", Forget);
    }

    /// <summary>A new signing key; with <c>?drop=true</c> the old one leaves the key set at once.</summary>
    private Task Rotate(HttpContext context)
    {
        keys.Rotate(drop: context.Request.Query["drop"] == "true");
        return context.Json(200, keys.PublicKeys());
    }

    /// <summary>Sign-ins under way and tokens are over.</summary>
    private Task Forget(HttpContext context)
    {
        signIns.Clear();
        return context.Json(200, new { forgotten = true });
    }
}
