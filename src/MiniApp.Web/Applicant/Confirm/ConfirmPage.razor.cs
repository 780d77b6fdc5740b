using System.Globalization;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.Core.Thai;
using MiniApp.Web.Security;

namespace MiniApp.Web.Applicant.Confirm;

public sealed partial class ConfirmPage
{
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _alert;
    private ElementReference _input;
    private LiveSession? _session;
    private OpenDraft? _draft;
    private OtpView? _code;
    private DateTimeOffset? _waitUntil;
    private string? _typed;
    private string? _codeError;
    private (string Title, string? Detail)? _problem;
    private string? _announcement;
    private bool _busy;
    private Task? _ticking;

    [Parameter]
    public Guid DraftId { get; set; }

    /// <summary>The revision that "check answers" showed.</summary>
    [SupplyParameterFromQuery(Name = "revision")]
    private int? Revision { get; set; }

    [Inject]
    private CurrentApplicant Current { get; set; } = null!;

    [Inject]
    private DraftStore Store { get; set; } = null!;

    [Inject]
    private OtpService Otp { get; set; } = null!;

    [Inject]
    private SubmissionService Submissions { get; set; } = null!;

    [Inject]
    private ApplicantJourney Journey { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private int WaitSeconds =>
        (_code?.ResendAt ?? _waitUntil) is { } until
            ? Math.Max(0, (int)Math.Ceiling((until - Clock.GetUtcNow()).TotalSeconds))
            : 0;

    protected override async Task OnInitializedAsync()
    {
        if (
            await Current.FindAsync(CancellationToken.None) is not { } session
            || await Store.FindAsync(session, DraftId, CancellationToken.None) is not { } draft
        )
        {
            Navigation.NotFound();
            return;
        }
        var elsewhere = Journey.FenceConfirm(draft);
        if (elsewhere is null && Revision != draft.Revision)
            elsewhere = ApplicantRoutes.CheckChanged(DraftId);
        if (elsewhere is not null)
        {
            Navigation.NavigateTo(elsewhere);
            return;
        }
        _session = session;
        _code = await Otp.CurrentAsync(session, draft, CancellationToken.None);
        _draft = draft;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ticking = TickAsync();
    }

    private Task RequestAsync() =>
        BusyAsync(async session =>
        {
            var requested = await Otp.RequestAsync(session, _draft!, CancellationToken.None);
            _codeError = null;
            _typed = null;
            if (requested.Sent is { } sent)
            {
                _code = sent;
                _waitUntil = null;
                _announcement = T["Otp.SentTo", sent.SentTo];
                return;
            }
            _waitUntil = requested.WaitUntil;
            if (requested.WaitUntil is not null)
                Problem(T["Otp.TooSoon", WaitSeconds]);
            else if (requested.Failure?.Failure == BizPortalFailure.SessionOver)
                Problem(T["State.ExpiredTitle"], T["State.ExpiredNext"]);
            else
                Problem(T["Otp.NotSent"], Said(requested.Failure?.UpstreamMessage));
        });

    private Task SubmitAsync() =>
        BusyAsync(async session =>
        {
            var code = ThaiDigits.ToArabic(_typed ?? "").Replace(" ", "", StringComparison.Ordinal);
            if (code.Length != 6 || !code.All(char.IsAsciiDigit))
            {
                await CodeErrorAsync(T["Otp.NotSixDigits"]);
                return;
            }
            _codeError = null;
            var outcome = await Submissions.SubmitAsync(
                session,
                DraftId,
                _draft!.ContentHash(),
                code,
                CancellationToken.None
            );
            await ShowAsync(outcome);
        });

    private async Task ShowAsync(SubmitOutcome outcome)
    {
        switch (outcome)
        {
            case SubmitOutcome.Accepted or SubmitOutcome.Unknown or SubmitOutcome.InProgress:
                Navigation.NavigateTo(ApplicantRoutes.Receipt(DraftId));
                break;
            case SubmitOutcome.Changed or SubmitOutcome.Incomplete:
                Navigation.NavigateTo(ApplicantRoutes.CheckChanged(DraftId));
                break;
            case SubmitOutcome.NotConfirmed(var check):
                await ShowAsync(check);
                break;
            case SubmitOutcome.NotSent(BizPortalFailure.SessionOver):
                Problem(T["State.ExpiredTitle"], T["State.ExpiredNext"]);
                break;
            case SubmitOutcome.NotSent:
                Problem(T["Submit.NotSentTitle"], T["Submit.NotSentText"]);
                break;
            case SubmitOutcome.Refused(var message):
                Problem(T["Submit.RefusedTitle"], $"{T["Submit.RefusedText"]} {Said(message)}".TrimEnd());
                break;
        }
    }

    private async Task ShowAsync(OtpVerified check)
    {
        switch (check.Check)
        {
            case OtpCheck.Wrong:
                await CodeErrorAsync(check.TriesLeft == 1 ? T["Otp.WrongLast"] : T["Otp.Wrong", check.TriesLeft]);
                break;
            case OtpCheck.Exhausted:
                _waitUntil = _code?.ResendAt;
                _code = null;
                Problem(T["Otp.TooMany"]);
                break;
            case OtpCheck.Expired:
                _code = null;
                Problem(T["Otp.Expired"]);
                break;
            case OtpCheck.NotCovering:
                _code = null;
                Problem(T["Otp.AnswersChanged"]);
                break;
            default:
                Problem(T["Submit.NotSentTitle"], Said(check.Failure?.UpstreamMessage) ?? T["Submit.NotSentText"]);
                break;
        }
    }

    private async Task BusyAsync(Func<LiveSession, Task> work)
    {
        if (_busy)
            return;
        _busy = true;
        _problem = null;
        try
        {
            if (await Current.FindAsync(CancellationToken.None) is { } session)
                await work(session);
            else
                Problem(T["State.ExpiredTitle"], T["State.ExpiredNext"]);
        }
        catch (DraftGoneException)
        {
            Navigation.NavigateTo(ApplicantRoutes.Resume(DraftId));
        }
        finally
        {
            _busy = false;
        }
        if (_problem is not null)
        {
            StateHasChanged();
            await Task.Yield();
            await _alert.FocusAsync();
        }
    }

    private void Problem(string title, string? detail = null) => _problem = (title, detail);

    private async Task CodeErrorAsync(string message)
    {
        _codeError = message;
        _announcement = message;
        await _input.FocusAsync();
    }

    // What Biz Portal says is shown as its words, so that nobody takes them for the portal's.
    private string? Said(string? upstreamMessage) =>
        string.IsNullOrWhiteSpace(upstreamMessage) ? null : T["BizPortal.Says", upstreamMessage].Value;

    private static string ThaiTime(DateTimeOffset at) => ThaiDate.FormatTime(at, CultureInfo.CurrentUICulture);

    /// <summary>Draws the countdown, once a second while there is one.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            var waited = false;
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                var waiting = WaitSeconds > 0;
                if (waiting || waited)
                    await InvokeAsync(StateHasChanged);
                waited = waiting;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_ticking is not null)
            await _ticking;
        _gone.Dispose();
    }
}
