using Microsoft.AspNetCore.Components;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Otp;
using MiniApp.Core.Reviews;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Submissions;
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
    private (string Title, IReadOnlyList<string> Details)? _problem;
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
    private ReviewSharing Sharing { get; set; } = null!;

    [Inject]
    private ApplicantJourney Journey { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

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
        var elsewhere = Journey.FenceConfirm(draft, await Sharing.FindAsync(session, DraftId, CancellationToken.None));
        if (elsewhere is null && !session.CanSend(draft.Form.Code))
            elsewhere = ApplicantRoutes.Check(DraftId);
        if (elsewhere is null && Revision != draft.Revision)
            elsewhere = ApplicantRoutes.CheckChanged(DraftId, Revision ?? draft.Revision);
        if (elsewhere is not null)
        {
            Navigation.NavigateTo(elsewhere);
            return;
        }
        _session = session;
        _code = await Otp.CurrentAsync(session, draft, CancellationToken.None);
        _waitUntil = await Otp.WaitUntilAsync(session, CancellationToken.None);
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
            if (requested.Changed)
            {
                Navigation.NavigateTo(ApplicantRoutes.CheckChanged(DraftId, _draft!.Revision));
                return;
            }
            if (requested.Sent is { } sent)
            {
                _code = sent;
                _announcement = T["Otp.SentTo", sent.SentTo];
                return;
            }
            _waitUntil = requested.WaitUntil ?? await Otp.WaitUntilAsync(session, CancellationToken.None);
            if (requested.WaitUntil is { } until)
                Problem(TooSoon(until));
            else if (requested.Failure?.Failure == BizPortalFailure.SessionOver)
                Problem(T["State.ExpiredTitle"], T["State.ExpiredNext"]);
            else
                Problem(T["Otp.NotSent"], Said(requested.Failure?.UpstreamMessage));
        });

    private string TooSoon(DateTimeOffset until) =>
        until - Clock.GetUtcNow() > OtpService.ResendAfter
            ? T["Otp.TooOften", Countdown(until), ThaiTime(until)]
            : T["Otp.TooSoon", Countdown(until)];

    private Task SubmitAsync() =>
        BusyAsync(async session =>
        {
            var code = OtpText.Read(_typed);
            if (code.Length != 6 || !code.All(char.IsAsciiDigit))
            {
                await CodeErrorAsync(T["Otp.NotSixDigits"]);
                return;
            }
            _codeError = null;
            _announcement = T["Submit.Sending"];
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
                Navigation.NavigateTo(ApplicantRoutes.CheckChanged(DraftId, _draft!.Revision));
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
                _code = _code! with { TriesLeft = check.TriesLeft };
                await CodeErrorAsync(check.TriesLeft == 1 ? T["Otp.WrongLast"] : T["Otp.Wrong", check.TriesLeft]);
                break;
            case OtpCheck.Exhausted:
                await DropCodeAsync();
                Problem(T["Otp.TooMany"]);
                break;
            case OtpCheck.Expired:
                await DropCodeAsync();
                Problem(T["Otp.Expired"]);
                break;
            case OtpCheck.NotCovering:
                await DropCodeAsync();
                Problem(T["Otp.ChangedTitle"], T["Otp.ChangedWhy"]);
                break;
            case OtpCheck.NotChecked when check.Failure?.Failure == BizPortalFailure.SessionOver:
                Problem(T["State.ExpiredTitle"], T["State.ExpiredNext"]);
                break;
            default:
                _code = _code! with { TriesLeft = check.TriesLeft };
                Problem(
                    T["Submit.NotSentTitle"],
                    Said(check.Failure?.UpstreamMessage) ?? T["Submit.NotSentText"],
                    check.Counted ? T["Otp.NotCheckedCounted", check.TriesLeft] : T["Otp.NotCheckedFree"]
                );
                break;
        }
    }

    private async Task DropCodeAsync()
    {
        _code = null;
        _waitUntil = await Otp.WaitUntilAsync(_session!, CancellationToken.None);
    }

    /// <summary>The questions whose answers changed since the code was sent, in the form's order.</summary>
    private List<string> ChangedLabels(OtpView outdated) =>
        [
            .. Journey
                .View(_draft!)
                .VisibleFields.Where(field => outdated.ChangedFieldIds.Contains(field.Id))
                .Select(field => field.Label.ToString()),
        ];

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
        catch (Exception failure) when (failure.IsDatabaseAway())
        {
            // Whatever was begun is on record and is not begun twice.
            Problem(T["Store.AwayTitle"], T["Store.AwayConfirm"]);
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

    private void Problem(string title, params string?[] details) => _problem = (title, [.. details.OfType<string>()]);

    private async Task CodeErrorAsync(string message)
    {
        _codeError = message;
        _announcement = message;
        await _input.FocusAsync();
    }

    // What Biz Portal says is shown as its words, so that nobody takes them for the portal's.
    private string? Said(string? upstreamMessage) =>
        string.IsNullOrWhiteSpace(upstreamMessage) ? null : T["BizPortal.Says", upstreamMessage].Value;

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_ticking is not null)
            await _ticking;
        _gone.Dispose();
    }
}
