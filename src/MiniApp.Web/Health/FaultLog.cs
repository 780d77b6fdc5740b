using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using MiniApp.Core.Storage;

namespace MiniApp.Web.Health;

/// <summary>
/// Writes the reference that the error page shows beside the fault, so that whoever is told it finds the entry. Scripts get
/// the bare status: a page answers GET only, and would tell an upload "405", which is final, where another try helps.
/// </summary>
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
        if (PortalApplication.WantsPage(httpContext))
            return ValueTask.FromResult(false);
        httpContext.Response.StatusCode =
            (exception as BadHttpRequestException)?.StatusCode
            ?? (
                exception.IsDatabaseAway()
                    ? StatusCodes.Status503ServiceUnavailable
                    : StatusCodes.Status500InternalServerError
            );
        return ValueTask.FromResult(true);
    }

    [LoggerMessage(3001, LogLevel.Error, "Fault {Reference}: {Kind}, details in the entry beside this one")]
    private static partial void Fault(ILogger logger, string reference, string kind);
}
