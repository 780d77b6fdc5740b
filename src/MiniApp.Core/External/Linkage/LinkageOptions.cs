using MiniApp.Core.Forms;

namespace MiniApp.Core.External.Linkage;

/// <summary>Whose right to the register is used. What an agency has was agreed with the Department of Provincial Administration.</summary>
public enum LinkageRight
{
    /// <summary>The officer's: their card is logged in, and they may look anybody up.</summary>
    Officer,

    /// <summary>The citizen's: the card of the very person must be in the second reader as well.</summary>
    Citizen,
}

/// <summary>
/// Settings under <c>Linkage</c>: the Linkage Center behind the government data exchange, where staff check who applies.
/// Checked when the portal starts; without a base address there is no such check. A class, not a record: printing it shows
/// no secret.
/// </summary>
public sealed class LinkageOptions
{
    public const string Section = "Linkage";

    /// <summary>Root of the data exchange, ending with <c>/</c>; <c>ws/…</c> is added to it.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Issued by the Digital Government Development Agency.</summary>
    public string ConsumerKey { get; set; } = "";

    /// <summary>Travels in a query string. Secret.</summary>
    public string ConsumerSecret { get; set; } = "";

    /// <summary>Number of the agency that gives the data; 00023 is the Department of Provincial Administration.</summary>
    public string OfficeId { get; set; } = "00023";

    public LinkageRight Right { get; set; }

    /// <summary>Default: service 001.</summary>
    public LinkageService Person { get; set; } = new() { ServiceId = "001" };

    /// <summary>The registered address. Default: service 008; an empty ServiceId leaves it out.</summary>
    public LinkageService House { get; set; } = new() { ServiceId = "008" };

    /// <summary>What somebody may be looked up for. Left out: <see cref="LinkagePurpose.Defaults"/>.</summary>
    public List<LinkagePurpose> Purposes { get; } = [];

    /// <summary>Until a connection is made. Default: 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For one call from start to the end of its answer. Default: 10 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsConfigured => BaseUrl is not null;

    /// <summary>The list in force.</summary>
    public IReadOnlyList<LinkagePurpose> PurposesInForce => Purposes.Count > 0 ? Purposes : LinkagePurpose.Defaults;
}

/// <summary>One data set, as linkagemgmt.bora.dopa.go.th lists it for the agency.</summary>
public sealed class LinkageService
{
    /// <summary>The central database, asked with GET.</summary>
    public const int Central = 5000;

    /// <summary>A database at the agency, asked with POST.</summary>
    public const int OfAgency = 6000;

    /// <summary>What stands for the person's ID number in <see cref="Body"/>.</summary>
    public const string CitizenId = "{CitizenID}";

    /// <summary>E.g. <c>001</c>.</summary>
    public string ServiceId { get; set; } = "";

    public string Version { get; set; } = "01";

    /// <summary>5000 or 6000.</summary>
    public int Database { get; set; } = Central;

    /// <summary>
    /// Keys of the body for database 6000 and their values, one of them <c>{CitizenID}</c>. Left out: <c>CitizenID</c> alone.
    /// </summary>
    public Dictionary<string, string> Body { get; } = new(StringComparer.Ordinal);

    public bool IsConfigured => ServiceId.Length > 0;
}

/// <summary>A reason to look somebody up.</summary>
public sealed class LinkagePurpose
{
    public const int LongestNote = 200;

    /// <summary>What stands on record; must not change its meaning.</summary>
    public string Code { get; set; } = "";

    public string Th { get; set; } = "";

    public string En { get; set; } = "";

    /// <summary>Has to be explained in words.</summary>
    public bool AskNote { get; set; }

    public LocalizedText Text => new(Th, En);

    public static IReadOnlyList<LinkagePurpose> Defaults { get; } =
    [
        new()
        {
            Code = "identity",
            Th = "ตรวจสอบตัวตนของผู้ยื่นคำขอตามกฎหมายที่ใช้พิจารณาคำขอนี้",
            En = "Confirm who the applicant is, as the law on this request asks",
        },
        new()
        {
            Code = "difference",
            Th = "ข้อมูลหรือเอกสารในคำขอไม่ตรงกัน",
            En = "Answers or documents of the request contradict each other",
        },
        new()
        {
            Code = "status",
            Th = "ตรวจสอบสถานะบุคคลก่อนออกใบอนุญาต",
            En = "Check the person's status before the license is issued",
        },
        new()
        {
            Code = "other",
            Th = "เหตุอื่น (ระบุ)",
            En = "Another reason (say which)",
            AskNote = true,
        },
    ];
}
