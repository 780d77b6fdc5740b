using Microsoft.AspNetCore.Components;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.Web.Security;
using Npgsql;

namespace MiniApp.Web.Applicant.Submitted;

public sealed partial class DeliveryWatch
{
    private readonly CancellationTokenSource _gone = new();
    private LiveSession? _session;
    private SubmissionView? _submission;
    private string? _announcement;
    private Task? _watching;

    [Parameter, EditorRequired]
    public Guid DraftId { get; set; }

    [Parameter, EditorRequired]
    public string FormTitle { get; set; } = "";

    [Inject]
    private CurrentApplicant Current { get; set; } = null!;

    [Inject]
    private SubmissionService Submissions { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private string Title =>
        _submission!.State == SubmissionState.Unknown ? T["Submit.UnknownTitle"] : T["Submit.Sending"];

    private string Lead =>
        _submission!.State != SubmissionState.Unknown ? T["Submit.DontClose"]
        : BizPortal.Value.AnswersRepeatedKey ? T["Submit.UnknownText"]
        : T["Submit.UnknownStaff"];

    protected override async Task OnInitializedAsync()
    {
        _session = await Current.FindAsync(CancellationToken.None);
        if (_session is not null)
            _submission = await Submissions.FindAsync(_session, DraftId, CancellationToken.None);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        // Not at the first render: what is to be watched is being read then.
        if (_submission is not null && _session is { } session)
            _watching ??= WatchAsync(session);
    }

    /// <summary>Looks at the record until the outcome is on it. Looking is no sign that somebody is there: the session's own time runs on.</summary>
    private async Task WatchAsync(LiveSession session)
    {
        var started = Clock.GetTimestamp();
        try
        {
            while (_submission is { IsUnderWay: true })
            {
                await Task.Delay(PauseAfter(Clock.GetElapsedTime(started)), Clock, _gone.Token);
                await LookAsync(session);
            }
            Navigation.Refresh();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task LookAsync(LiveSession session)
    {
        try
        {
            var before = _submission!.State;
            _submission = await Submissions.FindAsync(session, DraftId, _gone.Token);
            if (_submission is { IsUnderWay: true } && _submission.State != before)
                _announcement = Title;
            // When the outcome is known the page says it.
            if (_submission is { IsUnderWay: true })
                await InvokeAsync(StateHasChanged);
        }
        catch (Exception failure) when (failure is NpgsqlException || failure.InnerException is NpgsqlException)
        {
            // The database is away: what is on the page is still true, and the next look may reach it.
        }
    }

    private static TimeSpan PauseAfter(TimeSpan watched) =>
        watched < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(1)
        : watched < TimeSpan.FromMinutes(10) ? TimeSpan.FromSeconds(5)
        : TimeSpan.FromSeconds(30);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_watching is not null)
            await _watching;
        _gone.Dispose();
    }
}
