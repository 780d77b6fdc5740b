using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox;

/// <summary>How one sandbox behaves. The defaults are those of the contract.</summary>
public sealed record SandboxOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Where state, files and keys live; created when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Root of the portal that links point to.</summary>
    public Uri PortalBaseUrl { get; init; } = new("http://127.0.0.1:5000/");

    /// <summary>How long an access token works. [C]</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the token inside a link may wait for its Login. [C]</summary>
    public TimeSpan UrlTokenLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an OTP can be verified and spent. [C]</summary>
    public TimeSpan OtpLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Shortest time between two OTPs for one identity. [C]</summary>
    public TimeSpan OtpInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Largest file part of one upload post, in bytes: 5 MB [D]. Null for no limit (benchmarks only).</summary>
    public long? UploadLimitBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>AES-256 key of links, 64 hex characters. Null: made at first start and kept with the data.</summary>
    public string? LinkKey { get; init; }

    /// <summary>AES initialisation vector of links, 32 hex characters. Null: made at first start and kept with the data.</summary>
    public string? LinkIv { get; init; }

    /// <summary>Forms by code. Null: read from <see cref="FormsDirectory"/>.</summary>
    public IReadOnlyDictionary<string, SandboxApplication>? Applications { get; init; }

    /// <summary>Folder with <c>*.form.json</c>; missing or empty: only the built-in <c>mna005a</c>.</summary>
    public string? FormsDirectory { get; init; }

    /// <summary>How many invented citizens there are besides the personas, <c>crowd-00001</c> and so on: for load and drills.</summary>
    public int Crowd { get; init; }

    /// <summary>Create takes a key or a code that was used before for a new one: what a drill must notice. Never by default.</summary>
    public bool ForgetsKeys { get; init; }

    /// <summary>Header that ThaiD's token endpoint wants where <see cref="ThaiDApiKey"/> is set.</summary>
    public const string ThaiDApiKeyHeader = "X-Api-Key";

    /// <summary>What that header must say; null: none is wanted.</summary>
    public string? ThaiDApiKey { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What ThaiD dates its tokens by; null: as everything else. Apart for portals whose own clock does not move along.</summary>
    public TimeProvider? TokenTimeProvider { get; init; }

    /// <summary>Seed of the dice behind faults with a probability, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 1;
}
