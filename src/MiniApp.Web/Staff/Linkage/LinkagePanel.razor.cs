using Microsoft.AspNetCore.Components;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Linkage;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;

namespace MiniApp.Web.Staff.Linkage;

/// <summary>What somebody is looked up for.</summary>
public sealed record LinkageWish(string? Purpose, string? Note);

public sealed partial class LinkagePanel
{
    /// <summary>After this many readings without a change the reader is asked less often.</summary>
    private const int Patience = 24;

    private readonly CancellationTokenSource _gone = new();
    private ElementReference _answer;
    private Guid _shownFor;
    private Guid _historyOf;
    private LinkageReaderState _reader;
    private DateTimeOffset? _readAt;
    private int _reading;
    private int _unchanged;
    private LinkageResult? _result;
    private DateTimeOffset _checkedAt;
    private IReadOnlyList<LinkageCheckEntry> _history = [];
    private bool _busy;
    private bool _recordAway;
    private bool _focusAnswer;
    private int _attempt;
    private Task? _watching;

    /// <summary>The request that the check is for.</summary>
    [Parameter, EditorRequired]
    public Guid DraftId { get; set; }

    /// <summary>The applicant, see <see cref="LinkageSubject.Of"/>; null for a company.</summary>
    [Parameter, EditorRequired]
    public LinkageSubject? Subject { get; set; }

    /// <summary>Who is signed in.</summary>
    [Parameter, EditorRequired]
    public LiveStaff Staff { get; set; } = null!;

    /// <summary>How often the card reader is asked at first; six times as long once nothing has changed for a while.</summary>
    [Parameter]
    public TimeSpan ReadEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Another request, another person: nothing of the one before may stay on the page.</summary>
    protected override void OnParametersSet()
    {
        if (_shownFor == DraftId)
            return;
        _shownFor = DraftId;
        _history = [];
        Clear();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Checks.IsConfigured && Subject is not null)
            _watching = WatchAsync();
        if (_historyOf != DraftId)
            await ReadHistoryAsync();
        if (_focusAnswer)
        {
            _focusAnswer = false;
            await _answer.FocusAsync();
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!_gone.IsCancellationRequested)
            {
                // Drawn only where there is something else to read: not under the hands of who is choosing a purpose.
                if (await ReadAsync())
                    StateHasChanged();
                if (_reader == LinkageReaderState.SignInAgain)
                    return;
                await Task.Delay(_unchanged < Patience ? ReadEvery : ReadEvery * 6, Clock, _gone.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task RefreshAsync()
    {
        _unchanged = 0;
        await ReadAsync();
    }

    /// <summary>Of two readings that overlap, the one begun last counts.</summary>
    /// <returns>Whether the page says something else now.</returns>
    private async Task<bool> ReadAsync()
    {
        var number = ++_reading;
        var state = LinkageReaderState.Unknown;
        try
        {
            var reading = await Checks.ReadAgentAsync(Staff, _gone.Token);
            state = LinkageText.ReaderOf(reading, Subject!.NationalId, Checks.NeedsCitizenCard);
        }
        catch (Exception failure) when (failure.IsDatabaseAway())
        {
            // Then nobody knows; that the database is away is said elsewhere.
        }
        if (number != _reading)
            return false;
        var now = Clock.GetUtcNow();
        var isNews = state != _reader || now.Minute != _readAt?.Minute;
        _unchanged = state == _reader ? _unchanged + 1 : 0;
        (_reader, _readAt) = (state, now);
        return isNews;
    }

    private async Task CheckAsync(LinkageWish wish)
    {
        // A second press while the first is under way would be a second look-up.
        if (_busy || Subject is not { } subject)
            return;
        (_busy, _recordAway) = (true, false);
        var draft = DraftId;
        try
        {
            await RefreshAsync();
            var result =
                _reader == LinkageReaderState.NotLoggedIn
                    ? new LinkageResult(Failure: LinkageFailure.ReaderNotReady)
                    : await Checks.CheckAsync(Staff, draft, subject, wish.Purpose, wish.Note, _gone.Token);
            if (draft == DraftId)
                (_result, _checkedAt, _focusAnswer) = (result, Clock.GetUtcNow(), true);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (failure.IsDatabaseAway())
        {
            _recordAway = true;
        }
        finally
        {
            _busy = false;
        }
        await ReadHistoryAsync();
    }

    private async Task ReadHistoryAsync()
    {
        var draft = _historyOf = DraftId;
        try
        {
            var history = await Checks.HistoryAsync(draft, _gone.Token);
            if (draft != DraftId)
                return;
            _history = history;
            StateHasChanged();
        }
        catch (Exception failure) when (failure is OperationCanceledException || failure.IsDatabaseAway())
        {
            // The list stays as it was.
        }
    }

    /// <summary>What the register said is gone from this page, and it was nowhere else. The next look-up asks for its purpose anew.</summary>
    private void Clear()
    {
        _result = null;
        _recordAway = false;
        _attempt++;
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_watching is not null)
            await _watching;
        _gone.Dispose();
    }
}
