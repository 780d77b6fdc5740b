using System.Collections.Concurrent;
using System.Diagnostics;
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
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<Call> _calls = new();
    private int _running;

    public void Clear() => _calls.Clear();

    /// <summary>
    /// Waits a moment for running calls: a client sees its answer, or the cut, slightly before the call is over here.
    /// </summary>
    public async Task<IReadOnlyCollection<Call>> Read(CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _running) > 0 && Stopwatch.GetElapsedTime(started) < Settle)
        {
            await Task.Delay(5, ct);
        }
        return _calls.ToArray();
    }

    public async Task Record(HttpContext context, RequestDelegate next)
    {
        if (!SimulatedSystems.Include(context.Request.Path))
        {
            await next(context);
            return;
        }
        var time = clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _running);
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
                    WasCut(context) ? 0 : context.Response.StatusCode,
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
            Interlocked.Decrement(ref _running);
        }
    }

    private static bool WasCut(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested || context.Items.ContainsKey(FaultMiddleware.WasCut);
}
