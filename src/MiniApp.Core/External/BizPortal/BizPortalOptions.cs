namespace MiniApp.Core.External.BizPortal;

/// <summary>How profiles and drafts are read; older deployments answer GET.</summary>
public enum BizPortalReadMethod
{
    Post,
    Get,
}

/// <summary>How <c>data</c> and <c>dataDescription</c> of <c>ApplicationRequest/Create</c> travel.</summary>
public enum BizPortalDataEncoding
{
    /// <summary>JSON text inside a JSON string, as the document says.</summary>
    String,

    /// <summary>Nested JSON, as some deployments take it.</summary>
    Object,
}

/// <summary>
/// Settings under <c>BizPortal</c>. Checked when the portal starts. A class, not a record: printing it shows no secret.
/// </summary>
public sealed class BizPortalOptions
{
    public const string Section = "BizPortal";

    /// <summary>Root of Biz Portal's web services, ending with <c>/</c>; <c>bizportal/api/…</c> is added to it.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Key of the links' encryption, AES-256, 64 hex digits. Issued by Biz Portal. Secret.</summary>
    public string LinkKey { get; set; } = "";

    /// <summary>IV of the links' encryption, 32 hex digits. Issued by Biz Portal. Secret.</summary>
    public string LinkIv { get; set; } = "";

    /// <summary>Where an applicant goes back to after submitting; <c>requestId</c> is added to its query.</summary>
    public Uri? CallbackUrl { get; set; }

    /// <summary>Default: POST.</summary>
    public BizPortalReadMethod ReadMethod { get; set; } = BizPortalReadMethod.Post;

    /// <summary>Suffix of the profile calls. Default: <c>V7</c>; may be empty for older deployments.</summary>
    public string ProfileVersion { get; set; } = "V7";

    /// <summary>Default: String.</summary>
    public BizPortalDataEncoding DataEncoding { get; set; } = BizPortalDataEncoding.String;

    /// <summary>
    /// Whether Biz Portal answers a license request that is repeated under the same <c>Idempotency-Key</c> with its first
    /// result. Then the portal asks by itself what became of a request whose reply was lost; else staff has to. The
    /// contract does not promise it. Default: false.
    /// </summary>
    public bool AnswersRepeatedKey { get; set; }

    /// <summary>By form code (<c>mna005a</c>), in any letter case.</summary>
    public Dictionary<string, BizPortalApplication> Applications { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Until a connection is made. Default: 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// For one call from start to the end of its answer, one attempt; for a download until it starts and then for
    /// each read. Default: 10 seconds.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For one chunk of an upload, however slowly the browser delivers it. Default: 100 seconds.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Wait before the first repetition of a call that is safe to repeat; it grows from there. Default: 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The key Biz Portal issued for a form, or null for a form it does not know.</summary>
    public string? FindApplicationKey(string formCode) =>
        Applications.TryGetValue(formCode, out var application) ? application.ApplicationKey : null;
}

/// <summary>What Biz Portal issued for one form.</summary>
public sealed class BizPortalApplication
{
    /// <summary>Sent at Login. Secret.</summary>
    public string ApplicationKey { get; set; } = "";
}
