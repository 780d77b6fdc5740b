using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.Tests.External.BizPortal;

public sealed class BizPortalFilesTests
{
    private readonly FakeSession _session = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private static UploadChunk Chunk(byte[] bytes, int index = 0, int count = 1, string name = "สำเนา.pdf") =>
        new(
            "ref-1",
            name,
            "application/pdf",
            new MemoryStream(bytes),
            bytes.Length,
            index,
            count,
            "สำเนาทะเบียนบ้าน",
            "T1"
        );

    /// <summary>Reads the form as the other side would.</summary>
    private static async Task<(Dictionary<string, string> Fields, IFormFile File, string FileBytes)> FormAsync(
        FakeBizPortal.Call call
    )
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = call.Headers["Content-Type"];
        context.Request.Body = new MemoryStream(call.Body);
        var form = await context.Request.ReadFormAsync(Now);
        using var reader = new StreamReader(form.Files.Single().OpenReadStream(), Encoding.UTF8);
        var fields = form.ToDictionary(f => f.Key, f => f.Value.ToString());
        return (fields, form.Files.Single(), await reader.ReadToEndAsync(Now));
    }

    [Fact]
    public async Task Upload_SmallFile_IsTheFileAlone()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always(
            """{"FileReferenceId":"r","fileId":"F1","name":"n","contentType":"application/pdf","fileSize":5}"""
        );

        var uploaded = await server.Client().UploadChunkAsync(_session, Chunk("hello"u8.ToArray()), Now);

        Assert.Equal(new UploadedChunk("F1", "r", "n", "application/pdf", 5), uploaded);
        Assert.Equal("POST /bizportal/api/File/Upload", server.LastCall.Line);
        Assert.Equal("Bearer access-1", server.LastCall.Headers["Authorization"]);
        var (fields, file, bytes) = await FormAsync(server.LastCall);
        Assert.Empty(fields);
        Assert.Equal(("file", "สำเนา.pdf", "application/pdf"), (file.Name, file.FileName, file.ContentType));
        Assert.Equal("hello", bytes);
    }

    [Fact]
    public async Task Upload_Chunk_CarriesItsFields()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"fileId":"F1"}""");

        var uploaded = await server.Client().UploadChunkAsync(_session, Chunk("end"u8.ToArray(), 2, 3), Now);

        Assert.Equal("F1", uploaded.FileId);
        var (fields, file, bytes) = await FormAsync(server.LastCall);
        Assert.Equal(("2", "3", "สำเนา.pdf"), (fields["chunk"], fields["chunks"], fields["name"]));
        var metadata = JsonNode.Parse(fields["fileMetadata"])!;
        Assert.Equal("ref-1", metadata["FileReferenceId"]!.GetValue<string>());
        Assert.Equal("สำเนาทะเบียนบ้าน", metadata["DocName"]!.GetValue<string>());
        Assert.Equal(("สำเนา.pdf", "end"), (file.FileName, bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"FileReferenceId":"ref-1"}""")]
    [InlineData("""{"status":0,"data":null}""")]
    public async Task Upload_ChunkBeforeTheLast_NeedsNoFileId(string answer)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always(answer);
        Assert.Null((await server.Client().UploadChunkAsync(_session, Chunk([1], 0, 2), Now)).FileId);
    }

    [Fact]
    public async Task Upload_EnvelopedAnswer_IsRead()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data("""{"fileId":81,"fileSize":"5"}""");
        var uploaded = await server.Client().UploadChunkAsync(_session, Chunk([1]), Now);
        Assert.Equal(("81", 5L), (uploaded.FileId, uploaded.FileSize));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\My Documents\แผนที่.png", "แผนที่.png")]
    [InlineData("a\"; name=\"chunk\".pdf", "a'; name='chunk'.pdf")]
    [InlineData("a\r\nX-Evil: 1\r\n\r\nbody.pdf", "aX-Evil: 1body.pdf")]
    [InlineData("\u202Efdp.exe", "fdp.exe")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("dir/", "file")]
    public async Task Upload_HostileFileName_StaysAName(string name, string expected)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"fileId":"F1"}""");

        await server.Client().UploadChunkAsync(_session, Chunk("x"u8.ToArray(), 0, 1, name), Now);

        var (fields, file, bytes) = await FormAsync(server.LastCall);
        Assert.Empty(fields);
        Assert.Equal((expected, "x"), (file.FileName, bytes));
        Assert.Equal(["Content-Disposition", "Content-Type"], file.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Upload_LongFileName_KeepsItsExtension()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"fileId":"F1"}""");
        await server.Client().UploadChunkAsync(_session, Chunk([1], name: new string('ก', 500) + ".pdf"), Now);
        Assert.Equal(new string('ก', 196) + ".pdf", (await FormAsync(server.LastCall)).File.FileName);
    }

    [Theory]
    [InlineData("not a type")]
    [InlineData("text/html\r\nX-Evil: 1")]
    [InlineData("")]
    public async Task Upload_HostileContentType_BecomesBytes(string type)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"fileId":"F1"}""");
        await server.Client().UploadChunkAsync(_session, Chunk([1]) with { ContentType = type }, Now);
        Assert.Equal("application/octet-stream", (await FormAsync(server.LastCall)).File.ContentType);
    }

    /// <summary>The server gets the first half before the second exists: nothing holds the chunk back.</summary>
    [Fact]
    public async Task Upload_Chunk_StreamsWithKnownLength()
    {
        await using var server = await FakeBizPortal.StartAsync();
        const int Half = 512 * 1024;
        var firstHalfArrived = new TaskCompletionSource();
        server.LeaveBody = true;
        long? announced = null;
        server.Answer = async (c, _) =>
        {
            announced = c.Request.ContentLength;
            var buffer = new byte[64 * 1024];
            for (long total = 0; ; )
            {
                var count = await c.Request.Body.ReadAsync(buffer);
                total += count;
                if (total > Half - 4096)
                {
                    firstHalfArrived.TrySetResult();
                }
                if (count == 0)
                {
                    break;
                }
            }
            await c.JsonAsync("""{"fileId":"F1"}""");
        };
        var source = new WaitingStream(new byte[Half], firstHalfArrived.Task, new byte[Half]);
        var chunk = Chunk([]) with { Content = source, Length = 2 * Half };

        await server.Client().UploadChunkAsync(_session, chunk, Now).WaitAsync(TimeSpan.FromSeconds(30), Now);

        Assert.InRange(announced!.Value, 2 * Half, 2 * Half + 2000);
        Assert.True(source.LargestRead <= 64 * 1024);
        Assert.False(source.Disposed);
    }

    [Fact]
    public async Task Upload_TokenExpired_IsRenewedAndAskedForAgain()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("", status: 401);

        var e = await Assert.ThrowsAsync<BizPortalException>(() =>
            server.Client().UploadChunkAsync(_session, Chunk([1, 2, 3]), Now)
        );

        Assert.Equal(BizPortalFailure.SendAgain, e.Failure);
        Assert.Equal(["access-1"], _session.Rejected);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Upload_SourceEndsEarly_IsTheSourcesFault()
    {
        await using var server = await FakeBizPortal.StartAsync();
        var chunk = Chunk([1, 2, 3]) with { Length = 1000 };
        await Assert.ThrowsAsync<EndOfStreamException>(() => server.Client().UploadChunkAsync(_session, chunk, Now));
    }

    [Fact]
    public async Task Download_File_ArrivesAsItIs()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = (c, _) =>
        {
            c.Response.ContentType = "image/png";
            c.Response.ContentLength = 5;
            return c.Response.WriteAsync("bytes");
        };

        await using var file = await server.Client().DownloadAsync(_session, "a&b=c", "image/png", Now);

        using var reader = new StreamReader(file.Content);
        Assert.Equal("bytes", await reader.ReadToEndAsync(Now));
        Assert.Equal(("image/png", 5L), (file.ContentType, file.Length));
        Assert.Equal("GET /bizportal/api/File/Download?fileId=a%26b%3Dc&contentType=image%2Fpng", server.LastCall.Line);
    }

    [Fact]
    public async Task Download_JsonFile_IsAFileToo()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"status":3}""");
        await using var file = await server.Client().DownloadAsync(_session, "f", "application/json", Now);
        using var reader = new StreamReader(file.Content);
        Assert.Equal("""{"status":3}""", await reader.ReadToEndAsync(Now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Download_CutOrStalledHalfWay_IsNoReply(bool cut)
    {
        await using var server = await FakeBizPortal.StartAsync(("CallTimeout", "00:00:01"));
        var opened = new TaskCompletionSource();
        server.Answer = async (c, _) =>
        {
            c.Response.ContentLength = 1000;
            await c.Response.WriteAsync("half");
            await c.Response.Body.FlushAsync();
            await (cut ? opened.Task : Task.Delay(Timeout.Infinite, c.RequestAborted));
            c.Abort();
        };
        await using var file = await server.Client().DownloadAsync(_session, "f", "image/png", Now);
        opened.SetResult();

        var e = await Assert.ThrowsAsync<BizPortalException>(() => file.Content.CopyToAsync(Stream.Null, Now));

        Assert.Equal(BizPortalFailure.NoReply, e.Failure);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Delete_File_IsAsked()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data("null");
        await server.Client().DeleteFileAsync(_session, "f 1", Now);
        Assert.Equal("DELETE /bizportal/api/File/Delete?fileId=f%201", server.LastCall.Line);
    }

    private sealed class WaitingStream(byte[] first, Task signal, byte[] second) : MemoryStream([.. first, .. second])
    {
        public int LargestRead { get; private set; }

        public bool Disposed { get; private set; }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            LargestRead = Math.Max(LargestRead, buffer.Length);
            if (Position >= first.Length)
            {
                await signal.WaitAsync(cancellationToken);
            }
            return await base.ReadAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }
}
