using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>The body of Create, checked field by field against the contract.</summary>
/// <param name="Raw">As it came.</param>
/// <param name="Data">What the licence system receives, out of its JSON string.</param>
/// <param name="Description">Section title → field label → value, out of its JSON string.</param>
internal sealed record CreateBody(JsonElement Raw, JsonElement Data, JsonElement Description)
{
    private const JsonValueKind String = JsonValueKind.String;
    private const JsonValueKind Number = JsonValueKind.Number;
    private const JsonValueKind Object = JsonValueKind.Object;

    private static readonly FieldRule[] Fields =
    [
        new("otp", Required: true, String),
        new("identityId", Required: true, String),
        new("identityType", Required: true, Number),
        new("applicationId", Required: true, String, Number),
        new("provinceID", Required: false, String, Number),
        new("amphurID", Required: false, String, Number),
        new("tumbolID", Required: false, String, Number),
        new("province", Required: false, String),
        new("amphur", Required: false, String),
        new("tumbol", Required: false, String),
        new("data", Required: true, String, Object),
        new("dataDescription", Required: true, String, Object),
    ];

    // What licence systems receive. [F]
    private static readonly FieldRule[] DataFields =
    [
        new("Id", Required: false, String, Number),
        new("Applicant", Required: true, Object, String),
        new("ApplicationAttachments", Required: true, JsonValueKind.Array),
        new("Address", Required: false, Object),
        new("AdditionalInfo", Required: false, String, Object, JsonValueKind.Array),
        new("SubmitDate", Required: true, String),
        new("AppData", Required: true, Object),
        new("IdentityType", Required: true, String, Number),
    ];

    private static readonly FieldRule[] AddressFields =
    [
        new("Province", Required: false, String),
        new("District", Required: false, String),
        new("SubDistrict", Required: false, String),
        new("PostCode", Required: false, String, Number),
        new("GeoCode", Required: false, String, Number),
    ];

    private static readonly FieldRule[] AttachmentFields =
    [
        new("Name", Required: true, String),
        new("FileId", Required: true, String),
        new("ContentType", Required: false, String),
        new("FileSize", Required: false, Number, String),
        new("DocName", Required: false, String),
        new("FileTypeCode", Required: false, String),
        new("Remark", Required: false, String),
        new("UploadedAt", Required: false, String),
        new("Document_Type_ID", Required: false, String, Number),
    ];

    public string Otp => Raw.Text("otp")!;

    /// <summary>Files that the data names as attachments.</summary>
    public IReadOnlyList<string> FileIds =>
        [.. Data.GetProperty("ApplicationAttachments").EnumerateArray().Select(a => a.Text("FileId")!)];

    public static async Task<CreateBody> Read(HttpContext context)
    {
        var raw = await StrictJson.Read(context, Fields);
        foreach (var name in (string[])["provinceID", "amphurID", "tumbolID"])
        {
            CheckCode(raw, name);
        }
        var token = context.Request.Headers.Authorization.ToString().Split(' ')[^1];
        if (raw.GetRawText().Contains(token, StringComparison.Ordinal))
        {
            throw new ContractException(400, "the body carries the access token; never send it on");
        }
        var data = StrictJson.Unwrap(raw.GetProperty("data"), "data");
        CheckData(data);
        var description = StrictJson.Unwrap(raw.GetProperty("dataDescription"), "dataDescription");
        CheckDescription(description);
        return new CreateBody(raw, data, description);
    }

    /// <summary>Why this session may not send it, or null.</summary>
    public string? Refusal(Caller caller) =>
        Raw.Text("identityId") != caller.IdentityId ? "identityId is not the session's"
        : !Raw.GetProperty("identityType").TryGetInt32(out var type) || type != caller.Persona.IdentityTypeNumber
            ? "identityType is not the session's"
        : Raw.GetProperty("applicationId").ToString() != caller.Application.ApplicationId
            ? "applicationId is not the application this session opened"
        : null;

    /// <summary>For keeping: a spent OTP has no business in the archive.</summary>
    public JsonElement WithoutOtp()
    {
        var copy = JsonObject.Create(Raw)!;
        copy.Remove("otp");
        return JsonSerializer.SerializeToElement(copy);
    }

    private static void CheckData(JsonElement data)
    {
        StrictJson.Check(data, "data", DataFields);
        if (data.TryGetProperty("Address", out var address) && address.ValueKind == Object)
        {
            StrictJson.Check(address, "data.Address", AddressFields);
        }
        foreach (var attachment in data.GetProperty("ApplicationAttachments").EnumerateArray())
        {
            StrictJson.Check(attachment, "data.ApplicationAttachments[]", AttachmentFields);
        }
        var date = data.Text("SubmitDate")!;
        if (
            !date.EndsWith("+07:00", StringComparison.Ordinal)
            || !data.GetProperty("SubmitDate").TryGetDateTimeOffset(out _)
        )
        {
            throw new ContractException(400, $"data.SubmitDate '{date}' is not an ISO date and time with +07:00");
        }
    }

    private static void CheckDescription(JsonElement description)
    {
        if (description.ValueKind != Object)
        {
            throw new ContractException(400, "dataDescription must hold section title → field label → value");
        }
        foreach (var section in description.EnumerateObject())
        {
            if (section.Value.ValueKind != Object)
            {
                throw new ContractException(400, $"section '{section.Name}' of dataDescription must be an object");
            }
            foreach (var field in section.Value.EnumerateObject())
            {
                if (field.Value.ValueKind == Object)
                {
                    throw new ContractException(400, $"'{field.Name}' in dataDescription must be a plain value");
                }
            }
        }
    }

    /// <summary>Area codes are digits, as a number [D] or as text [F].</summary>
    private static void CheckCode(JsonElement body, string name)
    {
        if (
            body.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
            && !value.ToString().All(char.IsAsciiDigit)
        )
        {
            throw new ContractException(400, $"{name} must consist of digits");
        }
    }
}
