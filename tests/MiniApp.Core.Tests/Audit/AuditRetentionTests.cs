using Microsoft.Extensions.Options;
using MiniApp.Core.Audit;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Audit;

/// <summary>Entries are kept as long as the settings say, and what is left is still proven.</summary>
public sealed class AuditRetentionTests(CoreSystem core) : AuditTest(core)
{
    protected override IEnumerable<(string Name, string Value)> Settings() => [("Audit:KeepFor", "100.00:00:00")];

    [Fact]
    public async Task OldEntries_AreRemoved_OnRecord_AndTheRestIsStillAChain()
    {
        await RecordManyAsync(3);
        System.Clock.Advance(TimeSpan.FromDays(99));
        await RecordManyAsync(2);
        var noted = (await VerifyAsync()).Head;
        Assert.False(await Node.Get<AuditRetention>().DoNextAsync(default));
        System.Clock.Advance(TimeSpan.FromDays(2));

        Assert.True(await Node.Get<AuditRetention>().DoNextAsync(default));
        Assert.False(await Node.Get<AuditRetention>().DoNextAsync(default));

        var proof = await VerifyAsync(noted);
        Assert.Equal((null, 3, 4), (proof.Break, proof.Count, proof.First));
        var removed = (await Reader.ListAsync(new(), null, 1, default))[0];
        Assert.Equal((AuditAction.EntriesRemoved, "system"), (removed.Action, removed.Actor));
        Assert.Equal(("3", "3"), (removed.Details["count"], removed.Details["to"]));
        await TamperAsync("delete from audit_entries where sequence = 4");
        Assert.Equal(AuditBreak.Missing, (await VerifyAsync()).Break);
    }

    [Fact]
    public async Task OldEntries_AllOfThem_LeaveTheChainGoingOn()
    {
        await RecordManyAsync(3);
        System.Clock.Advance(TimeSpan.FromDays(101));
        Assert.True(await Node.Get<AuditRetention>().DoNextAsync(default));
        await RecordAsync();

        var proof = await VerifyAsync();

        Assert.Equal((null, 2, 4), (proof.Break, proof.Count, proof.First));
    }

    [Fact]
    public async Task KeepFor_ShorterThanTheLawAllows_IsRefused()
    {
        var node = await StartNodeAsync(settings: ("Audit:KeepFor", "89.00:00:00"));

        var problem = Assert.Throws<OptionsValidationException>(() => node.Get<IOptions<AuditOptions>>().Value);

        Assert.Contains("Audit:KeepFor", problem.Message, StringComparison.Ordinal);
    }
}
