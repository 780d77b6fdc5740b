using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Tests.Links;

namespace MiniApp.Core.Tests.External.BizPortal;

/// <summary>A real HTTP server that answers what a test tells it and remembers what it was asked.</summary>
internal sealed class FakeBizPortal : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, string?> _settings;
    private readonly List<ServiceProvider> _providers = [];
    private int _calls;

    private FakeBizPortal(WebApplication app, params (string, string)[] settings)
    {
        _app = app;
        _settings = new()
        {
            ["BizPortal:LinkKey"] = LinkMaker.Key,
            ["BizPortal:LinkIv"] = LinkMaker.Iv,
            ["BizPortal:CallbackUrl"] = "https://biz.example/done",
            ["BizPortal:Applications:mna005a:ApplicationKey"] = "application-key",
            ["BizPortal:RetryDelay"] = "00:00:00.001",
        };
        foreach (var (key, value) in settings)
        {
            _settings[$"BizPortal:{key}"] = value;
        }
    }

    /// <summary>Answers the n-th call, n from 1. The body has been read already, unless <see cref="LeaveBody"/>.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public bool LeaveBody { get; set; }

    public ConcurrentQueue<Call> Calls { get; } = [];

    public Call LastCall => Calls.Last();

    public ConcurrentQueue<string> Log { get; } = [];

    public string BaseUrl => _settings["BizPortal:BaseUrl"]!;

    /// <summary>For the client of another system that this server plays.</summary>
    public IServiceCollection Services() =>
        new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(Log)));

    public static async Task<FakeBizPortal> StartAsync(params (string Setting, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = null);
        var fake = new FakeBizPortal(builder.Build(), settings);
        fake._app.Run(fake.HandleAsync);
        await fake._app.StartAsync();
        var server = fake._app.Services.GetRequiredService<IServer>();
        fake._settings["BizPortal:BaseUrl"] = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";
        return fake;
    }

    /// <summary>The client as the portal gets it: through the registration, with logging on.</summary>
    public BizPortalClient Client()
    {
        var provider = Services()
            .AddBizPortal(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build())
            .BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<BizPortalClient>();
    }

    /// <summary>A client whose Biz Portal is an address where nobody listens.</summary>
    public BizPortalClient ClientOfNobody()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        _settings["BizPortal:BaseUrl"] = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/";
        taken.Stop();
        return Client();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        if (!LeaveBody)
        {
            await context.Request.Body.CopyToAsync(body);
        }
        var request = context.Request;
        Calls.Enqueue(
            new Call(
                $"{request.Method} {request.Path}{request.QueryString}",
                request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()
            )
        );
        await Answer(context, Interlocked.Increment(ref _calls));
    }

    internal sealed record Call(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public JsonNode Json => JsonNode.Parse(Body)!;
    }

    private sealed class Recorder(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.Enqueue(formatter(state, exception) + exception);

        public void Dispose() { }
    }
}

internal static class FakeAnswers
{
    /// <summary>The same JSON for every call.</summary>
    public static void Always(this FakeBizPortal server, string json, int status = 200) =>
        server.Answer = (context, _) => context.JsonAsync(json, status);

    public static void Data(this FakeBizPortal server, string data) => server.Always(Envelope(data));

    public static string Envelope(string data) =>
        $$"""{"status": 0, "message": "ok", "errorMessage": null, "data": {{data}}}""";

    public static Task JsonAsync(this HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
