using MiniApp.Core.Drafts;
using MiniApp.Core.Reviews;
using MiniApp.Core.Staff;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Reviews;

public sealed class ReviewDeskTests(CoreSystem core) : ReviewTest(core)
{
    [Fact]
    public async Task Review_ChangeOfOneAnswerAsked_OpensThatOneAloneAndShowsItAsDifferent()
    {
        var id = await AskAndTakeAsync();
        await Assert.ThrowsAsync<DraftLockedException>(() => AnswerAsync("placeName", "แก้เอง"));

        var thread = await Desk.CommentAsync(Officer, id, "placeName", "ชื่อไม่ตรงกับป้ายร้าน", default);
        await DecideAsync(id, ReviewAction.RequestChanges, reason: "ดูความเห็นที่ชื่อร้าน");

        var mine = await MineAsync();
        Assert.Equal((ReviewState.ChangesRequested, "ดูความเห็นที่ชื่อร้าน"), (mine.State, mine.Reason));
        Assert.Equal("ชื่อไม่ตรงกับป้ายร้าน", Assert.Single(Assert.Single(mine.Threads).Remarks).Text);
        await Assert.ThrowsAsync<DraftLockedException>(() => AnswerAsync("mobile", "0812345678"));
        await AnswerAsync("placeName", "ครัวตามป้าย");
        Assert.True(await Sharing.ReplyAsync(Session, Draft.Id, thread, "แก้แล้ว", default));
        await AskAsync();

        var again = await OpenAsync(id);
        var earlier = await Desk.OpenRoundAsync(id, 1, default);
        Assert.Equal((ReviewState.Waiting, 2), (again.Review.State, again.Review.Round));
        Assert.Equal(["placeName"], again.Shared!.DifferentFrom(earlier!));
        Assert.Equal(["ชื่อไม่ตรงกับป้ายร้าน", "แก้แล้ว"], again.Threads[0].Remarks.Select(remark => remark.Text));
        Assert.Equal(Officer.StaffId, again.Review.OfficerId);
    }

    [Fact]
    public async Task Review_ChangesAsked_QuestionsThatMayComeUpAreOpenToo()
    {
        var id = await AskAndTakeAsync();
        var form = Node.Form();
        var view = (await OpenAsync(id)).Shared!.View(Node.Get<Core.Forms.FormValidator>(), Draft.ApplicantType);
        var hidden = form
            .Fields.Select(field => field.Id)
            .Except(view.VisibleFields.Select(field => field.Id))
            .ToList();
        Assert.NotEmpty(hidden);

        await Desk.CommentAsync(Officer, id, "placeName", "?", default);
        await DecideAsync(id, ReviewAction.RequestChanges);

        var draft = await Node.DraftAsync(Session, Draft.Id);
        Assert.All(hidden, field => Assert.True(draft.MayChange(field)));
        Assert.True(draft.MayChange("placeName"));
        Assert.False(draft.MayChange("mobile"));
    }

    [Fact]
    public async Task Shared_DocumentsAreHeldToo()
    {
        var file = Draft.Attachments[0];
        await AskAsync();
        var uploads = Node.Get<UploadService>();

        await Assert.ThrowsAsync<DraftLockedException>(() =>
            uploads.RemoveAsync(Session, Draft.Id, file.UploadId, default)
        );
        var begun = await uploads.BeginAsync(Session, Draft.Id, file.FieldId, "ใหม่.pdf", null, 10, default);
        Assert.Equal(UploadRefusal.DraftClosed, begun.Refusal);
        Assert.Equal(Draft.Attachments.Count, (await Node.DraftAsync(Session, Draft.Id)).Attachments.Count);
    }

    [Fact]
    public async Task Decide_OnWhatHasChangedSince_IsRefusedAndNothingIsLost()
    {
        var id = await AskAndTakeAsync();
        var seen = (await OpenAsync(id)).Review.Version;
        await Desk.CommentAsync(Lead, id, fieldId: null, "ขอดูก่อน", default);

        await Assert.ThrowsAsync<ReviewConflictException>(() =>
            Desk.DecideAsync(Officer, id, seen, ReviewAction.Approve, null, default)
        );

        var open = await OpenAsync(id);
        Assert.Equal(ReviewState.Waiting, open.Review.State);
        Assert.Equal("ขอดูก่อน", open.Threads[0].Remarks[0].Text);
    }

