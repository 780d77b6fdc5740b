namespace MiniApp.Core.External.Hcm;

/// <summary>
/// Settings under <c>Hcm</c>: HCM Core HR, whose records of employees are brought up to date from ThaiD. Checked when the
/// portal starts; without a base address there is no such update. A class, not a record: printing it shows no secret.
/// </summary>
public sealed class HcmOptions
{
    public const string Section = "Hcm";

    /// <summary>Root of HCM's web services, ending with <c>/</c>; <c>hcmRestApi/resources/11.13.18.05/</c> is added to it.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>User of HTTP Basic; empty where OAuth is used.</summary>
    public string Username { get; set; } = "";

    /// <summary>Secret.</summary>
    public string Password { get; set; } = "";

    /// <summary>Where client credentials are turned into an access token; set, OAuth is used in place of Basic.</summary>
    public Uri? TokenUrl { get; set; }

    public string ClientId { get; set; } = "";

    /// <summary>Sent to <see cref="TokenUrl"/> with HTTP Basic. Secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Asked for with the token; may be empty.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Until a connection is made. Default: 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For one call from start to the end of its answer, one attempt. Default: 10 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Wait before a read is repeated; it grows from there. Default: 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// HCM's codes by Thai title, e.g. <c>ร้อยตำรวจเอก</c> = <c>POL_CAPT</c>, where an installation's list differs from the
    /// default: the English title in capitals.
    /// </summary>
    public Dictionary<string, string> TitleCodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whose account at HCM is known beforehand; everybody else names theirs once.</summary>
    public List<HcmEmployee> Employees { get; } = [];

    public bool IsConfigured => BaseUrl is not null;

    /// <summary>Where every resource lies.</summary>
    internal Uri Root => new(BaseUrl!, "hcmRestApi/resources/11.13.18.05/");
}

/// <summary>An employee and their account.</summary>
public sealed class HcmEmployee
{
    /// <summary>13 digits. Personal: kept where secrets are kept.</summary>
    public string NationalId { get; set; } = "";

    public string Username { get; set; } = "";
}
