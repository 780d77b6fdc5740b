using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Linkage;
using MiniApp.Sandbox.OneId;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Faults;

/// <summary>Plays the faults of the switchboard on calls to the simulated systems, never on the control API or the console.</summary>
internal sealed class FaultMiddleware(FaultSwitchboard switchboard, SandboxState state)
{
    /// <summary>Key in <c>HttpContext.Items</c>: the kinds that hit this call, for the call log.</summary>
    public static readonly object Applied = new();

    /// <summary>Key in <c>HttpContext.Items</c>: set when a fault cut the connection, for the call log.</summary>
    public static readonly object WasCut = new();

    /// <summary>Key in <c>HttpContext.Items</c>: how ThaiD's token answer is to be wrong.</summary>
    public static readonly object TokenFault = new();

    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (!SimulatedSystems.Include(context.Request.Path))
        {
            await next(context);
            return;
        }
        var faults = switchboard.Take(context.Request.Method, context.Request.Path.Value ?? "");
        context.Items[Applied] = faults.Select(f => f.Kind).ToArray();
        foreach (var fault in faults)
        {
            if (await Answered(context, fault))
            {
                return;
            }
        }
        var slow = faults.FirstOrDefault(f => f.Kind == FaultKinds.SlowBody);
        var drop = faults.Any(f => f.Kind == FaultKinds.DropReply);
        await Handle(context, next, slow, drop);
    }

    /// <summary>Faults before the handler. True when the call ends here.</summary>
    private async Task<bool> Answered(HttpContext context, FaultRule fault)
    {
        switch (fault.Kind)
        {
            case FaultKinds.Latency:
                await Task.Delay(fault.Number(0), context.RequestAborted);
                return false;
            case FaultKinds.ExpireTokens:
                state.ExpireAccessTokens();
                return false;
            case FaultKinds.Status:
                await context.Loud(fault.Number(500), "fault: status");
                return true;
            case FaultKinds.Envelope:
                var message = fault.Value is { ValueKind: JsonValueKind.String } text
                    ? text.GetString()!
                    : "fault: envelope";
                await (
                    context.Request.Path.StartsWithSegments(OneIdApi.Root) ? OneIdApi.Fail(context, message)
                    : context.Request.Path.StartsWithSegments(LinkageEndpoints.Root)
                        ? LinkageError.Answer(context, 200, message, "fault: envelope")
                    : context.Refuse(message)
                );
                return true;
            case FaultKinds.IdToken:
                context.Items[TokenFault] = fault.Value;
                return false;
            case FaultKinds.Garbage:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"status\":0,\"data\":{<<<", context.RequestAborted);
                return true;
            case FaultKinds.Reset or FaultKinds.Outage:
                Cut(context);
                return true;
            default:
                return false;
        }
    }

    private static void Cut(HttpContext context)
    {
        context.Items[WasCut] = true;
        context.Abort();
    }

    private static async Task Handle(HttpContext context, RequestDelegate next, FaultRule? slow, bool drop)
    {
        var real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (drop)
        {
            // The handler does its work and answers into nothing; then the connection breaks.
            context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
            await next(context);
            context.Features.Set(real);
            Cut(context);
            return;
        }
        if (slow is null)
        {
            await next(context);
            return;
        }
        await using var throttled = new ThrottledStream(real.Stream, slow.Number(1));
        var feature = new StreamResponseBodyFeature(throttled, real);
        context.Features.Set<IHttpResponseBodyFeature>(feature);
        await next(context);
        await feature.CompleteAsync();
        context.Features.Set(real);
    }
}
