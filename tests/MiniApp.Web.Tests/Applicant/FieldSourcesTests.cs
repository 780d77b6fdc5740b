using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Web.Applicant.Form;
using MiniApp.Web.Resources;
using MiniApp.Web.Tests.Shell;

namespace MiniApp.Web.Tests.Applicant;

public sealed class FieldSourcesTests : ShellContext
{
    private static readonly FormField Free = new(
        "license",
        FieldType.Text,
        new("เลขที่", "License"),
        Prefill: new("$", "$")
    );
    private static readonly FormField Kept = Free with { Id = "name", Locked = true };

    [Theory]
    [InlineData("name", "a", true)]
    [InlineData("name", "b", false)] // the register did not have it
    [InlineData("name", "new", false)] // added by hand
    [InlineData("license", "a", false)] // not locked
    public void Column_LockedAndFilledInThatRow_MayNotBeChanged(string column, string row, bool locked)
    {
        var group = Field(FieldType.Group) with { Group = new GroupRule([Kept, Free]) };
        const string Filled = """[{"_row":"a","name":"สมมุติ","license":"1"},{"_row":"b","license":"2"}]""";
        Answers.Set("q", JsonNode.Parse(Filled[..^1] + """,{"_row":"new","name":"ใหม่"}]"""));
        var view = ScopeOf(group);
        var known = new JsonObject { ["q"] = JsonNode.Parse(Filled) };
        var draft = new OpenDraft(
            Guid.Empty,
            view.Definition,
            ApplicantType.Citizen,
            Answers,
            new PrefillRecord(PrefillOutcome.Filled, DateTimeOffset.UnixEpoch, ["q"], Values: known),
            DraftState.Open,
            0,
            1,
            false,
            null,
            DateTimeOffset.UnixEpoch,
            []
        );
        var sources = new FieldSources(draft, Services.GetRequiredService<IStringLocalizer<Text>>());

        Assert.Equal(
            locked,
            sources.IsLocked(view.RowsOf(group).Single(r => r.Key == row), column == "name" ? Kept : Free)
        );
    }
}
