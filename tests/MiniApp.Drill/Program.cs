using MiniApp.Drill;

// scripts/drill: see docs/drill.md. Exit code 1: something was lost, doubled or not known; 2: wrong arguments.
if (DrillOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(DrillOptions.Usage);
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    var result = await DrillRun.RunAsync(options, what => Console.Error.WriteLine($"· {what}"), stop.Token);
    result.Print(Console.Out);
    return result.IsClean ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
