using System.Globalization;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.SignIn;
using MiniApp.Core.Thai;
using MiniApp.Web.Applicant.Confirm;
using MiniApp.Web.Security;

namespace MiniApp.Web.Applicant.MyApplications;

public sealed partial class CodePage
{
    private Guid _attempt;
    private OneIdAttemptView? _code;
    private OneIdAsked? _asked;
    private string? _problem;
    private string? _error;

    [SupplyParameterFromForm(FormName = "confirm")]
    private string? Code { get; set; }

    /// <summary>Another code was just asked for.</summary>
    [SupplyParameterFromQuery(Name = "again")]
    private bool Again { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private CurrentApplicant Current { get; set; } = null!;

    [Inject]
    private OneIdSignIn SignIn { get; set; } = null!;

    [Inject]
    private AttemptCookie Attempt { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string ExpiryTime => ThaiDate.FormatTime(_code!.ExpiresAt, CultureInfo.CurrentUICulture);

    protected override async Task OnInitializedAsync()
    {
        if (Attempt.Read(HttpContext) is { } id)
            _code = await SignIn.FindAsync(id, CancellationToken.None);
        if (_code is null)
            Navigation.NavigateTo(ApplicantRoutes.Me);
        else
            _attempt = Attempt.Read(HttpContext)!.Value;
    }

    private async Task ConfirmAsync()
    {
        if (_code is null)
            return;
        var code = OtpText.Read(Code);
        if (code.Length != 6 || !code.All(char.IsAsciiDigit))
        {
            _error = T["Otp.NotSixDigits"];
            return;
        }
        var result = await SignIn.ConfirmAsync(_attempt, code, CancellationToken.None);
        if (result.Session is { } session)
        {
            await HttpContext.SignInOverAsync(session);
            AttemptCookie.Clear(HttpContext);
            Navigation.NavigateTo(ApplicantRoutes.Me);
            return;
        }
        if (result.Check == OneIdCheck.Gone)
        {
            AttemptCookie.Clear(HttpContext);
            Navigation.NavigateTo(ApplicantRoutes.Me);
            return;
        }
        _code = _code with { TriesLeft = result.TriesLeft };
        Show(result);
    }

    private void Show(OneIdChecked result)
    {
        switch (result.Check)
        {
            case OneIdCheck.Wrong:
                _error = result.TriesLeft == 1 ? T["Otp.WrongLast"] : T["Otp.Wrong", result.TriesLeft];
                break;
            case OneIdCheck.Exhausted:
                _problem = T["Otp.TooMany"];
                break;
            case OneIdCheck.Expired:
                _problem = T["Otp.Expired"];
                break;
            case OneIdCheck.NotFinished:
                _problem = T["Me.NotFinished"];
                break;
            default:
                _problem = T["Me.NotChecked"];
                break;
        }
    }

    private async Task SendAgainAsync()
    {
        if (_code is null)
            return;
        var address = VisitorAddress.Of(HttpContext);
        _asked = await SignIn.RequestAgainAsync(_attempt, address, CancellationToken.None);
        if (_asked is null)
            Navigation.NavigateTo(ApplicantRoutes.MeSignIn);
        else if (_asked.AttemptId is { } attempt)
        {
            Attempt.Write(HttpContext, attempt);
            Navigation.NavigateTo(ApplicantRoutes.MeCodeAgain);
        }
        else if (_asked.WaitUntil is { } until)
            _code = _code with { ResendAt = until };
    }
}
