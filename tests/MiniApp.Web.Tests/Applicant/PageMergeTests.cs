using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.TestKit;
using MiniApp.Web.Applicant.Form;

namespace MiniApp.Web.Tests.Applicant;

public sealed class PageMergeTests
{
    private readonly MovableClock _clock = new();
    private readonly Answers _answers = new();
    private readonly HashSet<string> _pending = [];
    private readonly PageMerge _page;

    public PageMergeTests() => _page = new PageMerge(_clock);

    [Fact]
    public void Learn_FieldNotTouchedHere_IsTakenOver()
    {
        _answers.Set("a", "old");

        Learn(3, Change("a", "new"));

        Assert.Equal("new", _answers.Text("a"));
        Assert.Equal("a", Assert.Single(_page.TakenOver).FieldId);
        Assert.Empty(_page.Conflicts);
        Assert.Equal(3, _page.Writer.KnownRevision);
    }

    [Fact]
    public void Learn_FieldTypedHereAndNotSentYet_WaitsForAChoice()
    {
        _answers.Set("a", "mine");
        _pending.Add("a");

        Learn(3, Change("a", "theirs"));

        Assert.Equal("mine", _answers.Text("a"));
        Assert.Empty(_pending);
        Assert.Equal(("mine", "theirs"), Both("a"));
    }

    [Fact]
    public void Learn_SameValue_IsNothing()
    {
        _answers.Set("a", "same");
        _pending.Add("a");

        Learn(3, Change("a", "same"));

        Assert.Empty(_page.Conflicts);
        Assert.Empty(_page.TakenOver);
    }

    [Fact]
    public void Learn_OtherChangesAgainBeforeTheChoice_ShowsTheNewest()
    {
        _answers.Set("a", "mine");
        _pending.Add("a");
        Learn(3, Change("a", "theirs"));

        Learn(4, Change("a", "theirs again"));

        Assert.Equal(("mine", "theirs again"), Both("a"));
    }

    [Fact]
    public void Typed_BeforeTheChoice_IsKeptAndNotSaved()
    {
        _answers.Set("a", "mine");
        _pending.Add("a");
        Learn(3, Change("a", "theirs"));

        Assert.True(_page.Typed("a", "mine, longer"));
        Assert.False(_page.Typed("b", "x"));
        Assert.Equal(("mine, longer", "theirs"), Both("a"));
        // Somebody who types the same as the other has chosen.
        Assert.True(_page.Typed("a", "theirs"));
        Assert.Empty(_page.Conflicts);
    }

    [Fact]
    public void Typed_JustAfterItWasTakenOver_WasTypedUnseenAndWaits()
    {
        _answers.Set("a", "old");
        Learn(3, Change("a", "theirs"), Change("b", "theirs"));

        Assert.True(_page.Typed("a", "mine"));
        Assert.Equal(("mine", "theirs"), Both("a"));
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(_page.Typed("b", "mine, having seen it"));
    }

    [Fact]
    public void Read_AnotherStep_KeepsWhatWaitsForAChoice()
    {
        _answers.Set("a", "mine");
        _pending.Add("a");
        Learn(3, Change("a", "theirs"));
        var fresh = new Answers();
        fresh.Set("a", "theirs");

        _page.Read(4, fresh);

        Assert.Equal("mine", fresh.Text("a"));
        Assert.Equal(("mine", "theirs"), Both("a"));
    }

    [Fact]
    public void Decide_EndsTheConflict()
    {
        _answers.Set("a", "mine");
        _page.Learn(3, [new FieldConflict(By("a"), "sent", "theirs")], [], _answers, _pending.Remove);

        Assert.Equal("mine", (string?)_page.Decide("a")?.Mine);
        Assert.Empty(_page.Conflicts);
        Assert.Null(_page.Decide("a"));
    }

    private void Learn(int revision, params ChangedElsewhere[] changes) =>
        _page.Learn(revision, [], changes, _answers, _pending.Remove);

    private (string? Mine, string? Theirs) Both(string fieldId) =>
        ((string?)_page.Of(fieldId)?.Mine, (string?)_page.Of(fieldId)?.Theirs);

    private static ChangedElsewhere Change(string fieldId, JsonNode? value) => new(By(fieldId), value);

    private static DraftFieldChange By(string fieldId) =>
        new(fieldId, 3, DateTimeOffset.UnixEpoch, Guid.NewGuid(), Guid.NewGuid(), null);
}
