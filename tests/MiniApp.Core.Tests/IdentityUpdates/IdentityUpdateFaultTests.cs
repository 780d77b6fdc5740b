using MiniApp.Core.External.Hcm;
using MiniApp.Core.IdentityUpdates;
using MiniApp.Sandbox;

namespace MiniApp.Core.Tests.IdentityUpdates;

/// <summary>HCM changes, says no, is away, or does not answer: each item says what became of it, and nothing is hidden.</summary>
public sealed class IdentityUpdateFaultTests(CoreSystem core) : UpdateTest(core)
{
    private const string Hcm = "/hcmRestApi";
    private const string Patch = "PATCH /hcmRestApi";

    [Fact]
    public async Task Apply_ChangedByHrSinceShown_WritesNothingAndShowsBoth()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await ByHrAsync("wichai", "names", new { LastName = "รักใหม่" });

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName, IdentityItem.Birthdate], default);

        view = await CompareAsync(staff);
        var name = view.Results.Single(result => result.Attribute == IdentityItem.FamilyName);
        Assert.Equal((ItemOutcome.ChangedMeanwhile, "รักงาน"), (name.Outcome, name.Before));
        Assert.Equal("รักใหม่", view.Comparison![IdentityItem.FamilyName].Hcm);
        Assert.Equal(ItemOutcome.Done, OutcomeOf(view, IdentityItem.Birthdate));
        // Asked once more, the person may still want it.
        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default);
        Assert.Equal("รักระบบ", (string?)(await NowAsync("wichai", "names"))["LastName"]);
    }

    [Fact]
    public async Task Apply_ChangedInTheLastMoment_IsStaleNotOverwritten()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Control.SetFaultsAsync(
            new
            {
                route = Patch,
                kind = "status",
                value = 412,
                times = 1,
            }
        );

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default);

        Assert.Equal(ItemOutcome.ChangedMeanwhile, OutcomeOf(await CompareAsync(staff), IdentityItem.FamilyName));
    }

    [Fact]
    public async Task Apply_OneRecordFails_TheOthersAreDoneAndItCanBeRetried()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        // Worker first, then names.
        await Control.SetFaultsAsync(
            new
            {
                route = Patch,
                kind = "status",
                value = 503,
                times = 1,
            }
        );

        await Updates.ApplyAsync(staff, view.Revision, All(view), default);

        view = await CompareAsync(staff);
        Assert.Equal(ItemOutcome.Failed, OutcomeOf(view, IdentityItem.Birthdate));
        Assert.Equal(ItemOutcome.Done, OutcomeOf(view, IdentityItem.FamilyName));
        Assert.Equal([IdentityItem.Birthdate], All(view));
        await Updates.ApplyAsync(staff, view.Revision, All(view), default);
        Assert.Equal(ItemOutcome.Done, OutcomeOf(await CompareAsync(staff), IdentityItem.Birthdate));
    }

    [Fact]
    public async Task Apply_AnswerLostAfterwards_IsFoundDone()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Control.SetFaultsAsync(
            new
            {
                route = Patch,
                kind = "drop-reply",
                times = 1,
            }
        );

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default);

        Assert.Equal(ItemOutcome.Done, OutcomeOf(await CompareAsync(staff), IdentityItem.FamilyName));
        Assert.Single(await CallsOfAsync("PATCH"));
    }

    [Fact]
    public async Task Apply_AnswerIsGarbage_IsLookedUp()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Control.SetFaultsAsync(
            new
            {
                route = Patch,
                kind = "garbage",
                times = 1,
            }
        );

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default);

        // The sandbox's garbage comes before anything is done.
        Assert.Equal(ItemOutcome.Failed, OutcomeOf(await CompareAsync(staff), IdentityItem.FamilyName));
    }

    [Fact]
    public async Task Apply_HcmSaysNo_GivesItsWords()
    {
        var staff = await ScanAsync("wichai", scan => scan with { Title = new("ศ.", "Prof.") });
        var view = await CompareAsync(staff);

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.Title], default);

        var result = (await CompareAsync(staff)).Results.Single();
        Assert.Equal(ItemOutcome.Refused, result.Outcome);
        Assert.Contains("Title", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_NotAllowed_SaysSo()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Control.SetFaultsAsync(
            new
            {
                route = Patch,
                kind = "status",
                value = 403,
                times = 1,
            }
        );

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default);

        Assert.Equal(ItemOutcome.NotAllowed, OutcomeOf(await CompareAsync(staff), IdentityItem.FamilyName));
    }

    [Theory]
    [InlineData("outage")]
    [InlineData("garbage")]
    [InlineData("reset")]
    public async Task Compare_HcmAway_KeepsTheScanForAnotherTry(string kind)
    {
        var staff = await ScanAsync("wichai");
        await Control.SetFaultsAsync(new { route = Hcm, kind });

        await CompareAsync(staff, UpdateStage.HcmAway);
        await Control.ClearFaultsAsync();

        await CompareAsync(staff);
    }

    [Fact]
    public async Task Apply_HcmAwayAltogether_WritesNothingAndSaysSo()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Control.SetFaultsAsync(new { route = Hcm, kind = "outage" });

        await Updates.ApplyAsync(staff, view.Revision, All(view), default);

        view = await CompareAsync(staff, UpdateStage.HcmAway);
        Assert.All(view.Results, result => Assert.Equal(ItemOutcome.Failed, result.Outcome));
        Assert.NotEmpty(view.Results);
    }

    [Fact]
    public async Task Compare_SlowHcm_GivesUpInTime()
    {
        var node = await StartNodeAsync(settings: [.. Settings(), ("Hcm:CallTimeout", "00:00:00.300")]);
        var staff = await ScanAsync("wichai");
        await Control.SetFaultsAsync(
            new
            {
                route = Hcm,
                kind = "latency",
                value = 5000,
            }
        );

        var view = await node.Get<IdentityUpdateService>().CompareAsync(staff, default);

        Assert.Equal(UpdateStage.HcmAway, view.Stage);
    }

    [Fact]
    public async Task Apply_OlderViewThanShown_AsksToLookAgain()
    {
        var staff = await ScanAsync("wichai");
        var older = await CompareAsync(staff);
        await CompareAsync(staff);

        Assert.Equal(ApplyOutcome.ShownAnew, await Updates.ApplyAsync(staff, older.Revision, All(older), default));
        Assert.Equal("รักงาน", (string?)(await NowAsync("wichai", "names"))["LastName"]);
    }

    [Fact]
    public async Task Apply_PressedTwiceAtOnce_WritesOnce()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default))
        );

        Assert.Contains(ApplyOutcome.Applied, outcomes);
        Assert.Single(await CallsOfAsync("PATCH"));
    }

    [Fact]
    public async Task OAuth_TokenEndedEarly_IsRenewedOnce()
    {
        var node = await StartNodeAsync(
            settings:
            [
                .. Settings(),
                ("Hcm:Username", ""),
                ("Hcm:Password", ""),
                ("Hcm:TokenUrl", System.Sandbox.HcmTokenUrl.AbsoluteUri),
                ("Hcm:ClientId", SandboxServer.HcmClientId),
                ("Hcm:ClientSecret", System.Sandbox.HcmClientSecret),
            ]
        );
        var hcm = node.Get<HcmClient>();
        Assert.NotNull(await hcm.FindAccountAsync("suda@example.ac.th", default));
        await PostAsync("hcm/forget-tokens");

        Assert.NotNull(await hcm.FindAccountAsync("suda@example.ac.th", default));
        Assert.Null(await hcm.FindAccountAsync("nobody@example.ac.th", default));

        Assert.Equal(2, await CountCallsAsync("/token"));
    }

    [Fact]
    public async Task Basic_WrongPassword_IsNotAllowed()
    {
        var node = await StartNodeAsync(settings: [.. Settings(), ("Hcm:Password", "wrong")]);

        var failure = await Assert.ThrowsAsync<HcmException>(() =>
            node.Get<HcmClient>().FindAccountAsync("suda@example.ac.th", default)
        );

        Assert.Equal(HcmFailure.NotAllowed, failure.Failure);
        Assert.DoesNotContain("suda", failure.ToString(), StringComparison.Ordinal);
    }

    private static ItemOutcome OutcomeOf(IdentityUpdateView view, IdentityItem item) =>
        view.Results.Single(result => result.Attribute == item).Outcome;

    private async Task<IReadOnlyList<global::System.Text.Json.Nodes.JsonNode>> CallsOfAsync(string method) =>
        [.. (await CallsAsync("")).Where(call => (string?)call["method"] == method)];
}
