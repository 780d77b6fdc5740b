using System.Globalization;
using MiniApp.Core.Drafts;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Submissions;

/// <summary>Somebody with a complete draft and a code that confirms it.</summary>
public abstract class SubmissionTest(CoreSystem core) : CoreTest(core)
{
    protected const string Create = "ApplicationRequest/Create";
    protected const string CreateRoute = "/bizportal/api/" + Create;
    protected const string VerifyRoute = "/bizportal/api/SMS/VerifyOTP";
    protected const string RefreshRoute = "/bizportal/api/Authenication/Refresh";

    protected LiveSession Session { get; set; } = null!;

    protected OpenDraft Draft { get; set; } = null!;

    protected string Code { get; private set; } = "";

    protected SubmissionService Submissions => Node.Get<SubmissionService>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SignInAsync();
        Draft = await Node.CompleteDraftAsync(Session);
        await RequestCodeAsync();
    }

    protected async Task SignInAsync() => Session = await Node.SignInAsync(System, "somying");

    protected async Task RequestCodeAsync()
    {
        Assert.NotNull((await Node.Get<OtpService>().RequestAsync(Session, Draft, default)).Sent);
        Code = await Control.NewestOtpAsync(Session.Applicant.IdentityId);
    }

    protected string WrongCode =>
        ((int.Parse(Code, CultureInfo.InvariantCulture) + 1) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    protected Task<SubmitOutcome> SubmitAsync(CoreHost? node = null, string? code = null) =>
        (node ?? Node)
            .Get<SubmissionService>()
            .SubmitAsync(Session, Draft.Id, Draft.ContentHash(), code ?? Code, default);

    protected async Task<DraftState> DraftStateAsync() => (await Node.DraftAsync(Session, Draft.Id)).State;

    protected async Task<SubmissionView> ViewAsync() => (await Submissions.FindAsync(Session, Draft.Id, default))!;

    protected async Task<SubmissionState[]> TimelineAsync() =>
        [.. (await ViewAsync()).Timeline.Select(step => step.ToState)];

    protected async Task UntilStateAsync(string state)
    {
        while (await ScalarAsync<string>("select state from submissions") != state)
            await Task.Delay(20);
    }

    protected Task SetFaultAsync(string route, string kind, object? value = null, int? times = null) =>
        Control.SetFaultsAsync(
            new
            {
                route,
                kind,
                value,
                times,
            }
        );
}
