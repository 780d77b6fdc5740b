using Microsoft.Extensions.Options;
using Npgsql;

namespace MiniApp.Web.Health;

/// <summary>A setting that keeps the portal from starting. The message names it and says what it should be, never what it is.</summary>
internal sealed class SettingException(string message) : Exception(message);

internal static class StartupFailure
{
    /// <summary>What to tell whoever set the portal up; null for what is not theirs to mend.</summary>
    public static string? Explain(Exception failure) =>
        failure switch
        {
            SettingException => failure.Message,
            OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
            NpgsqlException => $"ConnectionStrings:Portal: the database can't be used. {failure.Message}",
            // How the binder says that a number, time or address is none; text, and so every secret, always binds.
            InvalidOperationException when failure.Message.StartsWith("Failed to convert", StringComparison.Ordinal) =>
                failure.Message,
            _ => null,
        };

    /// <summary>The connection string, checked as far as it can be without connecting.</summary>
    public static void CheckDatabase(IConfiguration configuration)
    {
        const string Example = "e.g. Host=localhost;Database=miniapp;Username=miniapp;Password=…";
        if (configuration.GetConnectionString("Portal") is not { Length: > 0 } connection)
            throw new SettingException(
                $"ConnectionStrings:Portal is not set: the portal's PostgreSQL database, {Example}"
            );
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            throw new SettingException($"ConnectionStrings:Portal is not a connection string of PostgreSQL, {Example}");
        }
    }
}
