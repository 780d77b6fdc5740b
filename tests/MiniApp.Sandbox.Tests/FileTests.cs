using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MiniApp.Sandbox.Tests;

public sealed class FileTests : IAsyncLifetime
{
    private const int Limit = 5 * 1024 * 1024;

    private TestSandbox _sandbox = null!;
    private SignedIn _session = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.Start();
        _session = await _sandbox.SignIn();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Upload_ExactlyTheLimit_AnswersBareAndDownloadsTheSameBytes()
    {
        var content = RandomNumberGenerator.GetBytes(Limit);
        var answer = await _session.Uploaded(content);

        Assert.Equal(
            ["FileReferenceId", "fileId", "name", "contentType", "fileSize"],
            answer.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal("แผนที่.pdf", answer.GetProperty("name").GetString());
        Assert.Equal(Limit, answer.GetProperty("fileSize").GetInt64());
        var fileId = answer.GetProperty("fileId").GetString();
        using var download = await _session.Send(
            HttpMethod.Get,
            $"File/Download?fileId={fileId}&contentType=application%2Fpdf"
        );
        Assert.Equal("application/pdf", download.Content.Headers.ContentType?.MediaType);
        Assert.Equal(content, await download.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Upload_OverTheLimit_Answers413AndKeepsNothing()
    {
        using var response = await _session.Upload(new byte[Limit + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(0, (await _sandbox.Control("files")).GetArrayLength());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_sandbox.Options.DataDirectory, "content", "incoming")));
    }

    [Fact]
    public async Task Upload_ChunksInAnyOrder_AssembledWhenComplete()
    {
        byte[][] parts = [RandomNumberGenerator.GetBytes(70_000), RandomNumberGenerator.GetBytes(70_000), [9, 9]];
        foreach (var early in (int[])[2, 0])
        {
            var part = await _session.Uploaded(parts[early], early, 3, "r1");
            Assert.False(part.TryGetProperty("fileId", out _));
            Assert.Equal("r1", part.GetProperty("FileReferenceId").GetString());
        }
        Assert.False((await _sandbox.Control("files"))[0].GetProperty("complete").GetBoolean());

        var last = await _session.Uploaded(parts[1], 1, 3, "r1");

        byte[] whole = [.. parts[0], .. parts[1], .. parts[2]];
        Assert.Equal(whole.Length, last.GetProperty("fileSize").GetInt64());
        var file = (await _sandbox.Control("files"))[0];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(whole)), file.GetProperty("sha256").GetString());
        var fileId = last.GetProperty("fileId").GetString();
        Assert.Equal(whole, await _sandbox.Http.GetByteArrayAsync($"_sandbox/files/{fileId}/content"));
        using var download = await _session.Send(HttpMethod.Get, $"File/Download?fileId={fileId}");
        Assert.Equal(whole, await download.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Upload_ChunkRepeated_IsIdempotentEvenAfterTheEnd()
    {
        await _session.Uploaded([1], 0, 2, "r2");
        await _session.Uploaded([1], 0, 2, "r2");
        var done = await _session.Uploaded([2], 1, 2, "r2");
        var again = await _session.Uploaded([2], 1, 2, "r2");
        Assert.Equal(done.ToString(), again.ToString());
        Assert.Equal(2, done.GetProperty("fileSize").GetInt64());
    }

    [Fact]
    public async Task Upload_ChunkSentAnewWithOtherBytes_Replaced()
    {
        await _session.Uploaded([1, 1, 1], 0, 2, "r3");
        await _session.Uploaded([7], 0, 2, "r3");
        var done = await _session.Uploaded([8], 1, 2, "r3");
        var bytes = await _sandbox.Http.GetByteArrayAsync(
            $"_sandbox/files/{done.GetProperty("fileId").GetString()}/content"
        );
        Assert.Equal([7, 8], bytes);
    }

    [Fact]
    public async Task Upload_ChunksOfTwoPeopleWithOneReference_StayApart()
    {
        await _session.Uploaded([1], 0, 2, "shared");
        var other = await _sandbox.SignIn("mana");
        var answer = await other.Uploaded([2], 1, 2, "shared");
        Assert.False(answer.TryGetProperty("fileId", out _));
    }

    [Theory]
    [InlineData("chunk", "5")]
    [InlineData("chunk", "-1")]
    [InlineData("chunks", "0")]
    [InlineData("fileMetadata", "{}")]
    [InlineData("fileMetadata", "{\"FileReferenceId\":\"r\",\"Foo\":1}")]
    [InlineData("fileMetadata", "not json")]
    [InlineData("surprise", "1")]
    public async Task Upload_WrongField_AnswersLoudly(string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["chunk"] = "0",
            ["chunks"] = "2",
            ["fileMetadata"] = """{"FileReferenceId":"r"}""",
            [field] = value,
        };
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a.pdf" } };
        foreach (var (name, text) in fields)
        {
            form.Add(new StringContent(text), name);
        }
        using var response = await _session.Send(HttpMethod.Post, "File/Upload", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Upload_FieldClientsMetadata_AcceptedAndNamesTheFile()
    {
        var metadata = JsonSerializer.Serialize(
            new
            {
                FileReferenceId = "r4",
                DocName = "แผนที่",
                FileTypeCode = "MAP",
                Name = "../../x.pdf",
                FileUrl = "",
                Remark = "",
            }
        );
        using var form = new MultipartFormDataContent
        {
            { new StringContent("0"), "chunk" },
            { new StringContent("1"), "chunks" },
            { new StringContent(metadata), "fileMetadata" },
            { new ByteArrayContent([1]), "file", "blob" },
        };
        using var response = await _session.Send(HttpMethod.Post, "File/Upload", form);
        var answer = await SignedIn.Envelope(response);
        // Only ever text: the path is the sandbox's own.
        Assert.Equal("../../x.pdf", answer.GetProperty("name").GetString());
        Assert.True(answer.TryGetProperty("fileId", out _));
    }

    [Fact]
    public async Task Upload_EmptyFile_AnswersLoudly()
    {
        using var response = await _session.Upload([]);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Upload_BodyEndsInTheMiddle_AnswersLoudly()
    {
        using var content = new ByteArrayContent(
            Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc")
        );
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var response = await _session.Send(HttpMethod.Post, "File/Upload", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Download_SomebodyElses_LooksMissing()
    {
        var fileId = (await _session.Uploaded([1])).GetProperty("fileId").GetString();
        var other = await _sandbox.SignIn("mana");
        using var theirs = await other.Send(HttpMethod.Get, "File/Download?fileId=" + fileId);
        using var missing = await other.Send(HttpMethod.Get, "File/Download?fileId=none");
        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(await theirs.Content.ReadAsStringAsync(), await missing.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Delete_OnlyByItsOwner_RemovesTheBytes()
    {
        var fileId = (await _session.Uploaded([1])).GetProperty("fileId").GetString();
        var other = await _sandbox.SignIn("mana");
        using var theirs = await other.Send(HttpMethod.Delete, "File/Delete?fileId=" + fileId);
        Assert.Equal(3, (await SignedIn.Envelope(theirs)).GetProperty("status").GetInt32());

        using var own = await _session.Send(HttpMethod.Delete, "File/Delete?fileId=" + fileId);

        Assert.Equal(0, (await SignedIn.Envelope(own)).GetProperty("status").GetInt32());
        Assert.False(Directory.Exists(Path.Combine(_sandbox.Options.DataDirectory, "content", fileId!)));
        using var gone = await _session.Send(HttpMethod.Get, "File/Download?fileId=" + fileId);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Upload_LimitTurnedOff_TakesMore()
    {
        await using var open = await TestSandbox.Start(o => o with { UploadLimitBytes = null });
        var session = await open.SignIn();
        var answer = await session.Uploaded(new byte[Limit + 1]);
        Assert.Equal(Limit + 1, answer.GetProperty("fileSize").GetInt64());
    }
}
