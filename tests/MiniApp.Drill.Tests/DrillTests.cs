using MiniApp.Drill.Faults;

namespace MiniApp.Drill.Tests;

/// <summary>The drill in short: <c>scripts/drill</c> runs the long one.</summary>
public sealed class DrillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Drill_EveryKindOfFault_NothingLostDoubledOrUnknown()
    {
        var result = await RunAsync(new DrillOptions(Submissions: 24, Faults: 15, Seed: 7, AtOnce: 24));

        Assert.Empty(result.Findings);
        Assert.True(result.Applied.Count >= 10, "Hardly any fault was played.");
        Assert.Equal(24, result.Ledgers.Count(ledger => ledger.RequestId is not null || ledger.Abandoned));
    }

    /// <summary>A drill that can't fail proves nothing: a repeated key that makes a second request must be seen.</summary>
    [Fact]
    public async Task Drill_UpstreamForgetsKeys_ReportsDoubles()
    {
        var options = new DrillOptions(Submissions: 10, Faults: 6, AtOnce: 10, ForgetKeys: true);

        var result = await RunAsync(options with { Only = DrillFault.DropReceipt });

        Assert.True(result.Count(FindingKind.Doubled) > 0, "No double was reported.");
        Assert.False(result.IsClean);
    }

    [Fact]
    public void Plan_SameSeed_IsTheSameAndHasEveryKind()
    {
        var plan = FaultPlan.Make(100, new Random(5));

        Assert.Equal(plan, FaultPlan.Make(100, new Random(5)));
        Assert.NotEqual(plan, FaultPlan.Make(100, new Random(6)));
        Assert.Equal(Enum.GetValues<DrillFault>().Order(), plan.Distinct().Order());
    }

    private async Task<DrillResult> RunAsync(DrillOptions options)
    {
        var result = await DrillRun.RunAsync(options, output.WriteLine, TestContext.Current.CancellationToken);
        await using var text = new StringWriter();
        result.Print(text);
        output.WriteLine(text.ToString());
        return result;
    }
}
