using MiniApp.Core.Drafts;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftPlacesTests(CoreSystem core) : CoreTest(core)
{
    private DraftPlaces Places => Node.Get<DraftPlaces>();

    [Fact]
    public async Task Remember_Twice_TheLastPlaceIsFoundOnAnotherNode()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        var revision = (await Node.DraftAsync(session, draftId)).Revision;

        await Places.RememberAsync(session, draftId, "applicant", "f-mobile", default);
        await Places.RememberAsync(session, draftId, "place", "f-placeName", default);

        var other = await StartNodeAsync();
        var found = await other.Get<DraftPlaces>().FindAsync(session, draftId, default);
        Assert.Equal(new DraftPlace("place", "f-placeName"), found);
        Assert.Equal(revision, (await Node.DraftAsync(session, draftId)).Revision);
    }

    [Theory]
    [InlineData("otp")]
    [InlineData("f-x\"><script>")]
    [InlineData("f-a b")]
    public async Task Remember_WhatIsNoControl_KeepsTheStepOnly(string said)
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);

        await Places.RememberAsync(session, draftId, "place", said, default);

        Assert.Equal(new DraftPlace("place", ""), await Places.FindAsync(session, draftId, default));
    }

    [Fact]
    public async Task DraftOfSomebodyElse_HasNoPlace()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Places.RememberAsync(session, draftId, "place", "f-placeName", default);
        var mana = await Node.SignInAsync(System, "mana");

        await Places.RememberAsync(mana, draftId, "applicant", "f-mobile", default);

        Assert.Null(await Places.FindAsync(mana, draftId, default));
        Assert.Equal("place", (await Places.FindAsync(session, draftId, default))!.StepId);
    }
}
