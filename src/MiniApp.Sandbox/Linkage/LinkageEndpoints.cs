using System.Text.Json;
using System.Text.Json.Serialization;
using MiniApp.Sandbox.BizPortal;

namespace MiniApp.Sandbox.Linkage;

/// <summary>Section 3 of the contract: the government data exchange in front of the Linkage Center.</summary>
internal sealed class LinkageEndpoints(LinkageTokens tokens, LinkageReaders readers, LinkageRegister register)
{
    public const string Root = "/ws";

    private const string OfficeId = "00023";
    private const string Version = "01";
    private const string Nobody = "0000000000000";

    private sealed record TokenAnswer([property: JsonPropertyName("Result")] string Result);

    private sealed record PermissionAnswer(
        [property: JsonPropertyName("AgentID")] string AgentId,
        [property: JsonPropertyName("CitizenID")] string CitizenId,
        [property: JsonPropertyName("SessionState")] string SessionState
    );

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root + "/auth/validate", Strict(Validate, "ConsumerSecret", "AgentID"));
        var api = routes.MapGroup(Root + "/dopa/linkage/v1");
        api.MapGet("/agent/permission", Strict(Permission, "Consumer", "CitizenID"));
        api.MapGet("/link", Strict(Central, "OfficeID", "ServiceID", "Version", "CitizenID"));
        api.MapPost("/link", Strict(OfAgency, "OfficeID", "ServiceID", "Version"));
        routes.Map(
            Root + "/{**rest}",
            Strict(c => throw LinkageError.Breach($"the contract has no {c.Request.Method} {c.Request.Path}"))
        );
    }

    /// <summary>Exactly these parameters; none is repeated in an answer, as they hold ID numbers and a secret.</summary>
    private static RequestDelegate Strict(Func<HttpContext, Task> handler, params string[] parameters) =>
        async context =>
        {
            try
            {
                if (parameters.Length > 0)
                {
                    Require(context, parameters);
                }
                await handler(context);
            }
            catch (LinkageError error)
            {
                await error.Answer(context);
            }
        };

    private static void Require(HttpContext context, string[] parameters)
    {
        if (context.Request.Query.Keys.Any(key => !parameters.Contains(key)))
        {
            throw LinkageError.Breach($"unknown parameter; known: {string.Join(", ", parameters)}");
        }
        if (parameters.FirstOrDefault(name => context.Request.Query[name].Count != 1) is { } missing)
        {
            throw LinkageError.Breach($"parameter '{missing}' must be there once");
        }
    }

    private Task Validate(HttpContext context)
    {
        if (
            context.Request.Headers["Consumer-Key"] != tokens.ConsumerKey
            || context.Request.Query["ConsumerSecret"] != tokens.ConsumerSecret
        )
        {
            throw LinkageError.WrongConsumer();
        }
        return context.Json(200, new TokenAnswer(tokens.Issue(Id(context, "AgentID"))));
    }

    private Task Permission(HttpContext context)
    {
        if (context.Request.Query["Consumer"] != tokens.ConsumerKey)
        {
            throw LinkageError.WrongConsumer();
        }
        var agent = Id(context, "CitizenID");
        var reader = readers.Of(agent);
        return context.Json(
            200,
            new PermissionAnswer(
                reader.State == ReaderState.AgentNotAvailable ? Nobody : agent,
                reader.CitizenId ?? Nobody,
                reader.State.ToString()
            )
        );
    }

    /// <summary>5000: the central database. [D]</summary>
    private Task Central(HttpContext context)
    {
        var agent = Caller(context);
        return Answer(context, agent, Id(context, "CitizenID"), central: true);
    }

    /// <summary>6000: the agency's own database. The body's key is the service's; these two have one. [D][C]</summary>
    private async Task OfAgency(HttpContext context)
    {
        var agent = Caller(context);
        JsonElement body;
        try
        {
            body = await StrictJson.Read(context, new FieldRule("CitizenID", Required: true, JsonValueKind.String));
        }
        catch (ContractException breach)
        {
            throw LinkageError.Breach(breach.Message);
        }
        await Answer(context, agent, Checked(body.Text("CitizenID")!, "CitizenID"), central: false);
    }

    private Task Answer(HttpContext context, string agent, string citizenId, bool central)
    {
        var query = context.Request.Query;
        if (query["OfficeID"] != OfficeId || query["Version"] != Version)
        {
            throw LinkageError.Breach($"this sandbox has OfficeID {OfficeId}, Version {Version}");
        }
        var reader = readers.Of(agent);
        if (reader.State == ReaderState.AgentNotAvailable)
        {
            throw LinkageError.NotLoggedIn();
        }
        if (readers.NeedsCitizenCard && reader.CitizenId != citizenId)
        {
            throw LinkageError.NoCitizenCard();
        }
        return query["ServiceID"].ToString() switch
        {
            "001" => context.Json(200, register.Person(citizenId, central)),
            "008" => context.Json(200, register.House(citizenId) ?? throw LinkageError.NoData()),
            _ => throw LinkageError.Breach("this sandbox has the services 001 person and 008 house"),
        };
    }

    /// <returns>The agent whose token it is.</returns>
    private string Caller(HttpContext context) =>
        context.Request.Headers["Consumer-Key"] != tokens.ConsumerKey
            ? throw LinkageError.WrongConsumer()
            : tokens.Use(context.Request.Headers["Token"].ToString()) ?? throw LinkageError.WrongToken();

    private static string Id(HttpContext context, string parameter) =>
        Checked(context.Request.Query[parameter].ToString(), parameter);

    private static string Checked(string id, string parameter) =>
        id.Length == 13 && id.All(char.IsAsciiDigit)
            ? id
            : throw LinkageError.Breach($"'{parameter}' must be 13 digits");
}
