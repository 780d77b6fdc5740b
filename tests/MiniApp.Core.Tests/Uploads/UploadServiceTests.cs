using System.Security.Cryptography;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Uploads;

public sealed class UploadServiceTests(CoreSystem core) : CoreTest(core)
{
    private const string UploadRoute = "/bizportal/api/File/Upload";
    private static readonly byte[] TwelveMegabytes = SamplePdf.Create(12_000_000);

    private LiveSession _session = null!;
    private Guid _draftId;

    private UploadService Uploads => Node.Get<UploadService>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ForgetFilesAsync();
        _session = await Node.SignInAsync(System, "somying");
        _draftId = await Node.StartDraftAsync(_session);
    }

    private Task<UploadBegun> BeginAsync(string fieldId, string? name, long size) =>
        Uploads.BeginAsync(_session, _draftId, fieldId, name, null, size, default);

    private Task<ChunkReceived> SendAsync(Upload upload, int index, byte[] content) =>
        Node.SendChunkAsync(_session, _draftId, upload, index, content);

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [Fact]
    public async Task Receive_TwelveMegabytesInChunks_ArriveUnchanged()
    {
        var attachment = await Node.UploadAsync(_session, _draftId, "floorPlan", TwelveMegabytes, "แผนผัง.pdf");

        Assert.True(attachment.IsComplete);
        var file = Assert.Single(await FilesAsync(_session.Applicant.IdentityId));
        Assert.Equal(Sha256(TwelveMegabytes), (string?)file["sha256"]);
        Assert.Equal("แผนผัง.pdf", (string?)file["name"]);
        Assert.Equal("application/pdf", (string?)file["contentType"]);
        Assert.Equal(3, (int)file["chunks"]!);
        Assert.Equal(attachment.FileId, (string?)file["id"]);
    }

    [Fact]
    public async Task Receive_SmallFile_IsOnePost()
    {
        var content = SamplePdf.Create(UploadService.ChunkBytes);

        await Node.UploadAsync(_session, _draftId, "floorPlan", content);

        Assert.Equal(1, await CountCallsAsync("File/Upload"));
        var file = Assert.Single(await FilesAsync(_session.Applicant.IdentityId));
        Assert.Equal(Sha256(content), (string?)file["sha256"]);
    }

    [Fact]
    public async Task Receive_LastChunk_MakesTheDraftANewRevisionWithTheDocument()
    {
        var before = await Node.DraftAsync(_session, _draftId);

        await Node.UploadAsync(_session, _draftId, "floorPlan", SamplePdf.Create());

        var after = await Node.DraftAsync(_session, _draftId);
        Assert.True(after.Revision > before.Revision);
        Assert.NotEqual(before.ContentHash(), after.ContentHash());
        Assert.True(Assert.Single(after.Documents).Complete);
    }

    [Fact]
    public async Task Receive_ChunkThatCannotBe_IsRefusedAndNotPassedOn()
    {
        var upload = (await BeginAsync("floorPlan", "a.pdf", 7_000_000)).Upload!;

        foreach (var (index, length) in new[] { (0, 4_999_999), (0, 5_000_001), (1, 5_000_000), (2, 1), (-1, 1) })
        {
            using var content = new MemoryStream(new byte[length]);
            var received = await Uploads.ReceiveAsync(_session, _draftId, upload.Id, index, content, length, default);
            Assert.Equal(UploadRefusal.WrongChunk, received.Refusal);
        }
        Assert.Equal(0, await CountCallsAsync("File/Upload"));
    }

    [Fact]
    public async Task Receive_UploadOfAnotherDraft_IsNotFound()
    {
        var upload = (await BeginAsync("floorPlan", "a.pdf", 2000)).Upload!;
        var otherDraft = await Node.StartDraftAsync(_session);

        var received = await Node.SendChunkAsync(_session, otherDraft, upload, 0, SamplePdf.Create());

        Assert.Equal(UploadRefusal.NotFound, received.Refusal);
        Assert.Equal(0, await CountCallsAsync("File/Upload"));
    }

    [Theory]
    [InlineData("floorPlan", "a.pdf", 0, UploadRefusal.Empty)]
    [InlineData("floorPlan", "a.pdf", -1, UploadRefusal.Empty)]
    [InlineData("floorPlan", "a.pdf", 52_428_801, UploadRefusal.TooBig)]
    [InlineData("floorPlan", "a.exe", 10, UploadRefusal.WrongType)]
    [InlineData("floorPlan", "pdf", 10, UploadRefusal.WrongType)]
    [InlineData("floorPlan", null, 10, UploadRefusal.WrongType)]
    [InlineData("placeName", "a.pdf", 10, UploadRefusal.NotFound)]
    [InlineData("noSuchField", "a.pdf", 10, UploadRefusal.NotFound)]
    public async Task Begin_WhatTheFieldDoesNotTake_IsRefused(
        string fieldId,
        string? name,
        long size,
        UploadRefusal expected
    )
    {
        Assert.Equal(expected, (await BeginAsync(fieldId, name, size)).Refusal);
        Assert.Empty((await Node.DraftAsync(_session, _draftId)).Attachments);
    }

    [Fact]
    public async Task Begin_LargestFile_IsTaken() =>
        Assert.Equal(10, (await BeginAsync("floorPlan", "a.PDF", 50_000_000)).Upload!.ChunkCount);

    [Fact]
    public async Task Begin_OneMoreThanTheFieldTakes_IsRefused()
    {
        await Node.UploadAsync(_session, _draftId, "floorPlan", SamplePdf.Create());

        Assert.Equal(UploadRefusal.TooMany, (await BeginAsync("floorPlan", "b.pdf", 10)).Refusal);
    }

    [Fact]
    public async Task Begin_AfterAFileThatWasCutOff_TakesItsPlace()
    {
        var cutOff = (await BeginAsync("floorPlan", "a.pdf", 6_000_000)).Upload!;

        var next = await BeginAsync("floorPlan", "b.pdf", 10);

        Assert.NotNull(next.Upload);
        Assert.Equal(UploadRefusal.NotFound, (await SendAsync(cutOff, 1, new byte[6_000_000])).Refusal);
    }

    [Fact]
    public async Task Documents_FileThatWasCutOff_IsNone()
    {
        await BeginAsync("floorPlan", "a.pdf", 10);

        Assert.Empty((await Node.DraftAsync(_session, _draftId)).Documents);
    }

    [Fact]
    public async Task Begin_SeveralAtOnce_LeavesNoMoreThanTheFieldTakes()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => BeginAsync("floorPlan", "a.pdf", 10))));

        Assert.Single((await Node.DraftAsync(_session, _draftId)).Attachments);
    }

    [Theory]
    [InlineData("../../x.pdf", "x.pdf")]
    [InlineData("C:\\Users\\me\\x.pdf", "x.pdf")]
    [InlineData("invoice\u202Efdp.pdf", "invoicefdp.pdf")]
    [InlineData("a\u0000b\r\nc\u001B.pdf", "abc.pdf")]
    [InlineData("say \"hi\" <b>.pdf", "say 'hi' (b).pdf")]
    [InlineData("ทะเบียนบ้าน (สำเนา).pdf", "ทะเบียนบ้าน (สำเนา).pdf")]
    [InlineData("  spaced .pdf  ", "spaced .pdf")]
    [InlineData("🙂.pdf", "🙂.pdf")]
    public async Task Upload_AwkwardName_ArrivesClean(string name, string expected)
    {
        var attachment = await Node.UploadAsync(_session, _draftId, "floorPlan", SamplePdf.Create(), name);

        Assert.Equal(expected, attachment.Name);
        var file = Assert.Single(await FilesAsync(_session.Applicant.IdentityId));
        Assert.Equal(expected, (string?)file["name"]);
    }

    [Fact]
    public async Task Upload_VeryLongName_KeepsItsExtension()
    {
        var attachment = await Node.UploadAsync(
            _session,
            _draftId,
            "floorPlan",
            SamplePdf.Create(),
            new string('ก', 300) + ".pdf"
        );

        Assert.InRange(attachment.Name.Length, 50, 120);
        Assert.EndsWith(".pdf", attachment.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_LoneSurrogate_DoesNotThrow() => Assert.Equal("a\uFFFDb.pdf", FileNames.Clean("a\uD83Db.pdf"));

    [Fact]
    public void Clean_LongNameOfPairs_CutsBetweenThem()
    {
        var name = FileNames.Clean(string.Concat(Enumerable.Repeat("🙂", 100)) + ".pdf");

        Assert.DoesNotContain(name.EnumerateRunes(), rune => rune.Value == 0xFFFD);
        Assert.True(name.Length <= 120);
    }

    [Fact]
    public async Task Receive_LastReplyLostAndChunkSentAgain_CompletesWithOneFile()
    {
        var upload = (await BeginAsync("floorPlan", "a.pdf", TwelveMegabytes.Length)).Upload!;
        await SendAsync(upload, 0, TwelveMegabytes);
        await SendAsync(upload, 1, TwelveMegabytes);
        await Control.SetFaultsAsync(
            new
            {
                route = UploadRoute,
                kind = "drop-reply",
                times = 1,
            }
        );

        var lost = await SendAsync(upload, 2, TwelveMegabytes);
        var again = await SendAsync(upload, 2, TwelveMegabytes);

        Assert.Equal(BizPortalFailure.NoReply, lost.Failure);
        Assert.Null(lost.Attachment);
        Assert.True(again.Attachment!.IsComplete);
        var file = Assert.Single(await FilesAsync(_session.Applicant.IdentityId));
        Assert.Equal(Sha256(TwelveMegabytes), (string?)file["sha256"]);
    }

    [Fact]
    public async Task Receive_ChunkAfterCompletion_ChangesNothing()
    {
        var upload = (await BeginAsync("floorPlan", "a.pdf", 2000)).Upload!;
        var first = await SendAsync(upload, 0, SamplePdf.Create());
        var again = await SendAsync(upload, 0, SamplePdf.Create());

        Assert.Equal(first.Attachment!.FileId, again.Attachment!.FileId);
        Assert.Equal(1, await CountCallsAsync("File/Upload"));
    }

    [Fact]
    public async Task Receive_TokenExpiresMidUpload_AsksToSendAgainAndThenWorks()
    {
        var upload = (await BeginAsync("floorPlan", "a.pdf", TwelveMegabytes.Length)).Upload!;
        await SendAsync(upload, 0, TwelveMegabytes);
        await Control.SetFaultsAsync(new { route = UploadRoute, kind = "expire-tokens" });

        Assert.Equal(BizPortalFailure.SendAgain, (await SendAsync(upload, 1, TwelveMegabytes)).Failure);
        Assert.NotNull((await SendAsync(upload, 1, TwelveMegabytes)).Attachment);
        Assert.True((await SendAsync(upload, 2, TwelveMegabytes)).Attachment!.IsComplete);

        var file = Assert.Single(await FilesAsync(_session.Applicant.IdentityId));
        Assert.Equal(Sha256(TwelveMegabytes), (string?)file["sha256"]);
    }

    [Fact]
    public async Task Receive_ChunksOnTwoNodesAtOnce_AreAllRecorded()
    {
        var other = await StartNodeAsync();
        var upload = (await BeginAsync("floorPlan", "a.pdf", TwelveMegabytes.Length)).Upload!;

        await Task.WhenAll(
            SendAsync(upload, 0, TwelveMegabytes),
            other.SendChunkAsync(_session, _draftId, upload, 1, TwelveMegabytes)
        );
        var last = await SendAsync(upload, 2, TwelveMegabytes);

        Assert.True(last.Attachment!.IsComplete);
        Assert.Equal(3, await ScalarAsync<int>("select cardinality(received_chunks) from uploads"));
    }

    [Fact]
    public async Task Remove_Document_IsGoneHereAndAtBizPortal()
    {
        var attachment = await Node.UploadAsync(_session, _draftId, "floorPlan", SamplePdf.Create());
        var before = await Node.DraftAsync(_session, _draftId);

        await Uploads.RemoveAsync(_session, _draftId, attachment.UploadId, default);

        var after = await Node.DraftAsync(_session, _draftId);
        Assert.Empty(after.Attachments);
        Assert.True(after.Revision > before.Revision);
        Assert.Empty(await FilesAsync(_session.Applicant.IdentityId));
        await Uploads.RemoveAsync(_session, _draftId, attachment.UploadId, default);
    }

    [Fact]
    public async Task Remove_BizPortalOut_IsGoneHere()
    {
        var attachment = await Node.UploadAsync(_session, _draftId, "floorPlan", SamplePdf.Create());
        await Control.SetFaultsAsync(new { kind = "outage" });

        await Uploads.RemoveAsync(_session, _draftId, attachment.UploadId, default);

        Assert.Empty((await Node.DraftAsync(_session, _draftId)).Attachments);
    }

    [Fact]
    public async Task Documents_OfASubmittedDraft_CannotBeRemovedAddedOrFinished()
    {
        var attachment = await Node.UploadAsync(_session, _draftId, "floorPlan", SamplePdf.Create());
        var open = (await BeginAsync("photos", "a.jpg", 2000)).Upload!;
        await ExecuteSqlAsync("update drafts set state = 'submitted' where id = $1", _draftId);

        await Assert.ThrowsAsync<DraftGoneException>(() =>
            Uploads.RemoveAsync(_session, _draftId, attachment.UploadId, default)
        );
        Assert.Equal(UploadRefusal.DraftClosed, (await BeginAsync("photos", "b.jpg", 10)).Refusal);
        Assert.Equal(UploadRefusal.DraftClosed, (await SendAsync(open, 0, SamplePdf.Create())).Refusal);
        Assert.Single(await FilesAsync(_session.Applicant.IdentityId));
        Assert.NotNull(await Uploads.DownloadAsync(_session, _draftId, attachment.UploadId, default));
    }

    [Fact]
    public async Task Receive_DraftSubmittedWhileTheLastChunkWasOnItsWay_IsRefusedAndStaysUnfinished()
    {
        var upload = (await BeginAsync("floorPlan", "a.pdf", 2000)).Upload!;
        await Control.SetFaultsAsync(
            new
            {
                route = UploadRoute,
                kind = "latency",
                value = 700,
            }
        );

        var sending = SendAsync(upload, 0, SamplePdf.Create());
        await Task.Delay(300);
        await ExecuteSqlAsync("update drafts set state = 'submitted' where id = $1", _draftId);

        Assert.Equal(UploadRefusal.DraftClosed, (await sending).Refusal);
        Assert.False(Assert.Single((await Node.DraftAsync(_session, _draftId)).Attachments).IsComplete);
    }
}
