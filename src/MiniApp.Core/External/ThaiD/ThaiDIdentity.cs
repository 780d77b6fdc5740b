namespace MiniApp.Core.External.ThaiD;

/// <summary>
/// Who signed in, as the register has it. Everything but the number may be missing: the provider gives what it was
/// asked for and has. Never an empty text: what is blank is null.
/// </summary>
public sealed record ThaiDIdentity
{
    /// <summary>13 digits with a valid check digit.</summary>
    public required string NationalId { get; init; }

    /// <summary>Both languages. English ones as printed on the card, e.g. <c>Mr.</c></summary>
    public ThaiDText Title { get; init; } = new();

    /// <summary>Title, given and family name in one.</summary>
    public ThaiDText Name { get; init; } = new();

    public ThaiDText GivenName { get; init; } = new();
    public ThaiDText MiddleName { get; init; } = new();
    public ThaiDText FamilyName { get; init; } = new();

    /// <summary>Gregorian; null too where day or month are unknown.</summary>
    public DateOnly? Birthdate { get; init; }

    /// <summary>As sent: <c>male</c>, <c>female</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>One line: where the person's mail goes.</summary>
    public string? Address { get; init; }

    public ThaiDHouseAddress House { get; init; } = new();

    public DateOnly? CardCreated { get; init; }
    public DateOnly? CardExpires { get; init; }

    /// <summary>E.g. <c>0000-00-00000000</c>.</summary>
    public string? SmartCardCode { get; init; }

    /// <summary>Identity assurance level, e.g. 2.3.</summary>
    public decimal? Ial { get; init; }

    /// <summary>When the person proved themselves to the provider.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>What to call the person: Thai given and family name, else whatever name there is.</summary>
    public string? DisplayName =>
        (GivenName.Thai, FamilyName.Thai) is ({ } given, { } family) ? $"{given} {family}"
        : (GivenName.English, FamilyName.English) is ({ } first, { } last) ? $"{first} {last}"
        : Name.Thai ?? Name.English;

    /// <summary>Never who it is: an identity may end up in a log line.</summary>
    public override string ToString() => nameof(ThaiDIdentity);
}

/// <summary>One thing in both languages; each may be missing.</summary>
public sealed record ThaiDText(string? Thai = null, string? English = null)
{
    /// <summary>Names are personal: nothing of them in a log line.</summary>
    public override string ToString() => nameof(ThaiDText);
}

/// <summary>The house registration's address.</summary>
/// <param name="Id">11 digits of the house.</param>
/// <param name="Formatted">One line.</param>
/// <param name="Raw">
/// Parts with <c>#</c> between them, empty ones kept: house number, village number, lane of the village, lane, road, tambon, amphoe,
/// province, e.g. <c>1/1###ตัวอย่าง##ถนนเพชรบุรี#เขตราชเทวี#กรุงเทพมหานคร</c>.
/// </param>
public sealed record ThaiDHouseAddress(string? Id = null, string? Formatted = null, string? Raw = null)
{
    /// <summary>An address is personal: nothing of it in a log line.</summary>
    public override string ToString() => nameof(ThaiDHouseAddress);
}
