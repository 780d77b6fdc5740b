using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.IdentityUpdates;
using MiniApp.Core.Staff;
using MiniApp.Sandbox.ThaiD;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.IdentityUpdates;

/// <summary>Updates over a real database and the sandbox's HCM, which begins each test with its employees as they were.</summary>
public abstract class UpdateTest(CoreSystem core) : CoreTest(core)
{
    private readonly Dictionary<string, LiveStaff> _staff = [];

    protected IdentityUpdateService Updates => Node.Get<IdentityUpdateService>();

    protected IdentityUpdateStore Store => Node.Get<IdentityUpdateStore>();

    protected const string Administrator = "wichai";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await PostAsync("hcm/reset");
        await SignInAsync(Administrator);
    }

    /// <summary>Puts somebody of the sandbox's ThaiD people on the list and signs them in.</summary>
    protected async Task<LiveStaff> SignInAsync(string id, CoreHost? node = null)
    {
        node ??= Node;
        var person = await IdentityOfAsync(id);
        var list = node.Get<StaffList>();
        if (await list.FindAsync(person.NationalId, default) is null)
        {
            var administrator = _staff.TryGetValue(Administrator, out var known) ? known.StaffId : (Guid?)null;
            if (administrator is null)
                await list.EnsureAdministratorAsync(default);
            else
                await list.AddAsync(administrator.Value, person.NationalId, id, StaffRole.Reviewer, default);
        }
        var member = await list.FindAsync(person.NationalId, default);
        var sessions = node.Get<StaffSessions>();
        var session = await sessions.StartAsync(member!.Id, 2.3m, null, replaces: null, default);
        return _staff[id] = (await sessions.FindAsync(session, default))!;
    }

    /// <summary>What ThaiD says about somebody.</summary>
    protected async Task<ThaiDIdentity> IdentityOfAsync(string id)
    {
        using var http = NewHttp();
        var people = await http.GetFromJsonAsync<JsonArray>("thaid/people");
        var person = people!.First(p => (string?)p!["id"] == id)!;
        return ThaiDClaims.Read(person["claims"]!.AsObject(), response: null, "pid");
    }

    /// <summary>Signed in, account named, QR code scanned.</summary>
    protected async Task<LiveStaff> ScanAsync(string id, Func<ThaiDIdentity, ThaiDIdentity>? change = null)
    {
        var staff = await SignInAsync(id);
        await Node.Get<HcmUsers>().NameAsync(staff.StaffId, $"{id}@example.ac.th", default);
        await ScanAgainAsync(staff, await IdentityOfAsync(id), change);
        return staff;
    }

    protected async Task ScanAgainAsync(
        LiveStaff staff,
        ThaiDIdentity scan,
        Func<ThaiDIdentity, ThaiDIdentity>? change = null
    )
    {
        var begun = (await Updates.BeginAsync(staff, default))!;
        Assert.True(await Updates.AcceptAsync(staff, begun.Id, begun.Secret, change?.Invoke(scan) ?? scan, default));
    }

    protected async Task<IdentityUpdateView> CompareAsync(LiveStaff staff, UpdateStage stage = UpdateStage.Comparison)
    {
        var view = await Updates.CompareAsync(staff, default);
        Assert.Equal((stage, view.Refusal), (view.Stage, view.Refusal));
        return view;
    }

    /// <summary>Everything that would change.</summary>
    protected static HashSet<IdentityItem> All(IdentityUpdateView view) =>
        [.. view.Comparison!.Rows.Where(row => row.State == RowState.Changes).Select(row => row.Attribute)];

    /// <summary>What HCM holds about somebody, with all its rows.</summary>
    protected async Task<JsonNode> WorkerAsync(string id)
    {
        using var http = NewHttp();
        return (await http.GetFromJsonAsync<JsonArray>("hcm/workers"))!.First(worker => (string?)worker!["key"] == id)!;
    }

    /// <summary>The n-th record of a list as it is in force now.</summary>
    protected async Task<JsonNode> NowAsync(string id, string list, int n = 0) =>
        (await WorkerAsync(id))["children"]![list]![n]!["rows"]!.AsArray().Last()!["fields"]!;

    /// <summary>Somebody in HR changes a record.</summary>
    protected Task ByHrAsync(string id, string list, object fields, int n = 0) =>
        PostAsync($"hcm/workers/{id}/{list}/{n}", fields);

    protected async Task PostAsync(string path, object? body = null)
    {
        using var http = NewHttp();
        using var response = await http.PostAsJsonAsync(path, body ?? new { }, JsonSerializerOptions.Default);
        response.EnsureSuccessStatusCode();
    }

    protected override IEnumerable<(string Name, string Value)> Settings()
    {
        var first = ThaiDPeople.ById(Administrator)!;
        yield return ("Staff:FirstAdministrator:NationalId", first.NationalId);
        yield return ("Staff:FirstAdministrator:Name", first.Name);
    }

    private HttpClient NewHttp() => new() { BaseAddress = new Uri(System.Sandbox.BaseAddress, "_sandbox/") };
}
