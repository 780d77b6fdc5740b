using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Uploads;

public sealed class UploadTests(WebSystem web) : WebTest(web)
{
    private const int TwelveMegabytes = 12_000_001;

    [Fact]
    public async Task File_OfTwelveMegabytes_ArrivesWholeAndComesBackAsADownload()
    {
        var visitor = await SignInAsync("somying");
        var file = SamplePdf.Create(TwelveMegabytes);
        var name = $"แผนผังร้าน {Guid.NewGuid():N}.pdf";

        var upload = await UploadClient.BeginAsync(visitor, "floorPlan", name, file.Length);
        Assert.Equal(3, upload.ChunkCount);
        for (var index = 0; index < upload.ChunkCount; index++)
        {
            using var sent = await upload.SendPartAsync(index, file);
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
            var answer = JsonNode.Parse(await sent.Content.ReadAsStringAsync());
            Assert.Equal(index == 2, (bool)answer!["isComplete"]!);
        }

        var stored = Assert.Single(await NamedAsync(name));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), (string?)stored!["sha256"]);
        using var download = await visitor.CallAsync(HttpMethod.Get, upload.Url);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(name, download.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", Assert.Single(download.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(file, await download.Content.ReadAsByteArrayAsync());

        using var removed = await visitor.CallAsync(HttpMethod.Delete, upload.Url);
        using var gone = await visitor.CallAsync(HttpMethod.Get, upload.Url);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Empty(await NamedAsync(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Call_WithoutTheRightAntiforgeryHeader_Is400(string header)
    {
        var visitor = await SignInAsync("mana");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);
        var forged = visitor with { Antiforgery = header };

        using var begin = await forged.AnnounceAsync(Announcement("photos", "photo.jpg", 10));
        using var chunk = await forged.CallAsync(
            HttpMethod.Put,
            upload.Url + "/chunks/0",
            new ByteArrayContent(new byte[10])
        );
        using var delete = await forged.CallAsync(HttpMethod.Delete, upload.Url);

        Assert.All([begin, chunk, delete], r => Assert.Equal(HttpStatusCode.BadRequest, r.StatusCode));
        using var still = await upload.SendAsync(0, new byte[10]);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Call_WithAnotherSessionsAntiforgeryToken_Is400()
    {
        var other = await SignInAsync("somying");
        var visitor = await SignInAsync("mana");

        using var begin = await (visitor with { Antiforgery = other.Antiforgery }).AnnounceAsync(
            Announcement("photos", "photo.jpg", 10)
        );

        Assert.Equal(HttpStatusCode.BadRequest, begin.StatusCode);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(0, 11)]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(-1, 10)]
    [InlineData(int.MaxValue, 10)]
    public async Task Chunk_OfTheWrongLengthOrIndex_IsRefusedAndTheRightOneStillGoes(int index, int length)
    {
        var visitor = await SignInAsync("mana");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);

        using var wrong = await upload.SendAsync(index, new byte[length]);
        using var right = await upload.SendAsync(0, new byte[10]);

        AssertRefused(wrong);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("99999999999")]
    [InlineData("0/../0")]
    public async Task Chunk_WithAnIndexThatIsNone_IsRefused(string index)
    {
        var visitor = await SignInAsync("mana");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);

        using var wrong = await visitor.CallAsync(
            HttpMethod.Put,
            $"{upload.Url}/chunks/{Uri.EscapeDataString(index)}",
            new ByteArrayContent(new byte[10])
        );

        AssertRefused(wrong);
    }

    [Fact]
    public async Task Chunk_LongerThanAnyMayBe_IsRefused()
    {
        var visitor = await SignInAsync("mana");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 6_000_000);

        using var request = new HttpRequestMessage(HttpMethod.Put, upload.Url + "/chunks/0")
        {
            Content = new ByteArrayContent(new byte[5_000_001]),
        };
        request.Headers.Add("X-Antiforgery", visitor.Antiforgery);
        // Asks before it sends: the portal answers without taking a byte.
        request.Headers.ExpectContinue = true;

        using var wrong = await visitor.Browser.SendAsync(request);

        AssertRefused(wrong);
    }

    [Fact]
    public async Task Chunk_WithoutContentLength_IsRefused()
    {
        var visitor = await SignInAsync("mana");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);
        using var request = new HttpRequestMessage(HttpMethod.Put, upload.Url + "/chunks/0")
        {
            Content = new StreamContent(new MemoryStream(new byte[10])),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Antiforgery", visitor.Antiforgery);

        using var wrong = await visitor.Browser.SendAsync(request);

        AssertRefused(wrong);
    }

    [Theory]
    [InlineData("photos", "photo.jpg", 0L, "Empty")]
    [InlineData("photos", "photo.jpg", -1L, "Empty")]
    [InlineData("photos", "photo.jpg", 20_000_001L, "TooBig")]
    [InlineData("photos", "photo.jpg", long.MaxValue, "TooBig")]
    [InlineData("photos", "photo.exe", 10L, "WrongType")]
    [InlineData("photos", "photo.jpg.html", 10L, "WrongType")]
    [InlineData("photos", "photo", 10L, "WrongType")]
    [InlineData("photos", "", 10L, "WrongType")]
    [InlineData("nosuchfield", "photo.jpg", 10L, "NotFound")]
    [InlineData("applicantName", "photo.jpg", 10L, "NotFound")]
    [InlineData("", "photo.jpg", 10L, "NotFound")]
    public async Task Announcement_OfAFileThatWontDo_IsRefusedWithItsReason(
        string fieldId,
        string name,
        long size,
        string reason
    )
    {
        var visitor = await SignInAsync("mana");

        using var response = await visitor.AnnounceAsync(Announcement(fieldId, name, size));

        AssertRefused(response);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"fieldId\":null,\"name\":null,\"size\":null}")]
    [InlineData("{\"fieldId\":\"photos\",\"size\":10}")]
    [InlineData("{\"name\":\"a.jpg\",\"size\":10}")]
    [InlineData("{\"fieldId\":{},\"name\":[],\"size\":\"big\"}")]
    [InlineData("{\"fieldId\":\"photos\",\"name\":\"a.jpg\",\"size\":1e99}")]
    public async Task Announcement_OfGarbage_IsRefused(string body)
    {
        var visitor = await SignInAsync("mana");

        using var response = await visitor.AnnounceAsync(new StringContent(body, null, "application/json"));

        AssertRefused(response);
    }

    [Theory]
    [InlineData("../../x.pdf", "x.pdf")]
    [InlineData("..\\..\\x.pdf", "x.pdf")]
    [InlineData("/etc/passwd/y.pdf", "y.pdf")]
    [InlineData("in\u202efdp.voice.pdf", "infdp.voice.pdf")]
    [InlineData("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf")]
    [InlineData("<script>alert(1)</script>.pdf", "script).pdf")]
    [InlineData("\"quoted\";x=\".pdf", "'quoted';x='.pdf")]
    [InlineData("แผนผัง\u0000ร้าน.pdf", "แผนผังร้าน.pdf")]
    public async Task FileName_ThatWantsToBeMore_IsOnlyAName(string given, string kept)
    {
        var visitor = await SignInAsync("mana");
        var upload = await UploadClient.BeginAsync(visitor, "floorPlan", given, 10);
        using (var sent = await upload.SendAsync(0, new byte[10]))
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);

        using var download = await visitor.CallAsync(HttpMethod.Get, upload.Url);

        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(kept, download.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Contains(await Control.FilesAsync(), file => (string?)file!["name"] == kept);
        using (await visitor.CallAsync(HttpMethod.Delete, upload.Url)) { }
    }

    [Fact]
    public async Task Download_OfWhatClaimsToBeAPage_IsAnAttachmentNobodySniffs()
    {
        var visitor = await SignInAsync("mana");
        var page = "<html><script>alert(1)</script>"u8.ToArray();
        using var begun = await visitor.AnnounceAsync(
            JsonContent.Create(
                new
                {
                    fieldId = "photos",
                    name = "page.jpg",
                    contentType = "text/html",
                    size = page.Length,
                }
            )
        );
        var url = JsonDocument
            .Parse(await begun.Content.ReadAsStringAsync())
            .RootElement.GetProperty("url")
            .GetString()!;
        using (await visitor.CallAsync(HttpMethod.Put, url + "/chunks/0", new ByteArrayContent(page))) { }

        using var download = await visitor.CallAsync(HttpMethod.Get, url);

        Assert.Equal("image/jpeg", download.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(download.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("status", 500)]
    [InlineData("reset", null)]
    [InlineData("drop-reply", null)]
    [InlineData("outage", null)]
    [InlineData("garbage", null)]
    public async Task Chunk_WhenBizPortalFails_Is503AndSendingItAgainEndsInOneFile(string kind, int? value)
    {
        var visitor = await SignInAsync("chujai");
        var file = SamplePdf.Create(6_000_000);
        var name = $"{kind}-{Guid.NewGuid():N}.pdf";
        var upload = await UploadClient.BeginAsync(visitor, "floorPlan", name, file.Length);
        using (var first = await upload.SendPartAsync(0, file))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /bizportal/api/File/Upload",
                kind,
                value,
            }
        );

        using var failed = await upload.SendPartAsync(1, file);
        await Control.ClearFaultsAsync();
        using var again = await upload.SendPartAsync(1, file);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        var reason = JsonNode.Parse(await failed.Content.ReadAsStringAsync())!["reason"];
        Assert.False(string.IsNullOrEmpty((string?)reason));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var stored = Assert.Single(await NamedAsync(name));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), (string?)stored!["sha256"]);
    }

    [Fact]
    public async Task Chunk_WhenTheTokenHasExpired_IsAskedForAgain()
    {
        var visitor = await SignInAsync("chujai");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);
        System.Clock.Advance(TimeSpan.FromMinutes(16));

        using var first = await upload.SendAsync(0, new byte[10]);
        using var again = await upload.SendAsync(0, new byte[10]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Chunk_RefusedByBizPortal_Is422()
    {
        var visitor = await SignInAsync("chujai");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /bizportal/api/File/Upload",
                kind = "envelope",
                value = "too many files",
            }
        );

        using var refused = await upload.SendAsync(0, new byte[10]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Download_WhenBizPortalIsAway_Is503()
    {
        var visitor = await SignInAsync("chujai");
        var upload = await UploadClient.BeginAsync(visitor, "photos", "photo.jpg", 10);
        using (await upload.SendAsync(0, new byte[10])) { }
        await Control.SetFaultsAsync(new { route = "GET /bizportal/api/File", kind = "outage" });

        using var away = await visitor.CallAsync(HttpMethod.Get, upload.Url);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
    }

    private static JsonContent Announcement(string fieldId, string name, long size) =>
        JsonContent.Create(
            new
            {
                fieldId,
                name,
                size,
            }
        );

    private async Task<List<JsonNode?>> NamedAsync(string name) =>
        [.. (await Control.FilesAsync()).Where(file => (string?)file!["name"] == name)];

    private static void AssertRefused(HttpResponseMessage response) =>
        Assert.InRange((int)response.StatusCode, 400, 499);
}
