using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Operation;

[CollectionDefinition(Name)]
public sealed class OperationCollection : ICollectionFixture<OperationSystem>
{
    public const string Name = "portals with settings of their own";
}

/// <summary>Database and sandbox for tests that start portals of their own, one after the other.</summary>
public sealed class OperationSystem : IAsyncLifetime
{
    public LocalSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await LocalSystem.StartAsync();

    public ValueTask DisposeAsync() => System.DisposeAsync();

    /// <summary>A portal over a new database.</summary>
    public async Task<TestPortal> StartPortalAsync(params (string Name, string Value)[] settings) =>
        await TestPortal.StartAsync(
            System,
            await System.CreateDatabaseAsync(),
            settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)
        );
}
