namespace MiniApp.Sandbox.Postgres;

/// <summary>A private PostgreSQL cluster.</summary>
/// <param name="DataDirectory">Where cluster, password and log live; created at first start, kept between starts.</param>
public sealed record LocalPostgresOptions(string DataDirectory)
{
    /// <summary>TCP port on 127.0.0.1; null takes a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Tests only: nothing is forced to disk, so a power cut may lose the cluster.</summary>
    public bool FastAndUnsafe { get; init; }
}

/// <summary>PostgreSQL could not be started; the message says what to do.</summary>
public sealed class LocalPostgresException(string message) : Exception(message);
