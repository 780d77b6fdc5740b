using System.Text.RegularExpressions;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests;

[CollectionDefinition(Name)]
public sealed class WebCollection : ICollectionFixture<WebSystem>
{
    public const string Name = "portal over PostgreSQL and sandbox";
}

/// <summary>One portal in a process of its own, for every test that does not need one with other settings.</summary>
public sealed class WebSystem : IAsyncLifetime
{
    public LocalSystem System { get; private set; } = null!;

    public TestPortal Portal { get; private set; } = null!;

    public string Database { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        System = await LocalSystem.StartAsync();
        Database = await System.CreateDatabaseAsync();
        Portal = await TestPortal.StartAsync(
            System,
            Database,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["BizPortal__RetryDelay"] = "00:00:00.010",
                ["Logging__LogLevel__Default"] = "Trace",
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (Portal is not null)
            await Portal.DisposeAsync();
        if (System is not null)
            await System.DisposeAsync();
    }
}

/// <summary>A test over HTTP: browsers without scripts, and the sandbox behind the portal.</summary>
[Collection(WebCollection.Name)]
public abstract partial class WebTest(WebSystem web) : IAsyncLifetime
{
    private readonly List<PlainBrowser> _browsers = [];

    protected LocalSystem System => web.System;

    protected TestPortal Portal => web.Portal;

    protected SandboxControl Control => System.Control;

    protected string Database => web.Database;

    protected const string FormCode = "mna005a";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Control.ClearFaultsAsync();
        _browsers.ForEach(browser => browser.Dispose());
        GC.SuppressFinalize(this);
    }

    protected PlainBrowser NewBrowser()
    {
        var browser = new PlainBrowser(Portal.Address);
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>Opens a fresh link and begins a new request.</summary>
    private protected async Task<Visitor> SignInAsync(string persona, PlainBrowser? browser = null)
    {
        browser ??= NewBrowser();
        var link = await Control.LinkAsync(persona);
        using var entered = await browser.GetAsync(link.Url);
        Assert.Equal(302, (int)entered.StatusCode);
        return await BeginAsync(browser);
    }

    /// <summary>A new request in a browser that is signed in.</summary>
    private protected static async Task<Visitor> BeginAsync(PlainBrowser browser)
    {
        using var start = await browser.GetAsync($"/forms/{FormCode}/start");
        var token = PlainBrowser.AntiforgeryTokenOf(await start.Content.ReadAsStringAsync());
        Assert.NotEmpty(token);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/forms/{FormCode}/start")
        {
            Content = new FormUrlEncodedContent([new("_handler", "start"), new("__RequestVerificationToken", token)]),
        };
        using var begun = await browser.SendAsync(request);
        Assert.Equal(302, (int)begun.StatusCode);
        return new Visitor(browser, Guid.Parse(DraftId().Match(begun.Headers.Location!.ToString()).Value), token);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.NonBacktracking)]
    protected static partial Regex DraftId();
}

/// <summary>Somebody with a draft of their own.</summary>
internal sealed record Visitor(PlainBrowser Browser, Guid DraftId, string Antiforgery);
