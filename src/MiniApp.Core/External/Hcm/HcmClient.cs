using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Thai;

namespace MiniApp.Core.External.Hcm;

/// <summary>HCM Core HR: an employee's account, their record, and changes to it. (contract, section 5)</summary>
public sealed class HcmClient
{
    private readonly HcmTransport _transport;
    private readonly IOptions<HcmOptions> _options;

    internal HcmClient(HcmTransport transport, IOptions<HcmOptions> options) =>
        (_transport, _options) = (transport, options);

    private Uri Root => _options.Value.Root;

    /// <param name="username">See <see cref="HcmUsername"/>.</param>
    /// <returns>Null where HCM knows no such account, or one without a person.</returns>
    /// <exception cref="HcmException"/>
    public async Task<HcmAccount?> FindAccountAsync(string username, CancellationToken cancellationToken)
    {
        if (!HcmUsername.IsValid(username))
            throw new ArgumentException("Not usable in a query.", nameof(username));
        var found = await ItemsAsync(
            "FindAccount",
            At($"userAccounts?q=Username={Escape(username)}"),
            cancellationToken
        );
        // HCM may compare in its own way: only the very same name is this person's.
        return
            found.Where(item => Same(item.Text("Username"), username)).ToList() is [var account]
            && account.Text(HcmFields.PersonId) is { } person
            ? new HcmAccount(username, person, account.Member("SuspendedFlag") is not JsonValue flag || IsTrue(flag))
            : null;
    }

    /// <returns>Null where HCM has no worker for this person.</returns>
    /// <exception cref="HcmException"/>
    public async Task<HcmRecord?> ReadRecordAsync(HcmAccount account, CancellationToken cancellationToken)
    {
        var query = At($"workers?q=PersonId={Escape(account.PersonId)}");
        var found = await ItemsAsync("FindWorker", query, cancellationToken);
        if (found.Where(item => item.Text(HcmFields.PersonId) == account.PersonId).ToList() is not [var one])
            return null;
        var worker = Read("FindWorker", one, HcmFields.OfWorker);
        var names = ChildrenAsync(worker, "names", HcmFields.OfNames, cancellationToken);
        var legislative = ChildrenAsync(worker, "legislativeInfo", HcmFields.OfLegislativeInfo, cancellationToken);
        var addresses = ChildrenAsync(worker, "addresses", HcmFields.OfAddresses, cancellationToken);
        var ids = ChildrenAsync(worker, "nationalIdentifiers", HcmFields.OfNationalIdentifiers, cancellationToken);
        await Task.WhenAll(names, legislative, addresses, ids);
        return new HcmRecord(worker, await names, await legislative, await addresses, await ids);
    }

    /// <summary>Changes a record from a day on; what was in force before stays in HCM's history.</summary>
    /// <param name="item">As it was read: where it has changed since, nothing happens and the failure is Stale.</param>
    /// <param name="fields">Only what changes; null empties a field.</param>
    /// <param name="from">In Bangkok.</param>
    /// <exception cref="HcmException"/>
    public async Task PatchAsync(
        HcmItem item,
        IReadOnlyDictionary<string, string?> fields,
        DateOnly from,
        CancellationToken cancellationToken
    )
    {
        var body = new JsonObject(fields.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        HttpRequestMessage Make()
        {
            var request = new HttpRequestMessage(HttpMethod.Patch, item.Self) { Content = BizPortalJson.Body(body) };
            request.Headers.Add("Effective-Of", $"RangeMode=UPDATE;RangeStartDate={ThaiDate.ToWire(from)}");
            if (item.ETag is { } tag)
                request.Headers.TryAddWithoutValidation("If-Match", tag);
            return request;
        }
        if (!HcmLinks.IsWithin(Root, item.Self))
            throw new HcmException(HcmFailure.Malformed, "Patch", upstreamMessage: null);
        await _transport.SendAsync("Patch", Make, cancellationToken);
    }

    private async Task<IReadOnlyList<HcmItem>> ChildrenAsync(
        HcmItem worker,
        string child,
        string[] fields,
        CancellationToken cancellationToken
    )
    {
        var operation = $"Read {child}";
        // The worker's own address, as its link gave it, and the child's name behind it: so the document has it.
        var at = new Uri($"{worker.Self.AbsoluteUri.TrimEnd('/')}/child/{child}?limit=100");
        var items = await ItemsAsync(operation, at, cancellationToken);
        return [.. items.Select(item => Read(operation, item, fields))];
    }

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(
        string operation,
        Uri at,
        CancellationToken cancellationToken
    )
    {
        var answer = await _transport.SendAsync(
            operation,
            () => new HttpRequestMessage(HttpMethod.Get, at),
            cancellationToken
        );
        // A list that goes on elsewhere is none we may judge by.
        return
            answer.Member("items") is JsonArray items
            && items.All(item => item is JsonObject)
            && !IsTrue(answer.Member("hasMore"))
            ? [.. items.Select(item => item!)]
            : throw new HcmException(HcmFailure.Malformed, operation);
    }

    private HcmItem Read(string operation, JsonNode item, string[] fields) =>
        HcmLinks.SelfOf(item, Root) is var (self, tag)
            ? new HcmItem(self, tag, fields.ToDictionary(name => name, name => Clean(item.Text(name))))
            : throw new HcmException(HcmFailure.Malformed, operation);

    private Uri At(string path) => new(Root, path);

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Escape(string value) => Uri.EscapeDataString(value);

    private static bool Same(string? found, string wanted) =>
        string.Equals(found, wanted, StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(JsonNode? node) =>
        node is JsonValue value && (value.TryGetValue<bool>(out var flag) ? flag : value.AsText() is "true" or "Y");
}
