using System.Text.Json.Nodes;
using MiniApp.Sandbox.BizPortal;

namespace MiniApp.Sandbox.Hcm;

/// <summary>Section 5 of the contract, route by route.</summary>
internal sealed class HcmEndpoints(SandboxServer server, HcmWorkers workers, HcmAuthentication authentication)
{
    public const string Root = "/hcmRestApi";

    private const string Version = "/resources/11.13.18.05";

    private readonly HcmPatch _patch = new(workers);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(HcmAuthentication.TokenPath, authentication.Token);
        var api = routes.MapGroup(Root + Version);
        api.MapGet("/userAccounts", Guarded(UserAccounts, "q", "limit", "offset"));
        api.MapGet("/workers", Guarded(Workers, "q", "limit", "offset"));
        api.MapGet("/workers/{id}", Guarded(Worker));
        api.MapPatch("/workers/{id}", Guarded(PatchWorker));
        api.MapGet("/workers/{id}/child/{list}", Guarded(Children, "limit", "offset"));
        api.MapGet("/workers/{id}/child/{list}/{child}", Guarded(Child));
        api.MapPatch("/workers/{id}/child/{list}/{child}", Guarded(PatchChild));
        routes.Map(
            Root + "/{**rest}",
            Guarded(c => throw new HcmError(404, $"the contract has no {c.Request.Method} {c.Request.Path}"))
        );
    }

    /// <summary>HCM's way of refusing; unknown parameters are refused too, so that a wrong client is noticed at once.</summary>
    private RequestDelegate Guarded(Func<HttpContext, Task> handler, params string[] parameters) =>
        async context =>
        {
            try
            {
                authentication.Require(context);
                if (context.Request.Headers["REST-Framework-Version"] != "4")
                {
                    throw new HcmError(400, "the header REST-Framework-Version must be 4");
                }
                if (context.Request.Query.Keys.FirstOrDefault(k => !parameters.Contains(k)) is { } unknown)
                {
                    throw new HcmError(400, $"unknown query parameter '{unknown}'");
                }
                await handler(context);
            }
            catch (HcmError error)
            {
                await error.Answer(context);
            }
        };

    private Task UserAccounts(HttpContext context)
    {
        var found = workers.ByUsername(Condition(context, "Username"));
        return List(
            context,
            "userAccounts",
            found is null
                ? []
                :
                [
                    new JsonObject
                    {
                        ["UserId"] = found.PersonId + 11_360_542,
                        ["Username"] = found.Username,
                        ["SuspendedFlag"] = found.Suspended,
                        ["PersonId"] = found.PersonId,
                        ["PersonNumber"] = found.PersonNumber,
                        ["GUID"] = HcmWorkers.OpaqueId("guid" + found.Key)[^32..],
                        ["links"] = new JsonArray(
                            Link("self", "userAccounts", At($"userAccounts/{HcmWorkers.OpaqueId("a" + found.Key)}"))
                        ),
                    },
                ]
        );
    }

    private Task Workers(HttpContext context) =>
        List(
            context,
            "workers",
            workers.ByPersonId(Condition(context, "PersonId")) is { } worker ? [Describe(worker)] : []
        );

    private Task Worker(HttpContext context)
    {
        var worker = Find(context);
        context.Response.Headers.ETag = $"\"{HcmWorkers.TagOf(worker.Id, worker.Version)}\"";
        return context.Json(200, Describe(worker));
    }

    private Task Children(HttpContext context)
    {
        var (worker, list) = (Find(context), ListOf(context));
        return List(
            context,
            list,
            worker.Children[list].Select(child => Describe(worker, list, child)).OfType<JsonObject>()
        );
    }

    private Task Child(HttpContext context)
    {
        var (worker, list) = (Find(context), ListOf(context));
        var child = HcmPatch.ChildOf(worker, list, (string)context.GetRouteValue("child")!);
        context.Response.Headers.ETag = $"\"{HcmWorkers.TagOf(child.Id, child.Version)}\"";
        return context.Json(200, Describe(worker, list, child)!);
    }

    private async Task PatchWorker(HttpContext context)
    {
        Find(context);
        var changed = await _patch.Worker(context, (string)context.GetRouteValue("id")!);
        await context.Json(200, Describe(changed));
    }

    private async Task PatchChild(HttpContext context)
    {
        var (worker, list) = (Find(context), ListOf(context));
        var child = await _patch.Child(context, worker.Id, list, (string)context.GetRouteValue("child")!);
        await context.Json(200, Describe(worker, list, child)!);
    }

    private JsonObject Describe(HcmWorker worker) =>
        new()
        {
            ["PersonId"] = worker.PersonId,
            ["PersonNumber"] = worker.PersonNumber,
            ["CorrespondenceLanguage"] = null,
            ["BloodType"] = null,
            ["DateOfBirth"] = worker.DateOfBirth,
            ["DateOfDeath"] = null,
            ["links"] = new JsonArray([
                Link("self", "workers", AtWorker(worker), HcmWorkers.TagOf(worker.Id, worker.Version)),
                .. HcmEmployees.Lists.Select(list => Link("child", list, new Uri($"{AtWorker(worker)}/child/{list}"))),
            ]),
        };

    private JsonObject? Describe(HcmWorker worker, string list, HcmChild child)
    {
        if (child.On(workers.Today) is not { } row)
        {
            return null;
        }
        var item = (JsonObject)row.Fields.DeepClone();
        if (HcmPatch.IsDated(list))
        {
            item["EffectiveStartDate"] = HcmPatch.Wire(row.From);
            item["EffectiveEndDate"] = HcmPatch.Wire(row.To);
        }
        var at = new Uri($"{AtWorker(worker)}/child/{list}/{child.Id}");
        item["links"] = new JsonArray(Link("self", list, at, HcmWorkers.TagOf(child.Id, child.Version)));
        return item;
    }

    private Task List(HttpContext context, string name, IEnumerable<JsonObject> found)
    {
        var items = new JsonArray([.. found]);
        return context.Json(
            200,
            new JsonObject
            {
                ["items"] = items,
                ["count"] = items.Count,
                ["hasMore"] = false,
                ["limit"] = 25,
                ["offset"] = 0,
                ["links"] = new JsonArray(Link("self", name, At(name))),
            }
        );
    }

    private static JsonObject Link(string rel, string name, Uri href, string? tag = null)
    {
        var link = new JsonObject
        {
            ["rel"] = rel,
            ["href"] = href.AbsoluteUri,
            ["name"] = name,
            ["kind"] = rel == "child" ? "collection" : "item",
        };
        if (tag is not null)
        {
            link["properties"] = new JsonObject { ["changeIndicator"] = tag };
        }
        return link;
    }

    private HcmWorker Find(HttpContext context) =>
        workers.ById((string)context.GetRouteValue("id")!)
        ?? throw new HcmError(404, "the worker does not exist", HcmErrorShape.Detail);

    private static string ListOf(HttpContext context) =>
        context.GetRouteValue("list") is string list && HcmEmployees.Lists.Contains(list)
            ? list
            : throw new HcmError(404, "the worker has no such list", HcmErrorShape.Detail);

    /// <summary>The one condition that the query must have: <c>q=Name=value</c>.</summary>
    private static string Condition(HttpContext context, string field)
    {
        var query = context.Request.Query["q"].ToString();
        return query.StartsWith(field + "=", StringComparison.Ordinal) && !query.Contains(';', StringComparison.Ordinal)
            ? query[(field.Length + 1)..].Trim('\'', '"')
            : throw new HcmError(400, $"q must be {field}=<value>");
    }

    private Uri At(string path) => new(server.BaseAddress, $"{Root[1..]}{Version}/{path}");

    private Uri AtWorker(HcmWorker worker) => At($"workers/{worker.Id}");
}
