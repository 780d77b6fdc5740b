namespace MiniApp.Web.Security;

internal static class LogFilters
{
    /// <summary>
    /// The framework's request logging writes whole URLs, and the link's secret travels in one. Not a default that a
    /// setting may lower: a rule.
    /// </summary>
    public static void KeepSecretsOut(this ILoggingBuilder logging) =>
        logging.AddFilter(
            (category, level) =>
                level >= LogLevel.Warning
                || (
                    level >= LogLevel.Information
                    && category?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true
                    && category?.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) != true
                    && category?.StartsWith("System.Net.Http", StringComparison.Ordinal) != true
                )
        );
}
