namespace MiniApp.Core.External.Hcm;

/// <summary>Somebody's account at HCM.</summary>
public sealed record HcmAccount(string Username, string PersonId, bool IsSuspended)
{
    /// <summary>Names a person: not for logs.</summary>
    public override string ToString() => nameof(HcmAccount);
}

/// <summary>One record of HCM as it was read: a worker, or a row of one of a worker's lists.</summary>
/// <param name="Self">Address of the record, from its own link; its id is opaque and never built.</param>
/// <param name="ETag">State that was read, as <c>If-Match</c> takes it; null where HCM gave none.</param>
/// <param name="Fields">The fields the portal knows, by HCM's names; blank ones are null.</param>
public sealed record HcmItem(Uri Self, string? ETag, IReadOnlyDictionary<string, string?> Fields)
{
    public string? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>Full of personal data: not for logs.</summary>
    public override string ToString() => nameof(HcmItem);
}

/// <summary>Everything the portal compares with ThaiD. Rows as they are in force today.</summary>
public sealed record HcmRecord(
    HcmItem Worker,
    IReadOnlyList<HcmItem> Names,
    IReadOnlyList<HcmItem> LegislativeInfo,
    IReadOnlyList<HcmItem> Addresses,
    IReadOnlyList<HcmItem> NationalIdentifiers
)
{
    /// <summary>Full of personal data: not for logs.</summary>
    public override string ToString() => nameof(HcmRecord);
}

/// <summary>HCM's names of the fields. (contract, section 5)</summary>
public static class HcmFields
{
    public const string DateOfBirth = "DateOfBirth";
    public const string LegislationCode = "LegislationCode";
    public const string Gender = "Gender";
    public const string Title = "Title";
    public const string FullName = "FullName";
    public const string FirstName = "FirstName";
    public const string MiddleNames = "MiddleNames";
    public const string LastName = "LastName";
    public const string LocalFullName = "LocalFullName";
    public const string LocalFirstName = "LocalFirstName";
    public const string LocalMiddleNames = "LocalMiddleNames";
    public const string LocalLastName = "LocalLastName";
    public const string AddressLine1 = "AddressLine1";
    public const string AddressLine2 = "AddressLine2";
    public const string TownOrCity = "TownOrCity";
    public const string Region1 = "Region1";
    public const string Region2 = "Region2";
    public const string Region3 = "Region3";
    public const string Country = "Country";
    public const string PostalCode = "PostalCode";
    public const string AddressType = "AddressType";
    public const string NationalIdentifierNumber = "NationalIdentifierNumber";

    internal const string PersonId = "PersonId";

    internal static readonly string[] OfWorker = [PersonId, DateOfBirth];
    internal static readonly string[] OfNames =
    [
        LegislationCode,
        Title,
        FullName,
        FirstName,
        MiddleNames,
        LastName,
        LocalFullName,
        LocalFirstName,
        LocalMiddleNames,
        LocalLastName,
    ];
    internal static readonly string[] OfLegislativeInfo = [LegislationCode, Gender];
    internal static readonly string[] OfAddresses =
    [
        AddressLine1,
        AddressLine2,
        TownOrCity,
        Region1,
        Region2,
        Region3,
        Country,
        PostalCode,
        AddressType,
    ];
    internal static readonly string[] OfNationalIdentifiers = [LegislationCode, NationalIdentifierNumber];
}
