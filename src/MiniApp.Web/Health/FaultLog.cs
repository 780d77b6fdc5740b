using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace MiniApp.Web.Health;

/// <summary>Writes the reference that the error page shows beside the fault, so that whoever is told it finds the entry.</summary>
internal sealed partial class FaultLog(ILogger<FaultLog> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is not BadHttpRequestException)
            Fault(
                logger,
                Activity.Current?.TraceId.ToHexString()[..12] ?? httpContext.TraceIdentifier,
                exception.GetType().Name
            );
        return ValueTask.FromResult(false);
    }

    [LoggerMessage(3001, LogLevel.Error, "Fault {Reference}: {Kind}, details in the entry beside this one")]
    private static partial void Fault(ILogger logger, string reference, string kind);
}
