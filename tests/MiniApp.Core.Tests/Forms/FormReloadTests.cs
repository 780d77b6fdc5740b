using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MiniApp.Core.Forms;
using Npgsql;
using NSubstitute;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Form files edited while the portal runs.</summary>
public sealed class FormReloadTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("forms").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Reload_EditedFile_IsServedAnewAndNamed()
    {
        Write("a", "first");
        Write("b", "other");
        var catalog = FormCatalog.Load(_directory);
        var changes = Changes(catalog);
        catalog.TryGet("b", out var untouched);

        Write("a", "second");
        catalog.Reload();

        Assert.Equal("second", Title(catalog, "a"));
        Assert.Equal(["a"], Assert.Single(changes));
        Assert.True(catalog.TryGet("b", out var still));
        Assert.Same(untouched, still);
    }

    [Fact]
    public void Reload_NothingEdited_TellsNobody()
    {
        Write("a", "first");
        File.WriteAllText(Path.Combine(_directory, "b.form.json"), "{");
        var catalog = FormCatalog.Load(_directory);
        var changes = Changes(catalog);

        catalog.Reload();

        Assert.Empty(changes);
    }

    [Fact]
    public void Reload_BrokenFile_ServesTheLastGoodFormAndNamesTheProblem()
    {
        Write("a", "first");
        var catalog = FormCatalog.Load(_directory);
        var changes = Changes(catalog);

        File.WriteAllText(Path.Combine(_directory, "a.form.json"), "{ half");
        catalog.Reload();

        Assert.Equal("first", Title(catalog, "a"));
        Assert.Single(catalog.ProblemsOf("A"));
        Assert.Equal(["a"], Assert.Single(changes));

        Write("a", "mended");
        catalog.Reload();

        Assert.Equal("mended", Title(catalog, "a"));
        Assert.Empty(catalog.Problems);
        Assert.Equal(2, changes.Count);
    }

    [Fact]
    public void Reload_NewAndRemovedFiles_ComeAndGo()
    {
        Write("a", "first");
        var catalog = FormCatalog.Load(_directory);
        var changes = Changes(catalog);

        File.Delete(Path.Combine(_directory, "a.form.json"));
        Write("b", "new");
        catalog.Reload();

        Assert.False(catalog.TryGet("a", out _));
        Assert.True(catalog.TryGet("b", out _));
        Assert.Equal(["a", "b"], Assert.Single(changes).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Reload_FileBrokenFromTheStart_GoesByItsName()
    {
        File.WriteAllText(Path.Combine(_directory, "hotel.form.json"), "{");
        var catalog = FormCatalog.Load(_directory);

        Assert.Single(catalog.ProblemsOf("hotel"));
        Assert.False(catalog.TryGet("hotel", out _));
    }

    [Fact]
    public void Reload_DirectoryGone_ServesOn()
    {
        Write("a", "first");
        var catalog = FormCatalog.Load(_directory);

        Directory.Move(_directory, _directory + "-away");
        catalog.Reload();
        Directory.Move(_directory + "-away", _directory);

        Assert.Equal("first", Title(catalog, "a"));
        Assert.Single(catalog.Problems);
    }

    [Fact]
    public async Task Watcher_InDevelopment_ReadsWhatAnEditorSaves()
    {
        Write("a", "first");
        var catalog = FormCatalog.Load(_directory);
        var changed = new SemaphoreSlim(0);
        catalog.Changed += (_, _) => changed.Release();
        using var watcher = Watcher(catalog, Environments.Development);
        await watcher.StartAsync(default);

        Write("a", "in place");
        Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("in place", Title(catalog, "a"));

        // Other editors write a new file and put it in the old one's place.
        File.WriteAllText(Path.Combine(_directory, ".a.swp"), Form("a", "renamed").ToString());
        File.Move(Path.Combine(_directory, ".a.swp"), Path.Combine(_directory, "a.form.json"), overwrite: true);
        Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("renamed", Title(catalog, "a"));

        await watcher.StopAsync(default);
    }

    [Fact]
    public async Task Watcher_ListenerThatThrows_DoesNotEndIt()
    {
        Write("a", "first");
        var catalog = FormCatalog.Load(_directory);
        var seen = new SemaphoreSlim(0);
        catalog.Changed += (_, _) =>
        {
            seen.Release();
            throw new InvalidOperationException("a page went wrong");
        };
        using var watcher = Watcher(catalog, Environments.Development);
        await watcher.StartAsync(default);

        Write("a", "second");
        Assert.True(await seen.WaitAsync(TimeSpan.FromSeconds(10)));
        Write("a", "third");
        Assert.True(await seen.WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal("third", Title(catalog, "a"));
        await watcher.StopAsync(default);
    }

    [Fact]
    public async Task Watcher_InProduction_LeavesTheFormsAlone()
    {
        Write("a", "first");
        var catalog = FormCatalog.Load(_directory);
        using var watcher = Watcher(catalog, Environments.Production);
        await watcher.StartAsync(default);

        Write("a", "second");
        await watcher.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("first", Title(catalog, "a"));
    }

    private static FormWatcher Watcher(FormCatalog catalog, string environment)
    {
        var host = Substitute.For<IHostEnvironment>();
        host.EnvironmentName.Returns(environment);
        // Without a database: edits show all the same.
        var versions = new FormVersions(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1"));
        return new FormWatcher(catalog, versions, host, TimeProvider.System, NullLogger<FormWatcher>.Instance);
    }

    private static List<IReadOnlySet<string>> Changes(FormCatalog catalog)
    {
        var changes = new List<IReadOnlySet<string>>();
        catalog.Changed += (_, change) => changes.Add(change.Codes);
        return changes;
    }

    private static string Title(FormCatalog catalog, string code) =>
        catalog.TryGet(code, out var form) ? form.Title.En : "";

    private static JsonObject Form(string code, string title)
    {
        var form = TestForms.Minimal();
        form["code"] = code;
        form["title"]!["en"] = title;
        return form;
    }

    private void Write(string code, string title) =>
        File.WriteAllText(Path.Combine(_directory, $"{code}.form.json"), Form(code, title).ToString());
}
