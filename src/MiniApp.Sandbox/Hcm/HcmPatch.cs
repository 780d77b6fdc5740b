using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MiniApp.Sandbox.Hcm;

/// <summary>Changes to records: entity tags, days of effect, and what each field may hold.</summary>
internal sealed partial class HcmPatch(HcmWorkers workers)
{
    private static readonly string[] NameFields =
    [
        "Title",
        "FullName",
        "FirstName",
        "MiddleNames",
        "LastName",
        "LocalFullName",
        "LocalFirstName",
        "LocalMiddleNames",
        "LocalLastName",
        "LegislationCode",
    ];
    private static readonly string[] AddressFields =
    [
        "AddressLine1",
        "AddressLine2",
        "TownOrCity",
        "Region1",
        "Region2",
        "Region3",
        "Country",
        "PostalCode",
        "AddressType",
    ];
    private static readonly string[] Titles = ["MR.", "MRS.", "MISS", "MS.", "DR."];

    public static bool IsDated(string list) => list != "nationalIdentifiers";

    public static string Wire(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static HcmChild ChildOf(HcmWorker worker, string list, string id) =>
        worker.Children[list].FirstOrDefault(child => child.Id == id)
        ?? throw new HcmError(404, "the record does not exist", HcmErrorShape.Detail);

    public async Task<HcmWorker> Worker(HttpContext context, string id)
    {
        var body = await Body(context, ["DateOfBirth"]);
        lock (workers.Gate)
        {
            var worker = workers.ById(id)!;
            RequireFresh(context, worker.Id, worker.Version);
            var changed = worker with { DateOfBirth = (string?)body["DateOfBirth"], Version = worker.Version + 1 };
            workers.Save(changed);
            return changed;
        }
    }

    public async Task<HcmChild> Child(HttpContext context, string workerId, string list, string id)
    {
        var body = await Body(
            context,
            list switch
            {
                "names" => NameFields,
                "legislativeInfo" => ["Gender", "LegislationCode"],
                "addresses" => AddressFields,
                _ => throw new HcmError(405, "this list is only read here", HcmErrorShape.Detail),
            }
        );
        var from = EffectiveFrom(context);
        lock (workers.Gate)
        {
            var worker = workers.ById(workerId)!;
            var child = ChildOf(worker, list, id);
            RequireFresh(context, child.Id, child.Version);
            var changed = child with { Version = child.Version + 1, Rows = Changed(child, body, from) };
            workers.Save(worker.With(list, changed));
            return changed;
        }
    }

    /// <summary>As somebody in HR would: nothing is asked for, the tag changes.</summary>
    public void ByHr(string key, string list, int n, JsonObject fields)
    {
        lock (workers.Gate)
        {
            var worker = workers.All.First(w => w.Key == key);
            if (list == "worker")
            {
                workers.Save(
                    worker with
                    {
                        Version = worker.Version + 1,
                        DateOfBirth = (string?)fields["DateOfBirth"] ?? worker.DateOfBirth,
                        Suspended = (bool?)fields["Suspended"] ?? worker.Suspended,
                    }
                );
                return;
            }
            var child = worker.Children[list][n];
            var rows = Changed(child, fields, child.On(workers.Today)!.From);
            workers.Save(worker.With(list, child with { Version = child.Version + 1, Rows = rows }));
        }
    }

    /// <summary>RangeMode=UPDATE: what is in force ends the day before, a new row begins. On the same day the row is corrected.</summary>
    private static IReadOnlyList<HcmRow> Changed(HcmChild child, JsonObject body, DateOnly from)
    {
        var row =
            child.On(from) ?? throw new HcmError(400, "RangeStartDate lies before the record's first day of effect");
        var fields = (JsonObject)row.Fields.DeepClone();
        foreach (var (name, value) in body)
        {
            fields[name] = value?.DeepClone();
        }
        return
        [
            .. child.Rows.Where(other => other != row),
            .. row.From < from ? [row with { To = from.AddDays(-1) }] : Array.Empty<HcmRow>(),
            new HcmRow(from, row.To, fields),
        ];
    }

    private static void RequireFresh(HttpContext context, string id, int version)
    {
        var match = context.Request.Headers.IfMatch.ToString();
        if (match.Length > 0 && match != $"\"{HcmWorkers.TagOf(id, version)}\"")
        {
            throw new HcmError(412, "The record was changed by somebody else.", HcmErrorShape.Plain);
        }
    }

    private static DateOnly EffectiveFrom(HttpContext context)
    {
        var match = Range().Match(context.Request.Headers["Effective-Of"].ToString());
        return
            match.Success
            && DateOnly.TryParseExact(
                match.Groups["day"].Value,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
            ? day
            : throw new HcmError(400, "the header Effective-Of must be RangeMode=UPDATE;RangeStartDate=yyyy-MM-dd");
    }

    private static async Task<JsonObject> Body(HttpContext context, string[] known)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new HcmError(415, "the body must be application/json", HcmErrorShape.Detail);
        }
        JsonObject? body;
        try
        {
            body =
                await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted)
                as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }
        if (body is null || body.Count == 0)
        {
            throw new HcmError(400, "the body must be a JSON object with at least one field");
        }
        foreach (var (name, value) in body)
        {
            if (!known.Contains(name) || value is not (null or JsonValue))
            {
                throw new HcmError(400, $"The attribute {name} is unknown here.");
            }
            if (!IsGood(name, (string?)value))
            {
                throw new HcmError(400, $"The value of the attribute {name} is not valid.");
            }
        }
        return body;
    }

    private static bool IsGood(string name, string? value) =>
        name switch
        {
            "Gender" => value is "M" or "F",
            "LegislationCode" or "Country" => value == "TH",
            "Title" => value is null || Titles.Contains(value),
            "LastName" or "AddressLine1" => value?.Length > 0,
            "PostalCode" => value is null || (value.Length == 5 && value.All(char.IsAsciiDigit)),
            "AddressType" => value is "MAIL" or "HOME",
            "DateOfBirth" => DateOnly.TryParseExact(
                value,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            ) && day.Year is > 1800 and < 2200,
            _ => value is null || value.Length <= 240,
        };

    [GeneratedRegex(
        "^RangeMode=UPDATE;RangeStartDate=(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Range();
}
