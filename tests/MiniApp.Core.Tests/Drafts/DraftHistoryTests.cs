using MiniApp.Core.Drafts;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftHistoryTests(CoreSystem core) : CoreTest(core)
{
    [Fact]
    public async Task List_TypingOnTwoDays_ShowsWhatChangedInEach()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.AnswerAsync(session, draftId, "placeName", "ร้าน");
        await Node.AnswerAsync(session, draftId, "placeName", "ร้านแรก");
        System.Clock.Advance(DraftHistory.OneVersion);
        await Node.AnswerAsync(session, draftId, "placeName", "ร้านใหม่");
        await Node.AnswerAsync(session, draftId, "mobile", "0812345678");

        var versions = await Node.Get<DraftHistory>().ListAsync(session, draftId, default);

        Assert.Equal([VersionCause.Typed, VersionCause.Typed, VersionCause.Begun], versions.Select(v => v.Cause));
        Assert.Equal([true, false, false], versions.Select(v => v.IsCurrent));
        Assert.Equal(["mobile", "placeName"], versions[0].Changes.Select(c => c.FieldId).Order(StringComparer.Ordinal));
        var name = versions[0].Changes.Single(change => change.FieldId == "placeName");
        Assert.Equal(("ร้านแรก", "ร้านใหม่"), ((string?)name.Before, (string?)name.After));
        Assert.Empty(versions[^1].Changes);
    }

    [Fact]
    public async Task List_TwoSignInsTypingInTurn_KeepsThemApart()
    {
        var phone = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(phone);
        var desktop = await Node.SignInAsync(System, "somying");
        await Node.AnswerAsync(phone, draftId, "placeName", "จากโทรศัพท์");
        await Node.AnswerAsync(desktop, draftId, "placeName", "จากคอมพิวเตอร์");
        await Node.AnswerAsync(phone, draftId, "placeName", "จากโทรศัพท์อีกครั้ง");

        var versions = await Node.Get<DraftHistory>().ListAsync(desktop, draftId, default);

        Assert.Equal([false, true, false, false], versions.Select(v => v.IsThisSignIn));
    }

    [Fact]
    public async Task Restore_EarlierVersion_BringsItBackAndCanBeUndone()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.AnswerAsync(session, draftId, "placeName", "เดิม");
        System.Clock.Advance(DraftHistory.OneVersion);
        await Node.AnswerAsync(session, draftId, "placeName", "ใหม่");
        await Node.AnswerAsync(session, draftId, "mobile", "0812345678");
        var history = Node.Get<DraftHistory>();
        var versions = await history.ListAsync(session, draftId, default);

        Assert.True(await history.RestoreAsync(session, draftId, versions[1].Id, default));

        var restored = await Node.DraftAsync(session, draftId);
        Assert.Equal("เดิม", restored.Answers.Text("placeName"));
        Assert.Null(restored.Answers["mobile"]);
        Assert.False(restored.IsSavedUpstream);
        var after = await history.ListAsync(session, draftId, default);
        Assert.Equal(VersionCause.Restored, after[0].Cause);
        Assert.True(await history.RestoreAsync(session, draftId, after[1].Id, default));
        Assert.Equal("ใหม่", (await Node.DraftAsync(session, draftId)).Answers.Text("placeName"));
    }

    [Fact]
    public async Task Restore_VersionOfAnotherDraftOrPerson_DoesNothing()
    {
        var owner = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(owner);
        var history = Node.Get<DraftHistory>();
        var version = Assert.Single(await history.ListAsync(owner, draftId, default));
        var thief = await Node.SignInAsync(System, "mana");
        var own = await Node.StartDraftAsync(thief);

        Assert.False(await history.RestoreAsync(thief, own, version.Id, default));
        Assert.False(await history.RestoreAsync(thief, draftId, version.Id, default));
        Assert.Empty(await history.ListAsync(thief, draftId, default));
    }

    [Fact]
    public async Task Record_ManyVersions_KeepsTheFirstAndTheNewest()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        for (var n = 1; n <= DraftHistory.MaxVersions + 10; n++)
        {
            System.Clock.Advance(DraftHistory.OneVersion);
            session = await Node.SignInAsync(System, "somying");
            await Node.AnswerAsync(session, draftId, "placeName", $"ร้าน {n}");
        }

        var versions = await Node.Get<DraftHistory>().ListAsync(session, draftId, default);

        Assert.Equal(DraftHistory.MaxVersions, versions.Count);
        Assert.Equal(VersionCause.Begun, versions[^1].Cause);
        Assert.Equal("ร้าน 60", (string?)Assert.Single(versions[0].Changes).After);
    }

    [Fact]
    public async Task List_NewestVersionHasACopyOfItsOwn_GoesOnWithoutIt()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.AnswerAsync(session, draftId, "placeName", "ร้านแรก");
        // As they were kept before the newest version was the draft itself.
        await ExecuteSqlAsync(
            """
            update draft_versions v set answers_sealed = d.answers_sealed
            from drafts d where d.id = v.draft_id and v.cause = 'typed'
            """
        );
        await Node.AnswerAsync(session, draftId, "placeName", "ร้านใหม่");

        var versions = await Node.Get<DraftHistory>().ListAsync(session, draftId, default);

        Assert.Equal("ร้านใหม่", (string?)versions[0].Changes.Single().After);
        Assert.True(versions[0].IsCurrent);
    }
}
