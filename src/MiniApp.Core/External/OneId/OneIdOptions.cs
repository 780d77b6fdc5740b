namespace MiniApp.Core.External.OneId;

/// <summary>
/// Settings under <c>OneId</c>. Checked when the portal starts. With none of the first three, nobody can sign in this way.
/// A class, not a record: printing it shows no secret.
/// </summary>
public sealed class OneIdOptions
{
    public const string Section = "OneId";

    /// <summary>Root of ONE ID's web services, ending with <c>/</c>; <c>api/v1/citizen/oauth/…</c> is added to it.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Issued by ONE ID.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Issued by ONE ID. Secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Whose name the message bears: one of those ONE ID lists. Left out: ONE ID's own choice.</summary>
    public string? SmsSender { get; set; }

    /// <summary>Until a connection is made. Default: 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For one call from start to the end of its answer. Default: 10 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Answers to visitors come after this long, or a multiple of it, so that how long ONE ID took tells nobody whether a
    /// mobile number is known there. Default: 2 seconds.
    /// </summary>
    public TimeSpan AnswerTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Codes that may be asked for from one address within 15 minutes. A whole office may share one. Default: 30.</summary>
    public int RequestsPerAddress { get; set; } = 30;

    public bool IsConfigured => BaseUrl is not null || ClientId.Length > 0 || ClientSecret.Length > 0;
}
