namespace MiniApp.Core.External.ThaiD;

/// <summary>
/// Settings under <c>ThaiD</c>: the OpenID Connect provider that staff sign in with, and citizens who prefer it. ThaiD
/// or any standard one, such as an agency's Keycloak. Checked when the portal starts; without an authority there is no
/// such sign-in. A class, not a record: printing it shows no secret.
/// </summary>
public sealed class ThaiDOptions
{
    public const string Section = "ThaiD";

    /// <summary>Root of the provider; <c>.well-known/openid-configuration</c> is added. https, or http on this machine.</summary>
    public Uri? Authority { get; set; }

    /// <summary>What pages call it. Default: ThaiD.</summary>
    public string DisplayName { get; set; } = "ThaiD";

    /// <summary>Issued by the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Issued by the provider, sent with HTTP Basic. Secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Name of a header that some deployments want at their endpoints besides the client's secret; may be empty.</summary>
    public string ApiKeyHeader { get; set; } = "";

    /// <summary>What that header says. Secret.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>What id_tokens must name as issuer. Default: what the discovery document says, which must be the authority.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where the provider sends people back to; registered there with the portal's address before it, to the letter.</summary>
    public string CallbackPath { get; set; } = "/sign-in/thaid/callback";

    /// <summary>Asked for when somebody only signs in: no more than it takes to know who it is.</summary>
    public string SignInScope { get; set; } = "openid pid given_name family_name ial";

    /// <summary>Asked for when a record is to be compared with the register: everything ThaiD gives.</summary>
    public string RecordScope { get; set; } =
        "openid pid title title_en name name_en given_name given_name_en middle_name middle_name_en family_name "
        + "family_name_en birthdate gender address house_address smartcard_code date_of_issuance date_of_expiry ial";

    /// <summary>Claim that holds the national ID number. Default: <c>pid</c>, ThaiD's own.</summary>
    public string NationalIdClaim { get; set; } = "pid";

    /// <summary>Lowest identity assurance level (<c>ial</c>) that may sign in, e.g. 2.3; left out: any, also none.</summary>
    public decimal? MinimumIal { get; set; }

    /// <summary>
    /// Longest time since the person proved themselves to the provider (<c>auth_time</c>). Left out: any. Default:
    /// 15 minutes, as long as a sign-in may take.
    /// </summary>
    public TimeSpan? MaxAuthenticationAge { get; set; } = SignInLimit;

    /// <summary>Whether an id_token without <c>nonce</c> is refused. ThaiD does not always return it; standard providers do.</summary>
    public bool RequireNonce { get; set; }

    /// <summary>How far the provider's clock may be from ours. Default: 30 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for an answer of the provider. Default: 10 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the discovery document and the keys are used before they are read again. Default: 12 hours.</summary>
    public TimeSpan MetadataLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Further parameters of the sign-in page, e.g. <c>prompt</c> = <c>login</c> for providers with single sign-on.</summary>
    public Dictionary<string, string> AuthorizationParameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Longest a sign-in may take from its beginning to the way back.</summary>
    public static readonly TimeSpan SignInLimit = TimeSpan.FromMinutes(15);

    public bool IsConfigured => Authority is not null;
}
