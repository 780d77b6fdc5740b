using Microsoft.Playwright;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Browser.Tests.Running;

/// <summary>
/// What a collection of tests plays on: Chromium, a portal as a process of its own, a sandbox and a database. Tests of
/// one collection run one after the other and start from an empty portal and sandbox.
/// </summary>
public sealed class Stage : IAsyncLifetime
{
    private static readonly string[] ChromiumArguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private string _database = "";

    public LocalSystem System { get; private set; } = null!;

    public SandboxControl Control => System.Control;

    public TestPortal Portal { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var browser = StartBrowserAsync();
        System = await LocalSystem.StartAsync();
        _database = await System.CreateDatabaseAsync();
        Portal = await TestPortal.StartAsync(System, _database);
        Browser = await browser;
    }

    /// <summary>Forgets everything earlier tests left behind: drafts, sessions, codes, requests, faults.</summary>
    public async Task ResetAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(
                    "truncate applicant_sessions, drafts, submissions, one_id_attempts, review_counts cascade"
                );
                break;
            }
            catch (PostgresException deadlock)
                when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 5)
            {
                // The portal was at work in the background on what an earlier test left behind.
            }
        }
        await Control.ResetAsync();
    }

    /// <summary>Takes the database away from under the portal, or gives it back.</summary>
    public async Task SetDatabaseOpenAsync(bool open)
    {
        await System.SetDatabaseOpenAsync(_database, open);
        // The tests' own connections were cut too.
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Ends the portal without warning. Its address answers nothing until <see cref="StartPortalAgainAsync"/>.</summary>
    public Task KillPortalAsync() => Portal.KillAsync();

    public async Task StartPortalAgainAsync()
    {
        var port = Portal.Address.Port;
        await Portal.DisposeAsync();
        Portal = await TestPortal.StartAsync(System, _database, port: port);
    }

    /// <summary>Lets time pass for one-time codes. The portal's own clock can't be moved, so its records are moved instead.</summary>
    public async Task LetTimePassAsync(TimeSpan by)
    {
        System.Clock.Advance(by);
        await ExecuteAsync(
            "update otp_challenges set requested_at = requested_at - $1, expires_at = expires_at - $1",
            by
        );
    }

    /// <summary>The portal loses its own copies; what Biz Portal keeps remains.</summary>
    public Task ForgetDraftsAsync() => ExecuteAsync("truncate drafts, submissions cascade");

    /// <summary>Makes every step of the drafts there are reachable, as if it had been gone through.</summary>
    public Task OpenAllStepsAsync() => ExecuteAsync("update drafts set furthest_step = 3");

    /// <summary>Lets no draft be saved until what this returns is disposed of: saves wait for each other as if they had come at once.</summary>
    public async Task<IAsyncDisposable> HoldDraftsAsync()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        // Closing the connection rolls it back.
        await using var command = new NpgsqlCommand("begin; select from drafts for update", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Whether a node is about to save a draft at Biz Portal, or waits for its answer.</summary>
    public async Task<bool> IsSavingUpstreamAsync()
    {
        await using var database = NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(
            "select exists (select from drafts where upstream_leased_until is not null)"
        );
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>Lets the sessions of everybody end, as after a long absence.</summary>
    public Task EndSessionsAsync() =>
        ExecuteAsync("update applicant_sessions set ended_at = now(), end_reason = 'test'");

    /// <summary>As if the sessions of everybody had begun, or last been used, that much earlier.</summary>
    public Task AgeSessionsAsync(TimeSpan begun, TimeSpan seen) =>
        ExecuteAsync(
            "update applicant_sessions set created_at = created_at - $1, last_seen_at = last_seen_at - $2",
            begun,
            seen
        );

    /// <summary>As if staff had last used their sessions that much earlier.</summary>
    public Task AgeStaffSessionsAsync(TimeSpan seen) =>
        ExecuteAsync("update staff_sessions set created_at = created_at - $1, last_seen_at = last_seen_at - $1", seen);

    /// <summary>As if an officer had opened every draft: an entry that is shown, though no part of the chain.</summary>
    public Task DraftsAreOpenedAsync() =>
        ExecuteAsync(
            """
            insert into audit_entries (sequence, at, actor, action, draft_id, details, previous_hash, hash)
            select (select coalesce(max(sequence), 0) from audit_entries) + 1000 + row_number() over (), now(), 'staff:' || gen_random_uuid(), 'opened', id,
                '{"role": "Reviewer"}', '', ''
            from drafts 
            """
        );

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (Portal is not null)
            await Portal.DisposeAsync();
        if (System is not null)
            await System.DisposeAsync();
    }

    /// <summary>Waits until this is true in the portal's database.</summary>
    public async Task UntilAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        for (var tries = 0; tries < 400; tries++)
        {
            if (await command.ExecuteScalarAsync() is true)
                return;
            await Task.Delay(50);
        }
        throw new TimeoutException(sql);
    }

    private async Task<IBrowser> StartBrowserAsync()
    {
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ChromiumArguments }
        );
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Tests of the way through as it should go.</summary>
[CollectionDefinition(Name)]
public sealed class JourneyCollection : ICollectionFixture<Stage>
{
    public const string Name = "Journey";
}

/// <summary>Tests in which parts of the system stop or fail.</summary>
[CollectionDefinition(Name)]
public sealed class TroubleCollection : ICollectionFixture<Stage>
{
    public const string Name = "Trouble";
}

/// <summary>Tests that look at every page in several settings.</summary>
[CollectionDefinition(Name)]
public sealed class AccessCollection : ICollectionFixture<Stage>
{
    public const string Name = "Access";
}
