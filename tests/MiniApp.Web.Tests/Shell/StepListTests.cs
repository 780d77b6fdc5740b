using Bunit;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Shell;

public sealed class StepListTests : ShellContext
{
    private static readonly StepItem[] Steps =
    [
        new("หนึ่ง", StepState.Done, "one"),
        new("สอง", StepState.Problem, "two"),
        new("สาม", StepState.Current, "three"),
        new("สี่", StepState.Todo),
    ];

    [Fact]
    public void Summary_TellsWhichOfHowMany()
    {
        var rendered = Render<StepList>(p => p.Add(s => s.Steps, Steps));

        Assert.Equal("ขั้นตอน 3 จาก 4", rendered.Find(".steps-count").TextContent);
        Assert.Equal("3", rendered.Find("progress").GetAttribute("value"));
    }

    [Fact]
    public void Lines_OnlyStepsThatCanBeOpened_AreLinks()
    {
        var rendered = Render<StepList>(p => p.Add(s => s.Steps, Steps));

        Assert.Equal(["one", "two"], rendered.FindAll(".steps-full a").Select(a => a.GetAttribute("href")));
        Assert.Equal("สาม", rendered.Find(".steps-full [aria-current=step]").TextContent);
    }

    [Fact]
    public void Lines_EachState_IsSaidInWords()
    {
        var rendered = Render<StepList>(p => p.Add(s => s.Steps, Steps));

        var lines = rendered.FindAll(".steps-full li").Select(li => li.TextContent).ToList();
        Assert.Contains("เสร็จแล้ว", lines[0], StringComparison.Ordinal);
        Assert.Contains("มีข้อที่ต้องแก้", lines[1], StringComparison.Ordinal);
        Assert.Contains("กำลังทำ", lines[2], StringComparison.Ordinal);
        Assert.Contains("ยังไม่ได้ทำ", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Current_OnAStepWithProblems_MarksThatStep()
    {
        var rendered = Render<StepList>(p => p.Add(s => s.Steps, Steps).Add(s => s.Current, 2));

        Assert.Equal("สอง", rendered.Find(".steps-full [aria-current=step]").TextContent);
        Assert.Equal("สอง", rendered.Find(".steps-now").TextContent);
    }

    [Fact]
    public void NoSteps_NothingIsShown()
    {
        var rendered = Render<StepList>(p => p.Add(s => s.Steps, []));

        Assert.Empty(rendered.Markup.Trim());
    }
}
