using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

/// <summary>Two pages on one draft, each of which knows what it has read or saved last.</summary>
public sealed class DraftMergeTests(CoreSystem core) : CoreTest(core)
{
    private readonly DraftWriter _one = new(Guid.NewGuid(), 0);
    private readonly DraftWriter _two = new(Guid.NewGuid(), 0);

    [Fact]
    public async Task Save_FieldThatAnotherChangedUnseen_IsKeptAndToldWithBothValues()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("placeName", "ของหน้าแรก"));

        var saved = await SaveAsync(session, draftId, _two, ("placeName", "ของหน้าสอง"), ("floorArea", 12));

        var conflict = Assert.Single(saved.Conflicts);
        Assert.Equal(("placeName", "ของหน้าสอง", "ของหน้าแรก"), Texts(conflict));
        Assert.Equal((_one.PageId, session.Id, 1), (conflict.By.PageId, conflict.By.SessionId, conflict.By.Revision));
        Assert.NotNull(conflict.By.SignedInAt);
        var draft = await Node.DraftAsync(session, draftId);
        Assert.Equal("ของหน้าแรก", draft.Answers.Text("placeName"));
        Assert.Equal(12, draft.Answers.Number("floorArea"));
        Assert.Equal(2, saved.Revision);
    }

    [Fact]
    public async Task Save_AfterTheConflictWasSeen_Overwrites()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("placeName", "หนึ่ง"));
        var seen = await SaveAsync(session, draftId, _two, ("placeName", "สอง"));

        var saved = await SaveAsync(
            session,
            draftId,
            _two with
            {
                KnownRevision = seen.Revision,
            },
            ("placeName", "สอง")
        );

        Assert.Empty(saved.Conflicts);
        Assert.Equal("สอง", (await Node.DraftAsync(session, draftId)).Answers.Text("placeName"));
        // And now the first page is the one that does not know.
        var again = await SaveAsync(session, draftId, _one with { KnownRevision = 1 }, ("placeName", "หนึ่ง!"));
        Assert.Equal(("placeName", "หนึ่ง!", "สอง"), Texts(Assert.Single(again.Conflicts)));
    }

    [Fact]
    public async Task Save_SameValueAsTheOther_IsNoConflictAndNoChange()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("placeName", "เหมือนกัน"));

        var saved = await SaveAsync(session, draftId, _two, ("placeName", "เหมือนกัน"));

        Assert.Empty(saved.Conflicts);
        Assert.Equal(1, saved.Revision);
    }

    [Fact]
    public async Task Save_OtherFields_TellsWhatChangedElsewhere()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("placeName", "ร้าน"), ("mobile", "0811111111"));

        var saved = await SaveAsync(session, draftId, _two, ("floorArea", 12));

        Assert.Equal(["mobile", "placeName"], saved.ChangedElsewhere.Select(change => change.FieldId).Order());
        Assert.Equal("ร้าน", (string?)saved.ChangedElsewhere.Single(c => c.FieldId == "placeName").Value);
        var next = await SaveAsync(session, draftId, _two with { KnownRevision = saved.Revision }, ("floorArea", 13));
        Assert.Empty(next.ChangedElsewhere);
    }

    [Fact]
    public async Task Save_OwnEarlierChange_IsNoConflict()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("placeName", "ร"));

        // The first answer may have been lost on its way back.
        var saved = await SaveAsync(session, draftId, _one, ("placeName", "ร้าน"));

        Assert.Empty(saved.Conflicts);
        Assert.Equal("ร้าน", (await Node.DraftAsync(session, draftId)).Answers.Text("placeName"));
    }

    [Fact]
    public async Task Save_RemovedByOneChangedByTheOther_IsAConflict()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("email", null));

        var saved = await SaveAsync(session, draftId, _two, ("email", "new@example.invalid"));

        Assert.Equal(("email", "new@example.invalid", null), Texts(Assert.Single(saved.Conflicts)));
    }

    [Fact]
    public async Task Save_ManyPagesAtOnceOnOneField_LetsOneWinAndTellsAllOthers()
    {
        var (session, draftId) = await BeginAsync();
        var other = await StartNodeAsync();

        var saves = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() =>
                        SaveAsync(
                            session,
                            draftId,
                            new DraftWriter(Guid.NewGuid(), 0),
                            i % 2 == 0 ? Node : other,
                            ("placeName", $"ร้าน {i}")
                        )
                    )
                )
        );

        var winner = Assert.Single(saves, saved => saved.Conflicts.Count == 0);
        var stored = (await Node.DraftAsync(session, draftId)).Answers.Text("placeName");
        Assert.All(saves.Except([winner]), saved => Assert.Equal(stored, (string?)saved.Conflicts[0].Theirs));
    }

    [Fact]
    public async Task News_ForAPage_HoldsWhatOthersDidAndNotWhatItDidItself()
    {
        var (session, draftId) = await BeginAsync();
        await SaveAsync(session, draftId, _one, ("placeName", "ร้าน"));
        await SaveAsync(session, draftId, _two, ("floorArea", 12));
        await Node.UploadAsync(session, draftId, "floorPlan", SamplePdf.Create());

        var news = await Node.Get<DraftStore>().FindNewsAsync(session, draftId, _one, default);

        Assert.Equal(["floorArea", "floorPlan"], news!.ChangedElsewhere.Select(change => change.FieldId).Order());
        Assert.Equal(12, (int?)news.ChangedElsewhere.Single(change => change.FieldId == "floorArea").Value);
        Assert.Equal(3, news.Draft.Revision);
    }

    private async Task<(LiveSession Session, Guid DraftId)> BeginAsync()
    {
        var session = await Node.SignInAsync(System, "somying");
        return (session, await Node.StartDraftAsync(session));
    }

    private Task<DraftSaved> SaveAsync(
        LiveSession session,
        Guid draftId,
        DraftWriter writer,
        params (string FieldId, JsonNode? Value)[] changes
    ) => SaveAsync(session, draftId, writer, Node, changes);

    private static Task<DraftSaved> SaveAsync(
        LiveSession session,
        Guid draftId,
        DraftWriter writer,
        CoreHost node,
        params (string FieldId, JsonNode? Value)[] changes
    ) =>
        node.Get<DraftStore>()
            .SaveAnswersAsync(
                session,
                draftId,
                changes.ToDictionary(change => change.FieldId, change => change.Value, StringComparer.Ordinal),
                writer,
                default
            );

    private static (string FieldId, string? Mine, string? Theirs) Texts(FieldConflict conflict) =>
        (conflict.FieldId, (string?)conflict.Mine, (string?)conflict.Theirs);
}
