using System.Text;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Web.Tests.Staff;

/// <summary>ThaiD's tokens are kept nowhere, so signing out has none to revoke.</summary>
public sealed class ProviderTokenTests(WebSystem web) : WebTest(web)
{
    [Theory]
    [InlineData("staff", "wichai", "__Host-staff")]
    [InlineData("citizen", "somying", "__Host-applicant")]
    public async Task SignIn_KeepsNoTokenOfTheProvider_InTheDatabaseACookieOrTheLog(
        string purpose,
        string person,
        string cookie
    )
    {
        var browser = NewBrowser();
        await System.SignInAsync(browser, purpose, person);
        var tokens = System.Sandbox.ThaiDTokens;
        Assert.NotEmpty(tokens);

        Assert.Equal(
            0,
            await CountAsync(
                "select count(*) from applicant_sessions where method <> 'link' and tokens_sealed is not null"
            )
        );
        Assert.Equal(
            0,
            await CountAsync(
                "select count(*) from information_schema.columns where table_name like 'staff%' and column_name like '%token%'"
            )
        );
        // An id_token in it, sealed, would be several times as long.
        Assert.InRange(browser.Cookies[cookie].Length, 1, 400);
        var log = Portal.Log;
        Assert.DoesNotContain(tokens, token => log.Contains(token, StringComparison.Ordinal));
        var readable = await EverythingReadableAsync();
        Assert.NotEmpty(readable);
        Assert.DoesNotContain(tokens, token => readable.Contains(token, StringComparison.Ordinal));
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string> EverythingReadableAsync()
    {
        var text = new StringBuilder();
        await using var database = NpgsqlDataSource.Create(Database);
        foreach (var table in (string[])["staff_sessions", "staff_people", "applicant_sessions", "identity_updates"])
        {
            await using var command = database.CreateCommand($"select row_to_json(t)::text from {table} t");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                text.AppendLine(reader.GetString(0));
        }
        return text.ToString();
    }
}
