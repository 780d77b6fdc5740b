using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.Forms;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Shell;

public sealed class ErrorSummaryTests : ShellContext
{
    private const string Focus = "Blazor._internal.domWrapper.focus";

    private static readonly FieldProblem[] Problems =
    [
        new("name", "ใส่ชื่อร้าน"),
        new("place", "เลือกตำบล", "subdistrict"),
    ];

    public ErrorSummaryTests() => JSInterop.SetupVoid(Focus, _ => true).SetVoidResult();

    [Fact]
    public void Lines_LeadToTheControlOnThisPage()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/request/7/step/2");

        var rendered = Render<ErrorSummary>(p => p.Add(s => s.Problems, Problems));

        Assert.Equal(
            ["/request/7/step/2#f-name", "/request/7/step/2#f-place-subdistrict"],
            rendered.FindAll("a").Select(a => a.GetAttribute("href"))
        );
    }

    [Fact]
    public void Href_Given_LeadsElsewhere()
    {
        var rendered = Render<ErrorSummary>(p =>
            p.Add(s => s.Problems, Problems).Add(s => s.Href, problem => $"/other#{problem.FieldId}")
        );

        Assert.Equal("/other#name", rendered.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void Focus_MovesHereOnceForEachAttempt()
    {
        var rendered = Render<ErrorSummary>(p => p.Add(s => s.Problems, Problems).Add(s => s.Attempt, 1));
        rendered.Render();
        Assert.Single(JSInterop.Invocations[Focus]);

        rendered.Render(p => p.Add(s => s.Problems, Problems).Add(s => s.Attempt, 2));

        Assert.Equal(2, JSInterop.Invocations[Focus].Count);
    }

    [Fact]
    public void NoProblems_NothingIsShownOrFocused()
    {
        var rendered = Render<ErrorSummary>(p => p.Add(s => s.Problems, []).Add(s => s.Attempt, 1));

        Assert.Empty(rendered.Markup.Trim());
        Assert.Empty(JSInterop.Invocations[Focus]);
    }
}
