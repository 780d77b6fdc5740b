using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.Staff;
using MiniApp.Web.Staff.SessionEnd;
using MiniApp.Web.Tests.Shell;

namespace MiniApp.Web.Tests.Staff;

/// <summary>What is said about the end of a staff session, by how far away it is.</summary>
public sealed class SessionEndNoticeTests : ShellContext
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 7, 30, 0, TimeSpan.Zero);

    public SessionEndNoticeTests()
    {
        Services.AddSingleton<TimeProvider>(new StoppedClock());
        Services.AddSingleton<AntiforgeryStateProvider>(new NoTokens());
    }

    [Theory]
    [InlineData(1800, 1681)]
    [InlineData(121, 2)]
    public void LongBefore_SaysOnlyWhenToAskAgain(int seconds, int again)
    {
        var drawn = Draw(seconds, idle: true);

        Assert.Equal($"{again}", drawn.Find("[data-look-in]").GetAttribute("data-look-in"));
        Assert.Equal("", string.Concat(drawn.Nodes.Select(node => node.TextContent.Trim())));
    }

    [Theory]
    [InlineData(120, 21)]
    [InlineData(9, 10)]
    public void BeforeTheIdleLimit_SaysWhen_AndOffersToStay(int seconds, int again)
    {
        var drawn = Draw(seconds, idle: true);

        Assert.Contains(
            seconds == 120 ? "14:32" : "14:30",
            drawn.Find(".notice-title").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("/staff/session-end", drawn.Find("form").GetAttribute("action"));
        Assert.Equal($"{again}", drawn.Find("[data-look-in]").GetAttribute("data-look-in"));
    }

    [Fact]
    public void BeforeTheAbsoluteLimit_OffersToSignInAgainAndComeBack()
    {
        var drawn = Draw(90, idle: false);

        Assert.Empty(drawn.FindAll("form"));
        Assert.Equal(
            "/sign-in/thaid/start/staff?returnUrl=%2Fstaff%2Fpeople",
            drawn.Find("a.button").GetAttribute("href")
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(null)]
    public void Over_SaysSo_AndAsksNoMore(int? seconds)
    {
        var drawn = Draw(seconds, idle: true);

        Assert.Empty(drawn.FindAll("[data-look-in]"));
        Assert.Equal("/staff/sign-in?returnUrl=%2Fstaff%2Fpeople", drawn.Find("a.button").GetAttribute("href"));
    }

    private IRenderedComponent<SessionEndNotice> Draw(int? secondsLeft, bool idle) =>
        Render<SessionEndNotice>(p =>
            p.Add(
                    n => n.Staff,
                    secondsLeft is { } left
                        ? new LiveStaff(Guid.NewGuid(), Guid.NewGuid(), "วิชัย", StaffRole.Lead)
                        {
                            EndsAt = Now.AddSeconds(left),
                            IsIdleLimit = idle,
                        }
                        : null
                )
                .Add(n => n.Here, "/staff/people")
        );

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class NoTokens : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
