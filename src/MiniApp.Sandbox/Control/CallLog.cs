using System.Collections.Concurrent;
using System.Diagnostics;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Faults;

namespace MiniApp.Sandbox.Control;

/// <summary>One call to a simulated system. No bodies and no query strings.</summary>
/// <param name="Status">HTTP status; 0 when the connection was cut.</param>
/// <param name="Ms">Milliseconds from the first header to the end of the answer.</param>
/// <param name="Faults">Kinds of fault that hit it.</param>
/// <param name="IdempotencyKey">That header's value, if sent.</param>
internal sealed record Call(
    string Method,
    string Path,
    int Status,
    double Ms,
    DateTimeOffset Time,
    IReadOnlyList<string> Faults,
    string? IdempotencyKey
);

/// <summary>The last calls, oldest first.</summary>
internal sealed class CallLog(TimeProvider clock)
{
    private const int Capacity = 1000;
    private readonly ConcurrentQueue<Call> _calls = new();

    public IReadOnlyCollection<Call> Calls => _calls.ToArray();

    public void Clear() => _calls.Clear();

    public async Task Record(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(BizPortalEndpoints.Root))
        {
            await next(context);
            return;
        }
        var time = clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var key = context.Request.Headers["Idempotency-Key"].ToString();
            _calls.Enqueue(
                new Call(
                    context.Request.Method,
                    context.Request.Path.Value ?? "",
                    context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode,
                    Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1),
                    time,
                    context.Items[FaultMiddleware.Applied] as string[] ?? [],
                    key.Length == 0 ? null : key
                )
            );
            while (_calls.Count > Capacity)
            {
                _calls.TryDequeue(out _);
            }
        }
    }
}
