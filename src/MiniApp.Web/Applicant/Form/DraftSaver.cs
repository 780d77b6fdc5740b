using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.Sessions;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Applicant.Form;

/// <summary>
/// Collects what is typed and saves it after a short pause, one save at a time, and knows how far it has come: here, at Biz
/// Portal. A failed save keeps its changes and tries again. Used from one circuit, so everything runs on its dispatcher but
/// the timer.
/// </summary>
public sealed partial class DraftSaver(
    Func<IReadOnlyDictionary<string, JsonNode?>, Task<DraftSaved>> save,
    Func<Task> changed,
    ILogger<DraftSaver> logger
) : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // A quicker save goes from "waiting" to "saved": a word that flickers tells nobody anything.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JsonNode?> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _saving = new(1, 1);
    private CancellationTokenSource? _timer;
    private UpstreamStatus _upstream = new(0, -1, null);
    private SaveTrouble _trouble;
    private bool _isSaving;
    private long _lastMark;

    /// <summary>How long to wait for more. Not at all: the browser has waited for a pause in typing already, and what comes while one save runs goes together in the next.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.Zero;

    /// <summary>The page's highest mark before which everything is saved: see <see cref="JournalMark"/>.</summary>
    public long SavedMark { get; private set; }

    public SaveState State { get; private set; }

    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>Why it is not saved, or not at Biz Portal.</summary>
    public SaveTrouble Trouble =>
        State switch
        {
            SaveState.Failed => _trouble,
            SaveState.Here => _upstream.Trouble switch
            {
                UpstreamTrouble.NoAnswer => SaveTrouble.NoAnswer,
                UpstreamTrouble.Refused => SaveTrouble.Refused,
                UpstreamTrouble.SignInOver => SaveTrouble.SignInOver,
                _ => SaveTrouble.None,
            },
            _ => SaveTrouble.None,
        };

    /// <summary>A draft was read: it is as saved as it can be.</summary>
    public void Loaded(DateTimeOffset savedAt, UpstreamStatus upstream)
    {
        _upstream = upstream;
        // Nobody has typed yet into one that was just begun: there is nothing to have been saved.
        var untouched = upstream is { Revision: 0, UpstreamRevision: < 0 };
        SavedAt = untouched ? null : savedAt;
        lock (_pending)
            if (_pending.Count == 0)
                State = untouched || upstream.IsSaved ? SaveState.Idle : SaveState.Here;
    }

    public void Add(string fieldId, JsonNode? value)
    {
        lock (_pending)
        {
            _pending[fieldId] = value?.DeepClone();
            State = SaveState.Waiting;
        }
        Schedule(Pause);
    }

    /// <summary>Forgets an answer that was not sent yet.</summary>
    /// <returns>False when there was none.</returns>
    public bool Drop(string fieldId)
    {
        lock (_pending)
            return _pending.Remove(fieldId);
    }

    /// <summary>Runs this while no save is under way.</summary>
    public async Task BetweenSavesAsync(Func<Task> work)
    {
        await _saving.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>The page has told all its changes up to this mark.</summary>
    public void Mark(long mark)
    {
        lock (_pending)
        {
            _lastMark = mark;
            if (_pending.Count == 0 && !_isSaving)
                SavedMark = mark;
        }
    }

    /// <summary>How far the draft is at Biz Portal, whoever brought it there.</summary>
    public void Upstream(UpstreamStatus status)
    {
        // Notices come from several nodes and may overtake each other.
        if (status.Revision < _upstream.Revision || status.UpstreamRevision < _upstream.UpstreamRevision)
            return;
        var shown = (State, Trouble);
        _upstream = status;
        if (State is SaveState.Waiting or SaveState.Saving or SaveState.Failed)
            return;
        if (State != SaveState.Idle || !status.IsSaved)
            State = Settled();
        // Each save of this page comes back as a notice too: drawing the page again would show nothing new.
        if ((State, Trouble) != shown)
            _ = changed();
    }

    /// <summary>Saves what is pending now.</summary>
    /// <returns>False when it could not be saved; it is kept and tried again.</returns>
    public async Task<bool> FlushAsync()
    {
        _timer?.Cancel();
        await _saving.WaitAsync();
        Dictionary<string, JsonNode?> batch;
        long mark;
        lock (_pending)
        {
            batch = new(_pending, StringComparer.Ordinal);
            mark = _lastMark;
            _pending.Clear();
            _isSaving = true;
        }
        try
        {
            if (batch.Count == 0)
            {
                SettleEmpty();
                return true;
            }
            State = SaveState.Saving;
            var saving = save(batch);
            if (await Task.WhenAny(saving, Task.Delay(Noticeable)) != saving)
                await changed();
            var saved = await saving;
            SavedAt = saved.SavedAt;
            _upstream = _upstream with { Revision = Math.Max(_upstream.Revision, saved.Revision) };
            lock (_pending)
            {
                State = _pending.Count > 0 ? SaveState.Waiting : Settled();
                // What was told while this ran, and is not pending, was in it.
                SavedMark = _pending.Count > 0 ? mark : _lastMark;
            }
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The database is away in one of the many ways it says so, or the draft was closed elsewhere. Whatever it is,
            // what was typed stays, and newer typing wins.
            NotSaved(logger, failure.GetType().Name);
            lock (_pending)
            {
                foreach (var (fieldId, value) in batch)
                    _pending.TryAdd(fieldId, value);
                State = SaveState.Failed;
            }
            _trouble = failure switch
            {
                SessionOverException => SaveTrouble.SessionOver,
                DraftGoneException => SaveTrouble.Closed,
                DraftLockedException => SaveTrouble.BeingChecked,
                _ => SaveTrouble.Store,
            };
            if (_trouble == SaveTrouble.Store)
                Schedule(RetryAfter);
            return false;
        }
        finally
        {
            lock (_pending)
                _isSaving = false;
            _saving.Release();
            await changed();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_pending.Count > 0)
            await FlushAsync();
        _timer?.Cancel();
        _timer?.Dispose();
        _timer = null;
        _saving.Dispose();
    }

    // What waited was dropped meanwhile, or went with the save before.
    private void SettleEmpty()
    {
        lock (_pending)
            if (_pending.Count == 0 && State is SaveState.Waiting or SaveState.Failed)
                State = Settled();
    }

    private SaveState Settled() => _upstream.IsSaved ? SaveState.Saved : SaveState.Here;

    private void Schedule(TimeSpan delay)
    {
        _timer?.Cancel();
        var timer = _timer = new CancellationTokenSource();
        _ = Task.Delay(delay, timer.Token)
            .ContinueWith(
                _ => FlushAsync(),
                timer.Token,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default
            );
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Answers could not be saved ({Reason}); they are kept and tried again"
    )]
    private static partial void NotSaved(ILogger logger, string reason);
}
