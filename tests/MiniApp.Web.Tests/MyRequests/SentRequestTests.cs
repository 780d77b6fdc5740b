using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Otp;
using MiniApp.Core.Reviews;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.TestKit;
using MiniApp.Web.Applicant.MyApplications;
using MiniApp.Web.Security;
using MiniApp.Web.Tests.Shell;

namespace MiniApp.Web.Tests.MyRequests;

/// <summary>"My requests" of somebody who has sent one: the page over the real services, without a portal's process.</summary>
[Collection(WebCollection.Name)]
public sealed class SentRequestTests(WebSystem web) : ShellContext, IAsyncLifetime
{
    private CoreHost _node = null!;

    public async ValueTask InitializeAsync() =>
        _node = await CoreHost.StartAsync(web.System, await web.System.CreateDatabaseAsync());

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _node.DisposeAsync();
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task MyRequests_WithOneSent_ShowItsTimelineAndLeadToItsReceipt()
    {
        var session = await _node.SignInAsync(web.System, "somying");
        var draft = await _node.CompleteDraftAsync(session);
        await _node.Get<OtpService>().RequestAsync(session, draft, default);
        var code = await web.System.Control.NewestOtpAsync(session.Applicant.IdentityId);
        draft = await _node.DraftAsync(session, draft.Id);
        await _node.Get<SubmissionService>().SubmitAsync(session, draft.Id, draft.ContentHash(), code, default);
        var number = (await _node.Get<SubmissionService>().FindAsync(session, draft.Id, default))!.RequestId;
        Assert.NotNull(number);

        var page = DrawFor(session);

        var sent = page.Find($"[data-sent='{draft.Id}']");
        Assert.Contains(number, sent.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        Assert.True(sent.QuerySelectorAll("[data-delivery-step]").Length >= 3);
        Assert.All(
            sent.QuerySelectorAll("[data-delivery-step]"),
            step => Assert.Contains("done", step.ClassName!, StringComparison.Ordinal)
        );
        Assert.NotNull(sent.QuerySelector($"a[href='/drafts/{draft.Id}/receipt']"));
        Assert.Empty(page.FindAll("[data-draft]"));
    }

    private IRenderedComponent<MyRequestsPage> DrawFor(LiveSession session)
    {
        Services.AddSingleton(_node.Get<DraftStore>());
        Services.AddSingleton(_node.Get<SubmissionService>());
        Services.AddSingleton(_node.Get<ReviewSharing>());
        Services.AddSingleton(_node.Get<ApplicantSessions>());
        Services.AddSingleton(_node.Get<IOptions<BizPortalOptions>>());
        Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(session.Id));
        Services.AddScoped<RequestSession>();
        Services.AddScoped<CurrentApplicant>();
        var page = Render<MyRequestsPage>();
        page.WaitForElement("h1", TimeSpan.FromSeconds(20));
        return page;
    }

    private sealed class SignedIn(Guid sessionId) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(
                new AuthenticationState(
                    new ClaimsPrincipal(
                        new ClaimsIdentity(
                            [new Claim(ApplicantSignIn.SessionClaim, sessionId.ToString("N"))],
                            ApplicantSignIn.Scheme
                        )
                    )
                )
            );
    }
}
