using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MiniApp.Core.Drafts;
using MiniApp.Core.Sessions;
using MiniApp.Web.Applicant.Form;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Applicant;

public sealed class DraftSaverTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Saved = new(2026, 8, 15, 14, 32, 0, TimeSpan.FromHours(7));

    private readonly List<string> _batches = [];
    private readonly DraftSaver _saver;
    private Func<Task> _work = () => Task.CompletedTask;
    private int _revision;
    private int _running;
    private int _mostAtOnce;
    private int _changes;

    // Saves when a test says so, not by itself.
    public DraftSaverTests() =>
        _saver = new DraftSaver(SaveAsync, Changed, NullLogger<DraftSaver>.Instance)
        {
            Pause = Timeout.InfiniteTimeSpan,
        };

    [Fact]
    public async Task Flush_WithNothingTyped_SavesNothingAndIsFine()
    {
        Assert.True(await _saver.FlushAsync());
        Assert.Empty(_batches);
        Assert.Equal(SaveState.Idle, _saver.State);
    }

    [Fact]
    public async Task Flush_SeveralChanges_SavesTheNewestOfEachAtOnce()
    {
        _saver.Add("a", "1");
        _saver.Add("b", "2");
        _saver.Add("a", "3");
        Assert.Equal(SaveState.Waiting, _saver.State);

        Assert.True(await _saver.FlushAsync());

        Assert.Equal(["a=3 b=2"], _batches);
        Assert.Equal((SaveState.Here, SaveTrouble.None), (_saver.State, _saver.Trouble));
        Assert.Equal(Saved, _saver.SavedAt);
        Assert.True(_changes > 0);
    }

    [Fact]
    public async Task Mark_BehindAChange_IsSavedOnlyWithIt()
    {
        _saver.Add("a", "1");
        _saver.Mark(1);
        Assert.Equal(0, _saver.SavedMark);

        await _saver.FlushAsync();

        Assert.Equal(1, _saver.SavedMark);
        _saver.Mark(2);
        Assert.Equal(2, _saver.SavedMark);
    }

    [Fact]
    public async Task Mark_WhileASaveRuns_IsSavedNoEarlierThanTheChangeBeforeIt()
    {
        var running = new TaskCompletionSource();
        _work = () => running.Task;
        _saver.Add("a", "1");
        _saver.Mark(1);
        var save = _saver.FlushAsync();
        _saver.Mark(2); // the change behind it is in the save that runs
        Assert.Equal(0, _saver.SavedMark);
        _saver.Add("a", "typed meanwhile");
        _saver.Mark(3);

        running.SetResult();
        await save;

        Assert.InRange(_saver.SavedMark, 1, 2);
        await _saver.FlushAsync();
        Assert.Equal(3, _saver.SavedMark);
    }

    [Fact]
    public async Task Mark_BehindAChangeThatCouldNotBeSaved_IsNotSaved()
    {
        _work = () => throw new TimeoutException();
        _saver.Add("a", "1");
        _saver.Mark(1);

        Assert.False(await _saver.FlushAsync());
        _saver.Mark(2);

        Assert.Equal(0, _saver.SavedMark);
    }

    [Fact]
    public async Task Add_SavesByItself()
    {
        await using var saver = new DraftSaver(SaveAsync, Changed, NullLogger<DraftSaver>.Instance);
        var saved = new TaskCompletionSource();
        _work = () =>
        {
            saved.SetResult();
            return Task.CompletedTask;
        };

        saver.Add("a", "1");

        await saved.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["a=1"], _batches);
    }

    [Fact]
    public async Task Add_ANodeThatIsChangedAfterwards_SavesWhatItWas()
    {
        var list = new JsonArray("x");
        _saver.Add("a", list);
        list.Add("y");

        await _saver.FlushAsync();

        Assert.Equal(["a=[\"x\"]"], _batches);
    }

    public static readonly TheoryData<Type> Failures =
    [
        typeof(InvalidOperationException),
        typeof(DbUpdateException),
        typeof(TimeoutException),
        typeof(DraftGoneException),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Flush_ThatFails_KeepsTheChangesAndNewerTypingWins(Type failure)
    {
        _saver.Add("a", "old");
        _saver.Add("b", "kept");
        _work = () =>
        {
            // Typed while the save was on its way.
            _saver.Add("a", "new");
            throw (Exception)Activator.CreateInstance(failure)!;
        };

        Assert.False(await _saver.FlushAsync());
        Assert.Equal(SaveState.Failed, _saver.State);
        _work = () => Task.CompletedTask;
        Assert.True(await _saver.FlushAsync());

        Assert.Equal(["a=old b=kept", "a=new b=kept"], _batches);
        Assert.Equal(SaveState.Here, _saver.State);
    }

    [Fact]
    public async Task Flush_Twice_SavesOneAfterTheOther()
    {
        var first = new TaskCompletionSource();
        _work = () => first.Task;
        _saver.Add("a", "1");
        var one = _saver.FlushAsync();
        Assert.Equal(SaveState.Saving, _saver.State);
        _saver.Add("a", "2");
        var two = _saver.FlushAsync();

        Assert.Equal(["a=1"], _batches);
        _work = () => Task.CompletedTask;
        first.SetResult();
        Assert.True(await one);
        Assert.True(await two);

        Assert.Equal(["a=1", "a=2"], _batches);
        Assert.Equal(1, _mostAtOnce);
        Assert.Equal(SaveState.Here, _saver.State);
    }

    [Fact]
    public async Task Upstream_WhileSomethingIsPending_DoesNotClaimItIsSaved()
    {
        _saver.Add("a", "1");
        _saver.Upstream(new UpstreamStatus(0, 0, null));
        Assert.Equal(SaveState.Waiting, _saver.State);

        await _saver.FlushAsync();
        Assert.Equal(SaveState.Here, _saver.State);
        _saver.Upstream(new UpstreamStatus(1, 1, null));
        Assert.Equal(SaveState.Saved, _saver.State);
    }

    [Theory]
    [InlineData(UpstreamTrouble.NoAnswer, SaveTrouble.NoAnswer)]
    [InlineData(UpstreamTrouble.Refused, SaveTrouble.Refused)]
    [InlineData(UpstreamTrouble.SignInOver, SaveTrouble.SignInOver)]
    public async Task Upstream_InTrouble_SaysWhyUntilItIsThere(UpstreamTrouble trouble, SaveTrouble shown)
    {
        _saver.Add("a", "1");
        await _saver.FlushAsync();

        _saver.Upstream(new UpstreamStatus(1, -1, trouble));
        Assert.Equal((SaveState.Here, shown), (_saver.State, _saver.Trouble));
        _saver.Upstream(new UpstreamStatus(1, 1, null));
        Assert.Equal((SaveState.Saved, SaveTrouble.None), (_saver.State, _saver.Trouble));
    }

    [Fact]
    public async Task Upstream_ThatShowsNothingNew_IsNotDrawn()
    {
        _saver.Add("a", "1");
        await _saver.FlushAsync();
        var drawn = _changes;

        _saver.Upstream(new UpstreamStatus(1, -1, null)); // this page's own save, come back as a notice
        Assert.Equal(drawn, _changes);
        _saver.Upstream(new UpstreamStatus(1, 1, null));
        Assert.Equal(drawn + 1, _changes);
    }

    [Fact]
    public async Task Upstream_OlderThanWhatIsKnown_IsPassedOver()
    {
        _saver.Add("a", "1");
        await _saver.FlushAsync();
        _saver.Add("a", "2");
        await _saver.FlushAsync();

        _saver.Upstream(new UpstreamStatus(1, 1, null));

        Assert.Equal(SaveState.Here, _saver.State);
    }

    [Fact]
    public void Loaded_DraftThatIsNotYetAtBizPortal_SaysSo()
    {
        _saver.Loaded(Saved, new UpstreamStatus(3, 2, UpstreamTrouble.NoAnswer));
        Assert.Equal((SaveState.Here, SaveTrouble.NoAnswer), (_saver.State, _saver.Trouble));
        _saver.Loaded(Saved, new UpstreamStatus(3, 3, null));
        Assert.Equal((SaveState.Idle, Saved), (_saver.State, _saver.SavedAt));
        _saver.Loaded(Saved, new UpstreamStatus(0, -1, null));
        Assert.Equal((SaveState.Idle, null), (_saver.State, _saver.SavedAt));
    }

    [Fact]
    public async Task Loaded_WhileAnAnswerCouldNotBeSaved_StillSaysSo()
    {
        _saver.Add("a", "1");
        _work = () => throw new TimeoutException();
        await _saver.FlushAsync();

        _saver.Loaded(Saved, new UpstreamStatus(3, 3, null));
        Assert.Equal((SaveState.Failed, SaveTrouble.Store), (_saver.State, _saver.Trouble));

        _work = () => Task.CompletedTask;
        Assert.True(await _saver.FlushAsync());
        Assert.Equal(["a=1", "a=1"], _batches);
    }

    [Fact]
    public async Task Drop_OfTheOnlyAnswerThatWaited_LeavesNothingWaiting()
    {
        _saver.Add("a", "1");
        Assert.True(_saver.Drop("a"));

        Assert.True(await _saver.FlushAsync());

        Assert.Empty(_batches);
        Assert.NotEqual(SaveState.Waiting, _saver.State);
    }

    public static readonly TheoryData<Exception, SaveTrouble> Troubles = new()
    {
        { new TimeoutException(), SaveTrouble.Store },
        { new DraftGoneException(), SaveTrouble.Closed },
        { new SessionOverException(), SaveTrouble.SessionOver },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Flush_ThatFails_KnowsWhy(Exception failure, SaveTrouble trouble)
    {
        _saver.Add("a", "1");
        _work = () => throw failure;

        Assert.False(await _saver.FlushAsync());

        Assert.Equal(trouble, _saver.Trouble);
        _work = () => Task.CompletedTask;
    }

    [Fact]
    public async Task Dispose_WithSomethingPending_SavesIt()
    {
        _saver.Add("a", "1");
        await _saver.DisposeAsync();
        Assert.Equal(["a=1"], _batches);
    }

    public ValueTask DisposeAsync() => _saver.DisposeAsync();

    private async Task<DraftSaved> SaveAsync(IReadOnlyDictionary<string, JsonNode?> changes)
    {
        _mostAtOnce = Math.Max(_mostAtOnce, Interlocked.Increment(ref _running));
        try
        {
            _batches.Add(
                string.Join(
                    ' ',
                    changes.OrderBy(c => c.Key).Select(c => $"{c.Key}={c.Value?.ToJsonString().Trim('"')}")
                )
            );
            await _work();
            return new DraftSaved(Saved, ++_revision);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private Task Changed()
    {
        Interlocked.Increment(ref _changes);
        return Task.CompletedTask;
    }
}
