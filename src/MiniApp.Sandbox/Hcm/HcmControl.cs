using System.Text.Json.Nodes;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Control;

namespace MiniApp.Sandbox.Hcm;

/// <summary><c>/_sandbox/hcm</c>: what HCM holds now and held before, and changes as HR would make them.</summary>
internal sealed class HcmControl(HcmWorkers workers, HcmAuthentication authentication)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(ControlApi.Root + "/hcm");
        api.MapGet("/workers", c => c.Json(200, workers.All));
        api.MapPost("/workers/{key}/{list}/{n:int}", Change);
        api.MapPost("/reset", Reset);
        api.MapPost("/forget-tokens", Forget);
    }

    /// <summary>Fields laid over the n-th record of a list; <c>worker/0</c> takes DateOfBirth and Suspended.</summary>
    private async Task Change(HttpContext context)
    {
        var key = (string)context.GetRouteValue("key")!;
        var list = (string)context.GetRouteValue("list")!;
        var n = int.Parse((string)context.GetRouteValue("n")!, System.Globalization.CultureInfo.InvariantCulture);
        var worker = workers.All.FirstOrDefault(w => w.Key == key);
        if (
            worker is null
            || (list != "worker" && !(worker.Children.TryGetValue(list, out var rows) && n < rows.Count))
        )
        {
            throw new ContractException(404, "no such record");
        }
        var fields =
            await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject
            ?? throw new ContractException(400, "the body must be a JSON object");
        new HcmPatch(workers).ByHr(key, list, n, fields);
        await context.Json(200, workers.All.First(w => w.Key == key));
    }

    private Task Reset(HttpContext context)
    {
        workers.Reset();
        return context.Json(200, new { reset = true });
    }

    private Task Forget(HttpContext context)
    {
        authentication.ForgetTokens();
        return context.Json(200, new { forgotten = true });
    }
}
