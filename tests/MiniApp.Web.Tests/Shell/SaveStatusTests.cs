using Bunit;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Shell;

public sealed class SaveStatusTests : ShellContext
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 7, 32, 0, TimeSpan.Zero);

    [Fact]
    public void Saved_SaysTheTimeInThailand()
    {
        var rendered = Render<SaveStatus>(p => p.Add(s => s.State, SaveState.Saved).Add(s => s.SavedAt, At));

        Assert.Equal("บันทึกแบบร่างแล้ว 14:32 น.", rendered.Find("[role=status]").TextContent.Trim());
        Assert.Equal("saved", rendered.Find("[data-save-state]").GetAttribute("data-save-state"));
    }

    [Fact]
    public void Failed_OffersToSaveAgain()
    {
        var again = 0;
        var rendered = Render<SaveStatus>(p =>
            p.Add(s => s.State, SaveState.Failed).Add(s => s.OnRetry, () => again++)
        );

        rendered.Find("button").Click();

        Assert.Equal(1, again);
    }

    [Theory]
    [InlineData(SaveState.Saving)]
    [InlineData(SaveState.Here)]
    [InlineData(SaveState.Waiting)]
    public void OtherStates_SpeakButOfferNothing(SaveState state)
    {
        var rendered = Render<SaveStatus>(p => p.Add(s => s.State, state).Add(s => s.OnRetry, () => { }));

        Assert.NotEmpty(rendered.Find("[role=status]").TextContent.Trim());
        Assert.Empty(rendered.FindAll("button"));
    }
}
