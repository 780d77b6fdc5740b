using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Applicant.Form;

/// <summary>
/// Collects what is typed and saves it after a short pause, one save at a time. A failed save keeps its changes and tries
/// again. Used from one circuit, so everything runs on its dispatcher but the timer.
/// </summary>
public sealed partial class DraftSaver(
    Func<IReadOnlyDictionary<string, JsonNode?>, Task<DateTimeOffset>> save,
    Func<Task> changed,
    ILogger<DraftSaver> logger
) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, JsonNode?> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _saving = new(1, 1);
    private CancellationTokenSource? _timer;
    private bool _onlyHere;

    public SaveState State { get; private set; }

    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>A draft was read: it is as saved as it can be.</summary>
    public void Loaded(DateTimeOffset savedAt)
    {
        SavedAt = savedAt;
        _onlyHere = false;
        State = SaveState.Idle;
    }

    public void Add(string fieldId, JsonNode? value)
    {
        lock (_pending)
            _pending[fieldId] = value?.DeepClone();
        State = SaveState.Waiting;
        Schedule(Pause);
    }

    /// <summary>Whether Biz Portal took the draft.</summary>
    public void Upstream(bool saved)
    {
        _onlyHere = !saved;
        if (State is SaveState.Waiting or SaveState.Saving or SaveState.Failed)
            return;
        State = saved ? SaveState.Saved : SaveState.Here;
        _ = changed();
    }

    /// <summary>Saves what is pending now.</summary>
    /// <returns>False when it could not be saved; it is kept and tried again.</returns>
    public async Task<bool> FlushAsync()
    {
        _timer?.Cancel();
        await _saving.WaitAsync();
        Dictionary<string, JsonNode?> batch;
        lock (_pending)
        {
            batch = new(_pending, StringComparer.Ordinal);
            _pending.Clear();
        }
        try
        {
            if (batch.Count == 0)
                return State != SaveState.Failed;
            State = SaveState.Saving;
            SavedAt = await save(batch);
            lock (_pending)
                State =
                    _pending.Count > 0 ? SaveState.Waiting
                    : _onlyHere ? SaveState.Here
                    : SaveState.Saved;
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The database is away in one of the many ways it says so, or the draft was closed elsewhere. Whatever it is,
            // what was typed stays, and newer typing wins.
            NotSaved(logger, failure.GetType().Name);
            lock (_pending)
                foreach (var (fieldId, value) in batch)
                    _pending.TryAdd(fieldId, value);
            State = SaveState.Failed;
            if (failure is not DraftGoneException)
                Schedule(RetryAfter);
            return false;
        }
        finally
        {
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
