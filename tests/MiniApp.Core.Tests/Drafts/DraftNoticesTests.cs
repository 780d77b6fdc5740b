using MiniApp.Core.Drafts;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftNoticesTests(CoreSystem core) : CoreTest(core)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<DraftNotice?> _heard = [];

    [Fact]
    public async Task Change_OnOneNode_IsHeardOnAnotherByThatDraftOnly()
    {
        var session = await Node.SignInAsync(System, "somying");
        var (one, two) = (await Node.StartDraftAsync(session), await Node.StartDraftAsync(session));
        var other = await ListeningNodeAsync(one);
        await Node.Get<DraftNotices>().StartAsync(default);

        await Node.AnswerAsync(session, two, "placeName", "อื่น");
        await Node.AnswerAsync(session, one, "placeName", "ร้าน");
        await UntilAsync(notice => notice is { Status.Revision: 1 });
        await Node.Get<DraftService>().SaveUpstreamAsync(session, one, default);
        await UntilAsync(notice => notice is { Status: { UpstreamRevision: 1, IsSaved: true } });

        Assert.All(Heard().OfType<DraftNotice>(), notice => Assert.Equal(one, notice.DraftId));
        await other.Get<DraftNotices>().StopAsync(default);
        await Node.Get<DraftNotices>().StopAsync(default);
    }

    [Fact]
    public async Task Connection_Cut_IsMadeAnewAndSaysThatSomethingMayBeMissed()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        var other = await ListeningNodeAsync(draftId);
        var missed = Heard().Count(notice => notice is null);

        await ExecuteSqlAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen drafts' and datname = current_database()"
        );
        await UntilAsync(_ => Heard().Count(notice => notice is null) > missed);
        await Node.Get<DraftNotices>().StartAsync(default);
        await Node.AnswerAsync(session, draftId, "placeName", "ร้าน");

        await UntilAsync(notice => notice is { Status.Revision: 1 });
        await other.Get<DraftNotices>().StopAsync(default);
        await Node.Get<DraftNotices>().StopAsync(default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x 1 1 -1")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e 1 y -1")]
    public void Payload_OfAnotherKind_IsPassedOver(string payload) =>
        Assert.False(DraftNotice.TryParse(payload, out _));

    /// <summary>A node that hears of this draft from now on.</summary>
    private async Task<CoreHost> ListeningNodeAsync(Guid draftId)
    {
        var node = await StartNodeAsync();
        var notices = node.Get<DraftNotices>();
        notices.Subscribe(
            draftId,
            notice =>
            {
                lock (_heard)
                    _heard.Add(notice);
            }
        );
        await notices.StartAsync(default);
        await UntilAsync(notice => notice is null);
        return node;
    }

    private List<DraftNotice?> Heard()
    {
        lock (_heard)
            return [.. _heard];
    }

    private async Task UntilAsync(Func<DraftNotice?, bool> isThere)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Heard().Any(isThere))
            await Task.Delay(20, patience.Token);
    }
}
