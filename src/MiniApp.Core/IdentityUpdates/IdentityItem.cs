namespace MiniApp.Core.IdentityUpdates;

/// <summary>The twenty attributes of the document's table, in its order.</summary>
public enum IdentityItem
{
    NationalId,
    Title,
    TitleEnglish,
    Name,
    NameEnglish,
    GivenName,
    GivenNameEnglish,
    MiddleName,
    MiddleNameEnglish,
    FamilyName,
    FamilyNameEnglish,
    Gender,
    Birthdate,
    Address,
    Subdistrict,
    District,
    Province,
    Country,
    PostalCode,
    SmartCardCode,
}

/// <summary>Which record of HCM an attribute stands in; each is changed by a request of its own, in this order.</summary>
public enum HcmPart
{
    /// <summary>In none that the portal may change.</summary>
    None,
    Worker,
    Names,
    LegislativeInfo,
    Address,
}

/// <summary>What can be done about an attribute.</summary>
public enum RowState
{
    /// <summary>Both say the same.</summary>
    Same,

    /// <summary>ThaiD says something else: may be chosen.</summary>
    Changes,

    /// <summary>ThaiD says nothing about it: HCM stays as it is.</summary>
    NotFromThaiD,

    /// <summary>HCM has no field for it in what the document lets the portal change.</summary>
    NoField,

    /// <summary>HCM has no record to change: HR makes one first.</summary>
    NoRecord,

    /// <summary>HCM has no code for what ThaiD says.</summary>
    NoCode,

    /// <summary>HCM keeps one title for both languages: it goes with <see cref="IdentityItem.Title"/>.</summary>
    WithTitle,

    /// <summary>HCM has several addresses: which one is meant must be said first.</summary>
    ChooseAddress,

    /// <summary>The address could not be taken apart for certain: the person says how.</summary>
    AskPlace,
}

/// <summary>One attribute, HCM against ThaiD.</summary>
/// <param name="Hcm">As HCM has it; null for nothing.</param>
/// <param name="ThaiD">As it would stand in HCM; null for nothing.</param>
/// <param name="Fields">What would be sent to HCM, by its names of the fields; empty unless it changes.</param>
public sealed record ComparisonRow(
    IdentityItem Attribute,
    HcmPart Part,
    string? Hcm,
    string? ThaiD,
    RowState State,
    IReadOnlyDictionary<string, string?> Fields
)
{
    /// <summary>What ThaiD says, where HCM takes a code for it; null: the same as <see cref="ThaiD"/>.</summary>
    public string? Spoken { get; init; }

    /// <summary>Something of HCM's that stays and might not fit any more, such as a town beside a new address.</summary>
    public string? Stays { get; init; }

    /// <summary>HCM holds the year of the Buddhist era; it is written as the Gregorian one.</summary>
    public bool WasBuddhist { get; init; }

    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => $"{Attribute}: {State}";
}

/// <summary>HCM now against ThaiD.</summary>
/// <param name="Rows">Twenty, in the document's order.</param>
/// <param name="Addresses">HCM's addresses, one line each, when there is more than one.</param>
/// <param name="AddressIndex">The one that is compared.</param>
/// <param name="Place">How far ThaiD's address could be told; null when ThaiD has none.</param>
public sealed record IdentityComparison(
    IReadOnlyList<ComparisonRow> Rows,
    IReadOnlyList<HcmAddressLine> Addresses,
    int? AddressIndex,
    PlaceQuestion? Place
)
{
    public ComparisonRow this[IdentityItem attribute] => Rows.First(row => row.Attribute == attribute);
}

/// <summary>An address of HCM's for choosing from.</summary>
/// <param name="Type">HCM's code, e.g. <c>MAIL</c>.</param>
public sealed record HcmAddressLine(string? Type, string Text)
{
    public override string ToString() => nameof(HcmAddressLine);
}