    [Fact]
    public async Task Decide_ByWhoDoesNotHaveIt_IsDenied()
    {
        var id = await AskAsync();
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => DecideAsync(id, ReviewAction.Approve));
        await Desk.AssignAsync(Officer, id, Officer.StaffId, default);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => DecideAsync(id, ReviewAction.Reject, Lead, "ไม่"));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => DecideAsync(id, ReviewAction.Reopen));

        Assert.Equal(ReviewState.Waiting, (await OpenAsync(id)).Review.State);
    }

    [Fact]
    public async Task Reject_NeedsAReasonAndOpensTheDraft()
    {
        var id = await AskAndTakeAsync();
        await Assert.ThrowsAsync<ReviewConflictException>(() => DecideAsync(id, ReviewAction.Reject, reason: " "));

        await DecideAsync(id, ReviewAction.Reject, reason: "อยู่นอกเขต");

        Assert.Equal("อยู่นอกเขต", (await MineAsync()).Reason);
        await AnswerAsync("placeName", "ร้านอื่น");
    }

    [Fact]
    public async Task Withdraw_OpensTheDraftAndHidesItsAnswers()
    {
        var id = await AskAndTakeAsync();

        Assert.True(await Sharing.WithdrawAsync(Session, Draft.Id, default));

        Assert.Null((await OpenAsync(id)).Shared);
        Assert.Null(await Desk.OpenRoundAsync(id, 1, default));
        await AnswerAsync("placeName", "แก้ได้อีก");
        await Assert.ThrowsAsync<ReviewConflictException>(() => DecideAsync(id, ReviewAction.Approve));
        Assert.False(await Sharing.WithdrawAsync(Session, Draft.Id, default));
        await AskAsync();
        Assert.Equal("แก้ได้อีก", (await OpenAsync(id)).Shared!.Answers.Text("placeName"));
    }

    [Fact]
    public async Task Share_SomebodyElsesDraft_IsNotFoundByAnyWay()
    {
        await AskAsync();
        var thief = await Node.SignInAsync(System, "mana");

        await Assert.ThrowsAsync<DraftGoneException>(() => Sharing.AskAsync(thief, Draft.Id, Draft.Revision, default));
        await Assert.ThrowsAsync<DraftGoneException>(() => Sharing.WithdrawAsync(thief, Draft.Id, default));
        Assert.Null(await Sharing.FindAsync(thief, Draft.Id, default));
        await Assert.ThrowsAsync<DraftGoneException>(() =>
            Sharing.ReplyAsync(thief, Draft.Id, Guid.NewGuid(), "x", default)
        );
    }

    [Fact]
    public async Task Ask_WhatIsIncompleteOrChanged_IsRefused()
    {
        Assert.Equal(AskOutcome.Changed, await Sharing.AskAsync(Session, Draft.Id, Draft.Revision - 1, default));
        await Node.AnswerAsync(Session, Draft.Id, "placeName", null);
        var now = await Node.DraftAsync(Session, Draft.Id);

        Assert.Equal(AskOutcome.Incomplete, await Sharing.AskAsync(Session, Draft.Id, now.Revision, default));
        Assert.Null(await Sharing.FindAsync(Session, Draft.Id, default));
    }

    [Fact]
    public async Task Assign_ManyOfficersAtOnce_OneGetsIt()
    {
        var id = await AskAsync();
        var officers = new List<LiveStaff>();
        for (var n = 0; n < 8; n++)
            officers.Add(await StaffAsync($"เจ้าหน้าที่ {n}", StaffRole.Reviewer));

        var won = await RaceAsync(
            "reviews",
            officers.Count,
            async n =>
            {
                try
                {
                    await Desk.AssignAsync(officers[n], id, officers[n].StaffId, default);
                    return true;
                }
                catch (UnauthorizedAccessException)
                {
                    return false;
                }
            }
        );

        Assert.Equal(1, won.Count(winner => winner));
        Assert.Equal(officers[Array.IndexOf(won, true)].StaffId, (await OpenAsync(id)).Review.OfficerId);
    }

    [Fact]
    public async Task Open_Again_SaysWhatWasSeenBefore()
    {
        var id = await AskAndTakeAsync();
        Assert.Null((await OpenAsync(id)).Seen);
        Assert.Equal(1, (await OpenAsync(id)).Seen!.Round);
        Assert.Null((await OpenAsync(id, Lead)).Seen);
    }

    [Fact]
    public async Task Thread_Resolved_TakesNoMoreAnswers()
    {
        var id = await AskAndTakeAsync();
        var thread = await Desk.CommentAsync(Officer, id, "placeName", "?", default);
        await Desk.ResolveAsync(Officer, id, thread, resolved: true, default);

        Assert.False(await Sharing.ReplyAsync(Session, Draft.Id, thread, "ยัง", default));
        await Assert.ThrowsAsync<ReviewConflictException>(() => Desk.ReplyAsync(Officer, id, thread, "?", default));
        await Desk.ResolveAsync(Officer, id, thread, resolved: false, default);
        Assert.True(await Sharing.ReplyAsync(Session, Draft.Id, thread, "ยัง", default));
    }
}
