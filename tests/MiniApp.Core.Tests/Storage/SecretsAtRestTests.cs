using System.Text;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Core.Tests.Storage;

/// <summary>Reads every text and byte of the database after a whole request and looks for what must not lie readable.</summary>
public sealed class SecretsAtRestTests(CoreSystem core) : CoreTest(core)
{
    [Fact]
    public async Task Database_AfterARequest_HoldsNoIdentityTokenAnswerOrFileName()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.AnswerAsync(session, draft.Id, "placeName", "ครัวลับเฉพาะ");
        await Node.Get<MiniApp.Core.Otp.OtpService>()
            .RequestAsync(session, await Node.DraftAsync(session, draft.Id), default);
        var code = await Control.NewestOtpAsync(session.Applicant.IdentityId);
        var token = await Node.Get<ApplicantSessions>().BizPortalOf(session).GetAccessTokenAsync(default);
        var reviewed = await Node.DraftAsync(session, draft.Id);
        await Node.Get<MiniApp.Core.Submissions.SubmissionService>()
            .SubmitAsync(session, draft.Id, reviewed.ContentHash(), code, default);

        var everything = await EverythingAsync();

        Assert.True(everything.Count > 50, "the search must see the rows");
        Assert.Contains(everything, value => value.Text.Contains("mna005a", StringComparison.Ordinal));
        string[] secrets =
        [
            session.Applicant.IdentityId,
            token,
            "ครัวลับเฉพาะ",
            "สมหญิง",
            "เอกสาร.pdf",
            "0810000001",
            "000-0001",
        ];
        foreach (var secret in secrets)
            Assert.DoesNotContain(everything, value => value.Contains(secret));
    }

    private sealed record Value(string Column, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);

        public bool Contains(string secret) => Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;
    }

    private async Task<IReadOnlyList<Value>> EverythingAsync()
    {
        var database = Node.Get<NpgsqlDataSource>();
        var columns = new List<(string Table, string Column, string Type)>();
        await using (
            var command = database.CreateCommand(
                "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
            )
        )
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));

        var values = new List<Value>();
        foreach (var (table, column, type) in columns)
        {
            var expression = type == "bytea" ? $"\"{column}\"" : $"convert_to(\"{column}\"::text, 'UTF8')";
            await using var command = database.CreateCommand(
                $"select {expression} from \"{table}\" where \"{column}\" is not null"
            );
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                values.Add(new Value($"{table}.{column}", (byte[])reader[0]));
        }
        return values;
    }
}
