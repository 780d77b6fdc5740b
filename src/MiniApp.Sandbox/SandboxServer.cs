using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Console;
using MiniApp.Sandbox.Control;
using MiniApp.Sandbox.Faults;
using MiniApp.Sandbox.Hcm;
using MiniApp.Sandbox.Linkage;
using MiniApp.Sandbox.OneId;
using MiniApp.Sandbox.State;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox;

/// <summary>
/// A local twin of the government systems, over real HTTP on 127.0.0.1: one folder per system.
/// It shares no code with the portal; both follow the wire contract on their own.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxState _state;
    private readonly ThaiDKeys _thaiD;
    private readonly ThaiDSignIns _signIns;
    private readonly HcmWorkers _hcm;
    private readonly HcmAuthentication _hcmAuthentication;
    private readonly LinkageTokens _linkageTokens;

    private SandboxServer(SandboxOptions options)
    {
        _state = new SandboxState(options);
        _thaiD = new ThaiDKeys(options.DataDirectory);
        _signIns = new ThaiDSignIns(options.TokenTimeProvider ?? options.TimeProvider);
        _hcm = new HcmWorkers(options.DataDirectory, options.TimeProvider);
        _hcmAuthentication = new HcmAuthentication(options.DataDirectory, options.TimeProvider);
        _linkageTokens = new LinkageTokens(options.DataDirectory, options.TimeProvider);
        PortalBaseUrl = options.PortalBaseUrl;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            // The upload rule answers for itself; JSON bodies have their own limit.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        _app = builder.Build();
        Configure(new FaultSwitchboard(options.Seed, options.TimeProvider), new CallLog(options.TimeProvider));
    }

    /// <summary>Root of the sandbox, e.g. <c>http://127.0.0.1:5080/</c>; Biz Portal's base address too.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Root of the portal that links point to; set it once the portal has a port.</summary>
    public Uri PortalBaseUrl { get; set; }

    /// <summary>AES-256 key of links, 64 hex characters.</summary>
    public string LinkKey => _state.Settings.LinkKey;

    /// <summary>Initialisation vector of links, 32 hex characters.</summary>
    public string LinkIv => _state.Settings.LinkIv;

    /// <summary>Issued by ThaiD to the portal.</summary>
    public string ThaiDClientId => _thaiD.ClientId;

    /// <summary>Issued by ThaiD to the portal. Secret.</summary>
    public string ThaiDClientSecret => _thaiD.ClientSecret;

    /// <summary>Every access token that ThaiD has given out and not taken back.</summary>
    public IReadOnlyCollection<string> ThaiDTokens => _signIns.Tokens;

    /// <summary>User of HCM's web services that the portal is to HTTP Basic.</summary>
    public static string HcmUsername => HcmAuthentication.Username;

    /// <summary>Secret.</summary>
    public string HcmPassword => _hcmAuthentication.Password;

    /// <summary>Where HCM's client credentials become an access token.</summary>
    public Uri HcmTokenUrl => new(BaseAddress, HcmAuthentication.TokenPath[1..]);

    /// <summary>What the portal is to OAuth.</summary>
    public static string HcmClientId => HcmAuthentication.ClientId;

    /// <summary>Secret.</summary>
    public string HcmClientSecret => _hcmAuthentication.ClientSecret;

    /// <summary>National ID and HCM account of those who have both ThaiD and an account.</summary>
    public static IEnumerable<(string NationalId, string Username)> HcmAccounts() =>
        HcmEmployees.Accounts().Select(account => (ThaiDPeople.ById(account.Id)!.NationalId, account.Username));

    /// <summary>What the data exchange issued to the portal. Both are secret.</summary>
    public (string Key, string Secret) LinkageConsumer => (_linkageTokens.ConsumerKey, _linkageTokens.ConsumerSecret);

    /// <summary>The one address of the portal that ThaiD sends people back to.</summary>
    public Uri ThaiDRedirectUri => new(PortalBaseUrl, "sign-in/thaid/callback");

    internal string ThaiDIssuer => BaseAddress.AbsoluteUri.TrimEnd('/');

    /// <summary>Application key by form code.</summary>
    public IReadOnlyDictionary<string, string> ApplicationKeys => _state.Settings.ApplicationKeys;

    /// <summary>What ONE ID issued to the portal: client id and secret.</summary>
    public (string ClientId, string Secret) OneIdClient => (OneIdApi.ClientId, _state.Settings.OneIdSecret!);

    /// <summary>Forms by code.</summary>
    public IReadOnlyDictionary<string, SandboxApplication> Applications => _state.Applications;

    /// <summary>Starts listening. Throws <see cref="IOException"/> when the port is taken.</summary>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken ct)
    {
        var server = new SandboxServer(options);
        try
        {
            await server._app.StartAsync(ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.BaseAddress = new Uri(addresses!.Addresses.First() + "/");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Connections that a client keeps open must not hold up the stop.
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
    }

    private void Configure(FaultSwitchboard faults, CallLog calls)
    {
        var faultMiddleware = new FaultMiddleware(faults, _state);
        _app.Use(next => context => calls.Record(context, next));
        _app.Use(next => context => faultMiddleware.Invoke(context, next));
        _app.UseRouting();
        _app.Use(next => context => BizPortalEndpoints.AnswerLoudly(context, next));
        _app.MapBizPortal(_state);
        new OneIdApi(_state).Map(_app);
        _app.MapThaiD(this, _state.Options, _thaiD, _signIns);
        new ControlApi(this, _state, faults, calls).Map(_app);
        new ThaiDControl(_thaiD, _signIns).Map(_app);
        new HcmEndpoints(this, _hcm, _hcmAuthentication).Map(_app);
        new HcmControl(_hcm, _hcmAuthentication).Map(_app);
        var readers = new LinkageReaders();
        new LinkageEndpoints(_linkageTokens, readers, new LinkageRegister(_state.People)).Map(_app);
        new LinkageControl(_linkageTokens, readers).Map(_app);
        _app.MapConsole(_state, this);
    }
}
