using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MiniApp.Core;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Sandbox;

namespace MiniApp.TestKit;

/// <summary>Core's services over a real database and a real sandbox, without the web: one portal node's worth.</summary>
public sealed class CoreHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private CoreHost(ServiceProvider services) => _services = services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <param name="changes">Settings laid over the usual ones.</param>
    public static async Task<CoreHost> StartAsync(
        LocalSystem system,
        string connectionString,
        IReadOnlyDictionary<string, string>? changes = null
    )
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Portal"] = connectionString,
            ["BizPortal:BaseUrl"] = system.Sandbox.BaseAddress.AbsoluteUri,
            ["BizPortal:LinkKey"] = system.Sandbox.LinkKey,
            ["BizPortal:LinkIv"] = system.Sandbox.LinkIv,
            ["BizPortal:CallbackUrl"] = system.Sandbox.BaseAddress.AbsoluteUri,
            ["BizPortal:CallTimeout"] = "00:00:02",
            ["BizPortal:RetryDelay"] = "00:00:00.010",
            ["BizPortal:AnswersRepeatedKey"] = "true",
            ["OneId:BaseUrl"] = system.Sandbox.BaseAddress.AbsoluteUri,
            ["OneId:ClientId"] = system.Sandbox.OneIdClient.ClientId,
            ["OneId:ClientSecret"] = system.Sandbox.OneIdClient.Secret,
            ["OneId:CallTimeout"] = "00:00:02",
            ["Hcm:BaseUrl"] = system.Sandbox.BaseAddress.AbsoluteUri,
            ["Hcm:Username"] = SandboxServer.HcmUsername,
            ["Hcm:Password"] = system.Sandbox.HcmPassword,
            ["Hcm:CallTimeout"] = "00:00:05",
            ["Hcm:RetryDelay"] = "00:00:00.010",
            ["Linkage:BaseUrl"] = system.Sandbox.BaseAddress.AbsoluteUri,
            ["Linkage:ConsumerKey"] = system.Sandbox.LinkageConsumer.Key,
            ["Linkage:ConsumerSecret"] = system.Sandbox.LinkageConsumer.Secret,
            ["Linkage:CallTimeout"] = "00:00:05",
            ["Forms:Directory"] = Path.Combine(Repository.Root, "forms"),
        };
        foreach (var (code, key) in system.Sandbox.ApplicationKeys)
            settings[$"BizPortal:Applications:{code}:ApplicationKey"] = key;
        foreach (var (name, value) in changes ?? new Dictionary<string, string>())
            settings[name] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new Host());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddMiniAppCore(configuration);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(system.Clock));
        services.AddSingleton<ISealer, ReversingSealer>();
        services.AddSingleton<PersonKeys>();
        var host = new CoreHost(services.BuildServiceProvider());
        await host.Get<Migrator>().MigrateAsync(default);
        return host;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Not encryption: it only makes sealed and plain bytes differ, so that a mix-up shows.</summary>
    private sealed class ReversingSealer : ISealer
    {
        public byte[] Seal(byte[] plain) => [.. Enumerable.Reverse(plain)];

        public byte[] Open(byte[] cipher) => [.. Enumerable.Reverse(cipher)];
    }

    private sealed class Host : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";
        public string ApplicationName { get; set; } = "MiniApp.Core.Tests";
        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
