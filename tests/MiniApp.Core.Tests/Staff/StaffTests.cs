using MiniApp.Core.Audit;
using MiniApp.Core.Staff;

namespace MiniApp.Core.Tests.Staff;

/// <summary>Who is on the list, who may change it, and how long a session lives.</summary>
public sealed class StaffTests(CoreSystem core) : CoreTest(core)
{
    private const string First = "3101200001013";
    private const string Second = "3509900002024";
    private const string Third = "1103700003037";

    [Fact]
    public async Task FirstAdministrator_NodesStartingTogether_IsListedOnce()
    {
        var list = (await AdministeredAsync()).List;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => list.EnsureAdministratorAsync(default)));

        var member = Assert.Single(await list.ListAsync(default));
        Assert.Equal((StaffRole.Administrator, "ผู้ดูแล"), (member.Role, member.Name));
        Assert.Null(Assert.Single(await list.HistoryAsync(10, default)).Actor);
    }

    [Fact]
    public async Task FirstAdministrator_RemovedByAnother_StaysRemoved()
    {
        var (list, _, first) = await AdministeredAsync();
        await list.AddAsync(first, Second, "สุดา", StaffRole.Administrator, default);
        var second = (await list.FindAsync(Second, default))!;
        Assert.Equal(StaffListOutcome.Done, await list.RemoveAsync(second.Id, first, default));

        await list.EnsureAdministratorAsync(default);

        Assert.Null(await list.FindAsync(First, default));
    }

    [Theory]
    [InlineData("350990000202x", "สุดา", StaffListOutcome.NotAnId)]
    [InlineData("3509900002025", "สุดา", StaffListOutcome.NotAnId)]
    [InlineData(null, "สุดา", StaffListOutcome.NotAnId)]
    [InlineData(Second, "  ", StaffListOutcome.NameMissing)]
    [InlineData("3-1012-00001-01-3", "อีกครั้ง", StaffListOutcome.AlreadyListed)]
    [InlineData("๓๕๐๙๙ ๐๐๐๐๒ ๐๒๔", " สุดา ", StaffListOutcome.Done)]
    public async Task Add_WhatWasTyped_IsTakenOrSaidWhyNot(string? id, string name, StaffListOutcome expected)
    {
        var (list, _, first) = await AdministeredAsync();

        Assert.Equal(expected, await list.AddAsync(first, id, name, StaffRole.Lead, default));

        var added = await list.FindAsync(Second, default);
        Assert.Equal(expected == StaffListOutcome.Done ? "สุดา" : null, added?.Name);
    }

    [Fact]
    public async Task Changes_BySomebodyWhoIsNoAdministrator_AreRefused()
    {
        var (list, _, first) = await AdministeredAsync();
        await list.AddAsync(first, Second, "สุดา", StaffRole.Lead, default);
        var lead = (await list.FindAsync(Second, default))!;

        Assert.Equal(StaffListOutcome.NotAllowed, await list.AddAsync(lead.Id, Third, "อ", StaffRole.Lead, default));
        Assert.Equal(StaffListOutcome.NotAllowed, await list.RemoveAsync(lead.Id, first, default));
        Assert.Equal(
            StaffListOutcome.NotAllowed,
            await list.ChangeRoleAsync(lead.Id, lead.Id, StaffRole.Administrator, default)
        );
        Assert.Equal(StaffListOutcome.OwnEntry, await list.RemoveAsync(first, first, default));
        Assert.Equal(StaffListOutcome.NotListed, await list.RemoveAsync(first, Guid.NewGuid(), default));
    }

    [Fact]
    public async Task Administrators_RemovingEachOtherAtOnce_LeaveOne()
    {
        var (list, _, first) = await AdministeredAsync();
        await list.AddAsync(first, Second, "สุดา", StaffRole.Administrator, default);
        var second = (await list.FindAsync(Second, default))!.Id;

        await RaceAsync(
            "staff_people",
            2,
            i => i == 0 ? list.RemoveAsync(first, second, default) : list.RemoveAsync(second, first, default)
        );

        Assert.Single(await list.ListAsync(default), member => member.Role == StaffRole.Administrator);
    }

    [Fact]
    public async Task Changes_AreRecordedWithActorAndTime_AndNamesAndNumbersLieSealed()
    {
        var (list, _, first) = await AdministeredAsync();
        await list.AddAsync(first, Second, "สุดาลับเฉพาะ", StaffRole.Reviewer, default);
        var second = (await list.FindAsync(Second, default))!.Id;
        await list.ChangeRoleAsync(first, second, StaffRole.Lead, default);
        await list.RemoveAsync(first, second, default);

        var history = await list.HistoryAsync(3, default);

        Assert.Equal(
            [AuditAction.StaffRemoved, AuditAction.StaffRoleChanged, AuditAction.StaffAdded],
            history.Select(change => change.Kind)
        );
        Assert.All(history, change => Assert.Equal("ผู้ดูแล", change.Actor));
        Assert.All(history, change => Assert.InRange(change.At, Started, System.Clock.GetUtcNow()));
        Assert.Equal((StaffRole.Reviewer, StaffRole.Lead), (history[1].RoleBefore, history[1].RoleAfter));
        var rows = await ScalarAsync<string>("select string_agg(p::text, ' ') from staff_people p");
        Assert.DoesNotContain(Second, rows, StringComparison.Ordinal);
        Assert.DoesNotContain("สุดา", rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_UnusedForHalfAnHour_IsOver_AndUsedItGoesOnForEightHours()
    {
        var (_, sessions, first) = await AdministeredAsync();
        var idle = await sessions.StartAsync(first, 2.3m, null, null, default);
        var used = await sessions.StartAsync(first, 2.3m, null, null, default);
        for (var minutes = 0; minutes < 8 * 60 - 20; minutes += 20)
        {
            System.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.NotNull(await sessions.FindAsync(used, default));
        }
        System.Clock.Advance(TimeSpan.FromMinutes(21));

        Assert.Null(await sessions.FindAsync(idle, default));
        Assert.Null(await sessions.FindAsync(used, default));
    }

    [Fact]
    public async Task Session_LookedAt_IsNotPutOff_AndSaysWhichLimitEndsIt()
    {
        var (_, sessions, first) = await AdministeredAsync();
        var id = await sessions.StartAsync(first, null, null, replaces: null, default);
        var end = (await sessions.LookAsync(id, default))!.EndsAt;

        System.Clock.Advance(TimeSpan.FromMinutes(29));
        var looked = (await sessions.LookAsync(id, default))!;
        Assert.Equal((end, true), (looked.EndsAt, looked.IsIdleLimit));
        Assert.Equal(looked.EndsAt, (await sessions.LookAsync(id, default))!.EndsAt);
        for (var minutes = 0; minutes < 440; minutes += 20)
        {
            Assert.NotNull(await sessions.FindAsync(id, default));
            System.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        looked = (await sessions.FindAsync(id, default))!;
        Assert.Equal(
            (end - StaffSessions.IdleLimit + StaffSessions.AbsoluteLimit, false),
            (looked.EndsAt, looked.IsIdleLimit)
        );
    }

    [Fact]
    public async Task Session_OfAPersonWhoSignsInAgain_EndsTheOneItReplaces()
    {
        var (_, sessions, first) = await AdministeredAsync();
        var former = await sessions.StartAsync(first, null, null, null, default);
        var other = await sessions.StartAsync(first, null, null, null, default);

        var next = await sessions.StartAsync(first, null, null, former, default);

        Assert.Null(await sessions.FindAsync(former, default));
        Assert.NotNull(await sessions.FindAsync(other, default));
        Assert.Equal(2, (await sessions.OpenOfAsync(first, default)).Count);
        await sessions.EndAllAsync(first, default);
        Assert.Null(await sessions.FindAsync(other, default));
        Assert.Null(await sessions.FindAsync(next, default));
    }

    [Fact]
    public async Task Session_FollowsTheListAtOnce()
    {
        var (list, sessions, first) = await AdministeredAsync();
        await list.AddAsync(first, Second, "สุดา", StaffRole.Reviewer, default);
        var second = (await list.FindAsync(Second, default))!.Id;
        var session = await sessions.StartAsync(second, null, null, null, default);
        await list.ChangeRoleAsync(first, second, StaffRole.Lead, default);
        Assert.Equal(StaffRole.Lead, (await sessions.FindAsync(session, default))!.Role);

        await list.RemoveAsync(first, second, default);

        Assert.Null(await sessions.FindAsync(session, default));
    }

    private async Task<(StaffList List, StaffSessions Sessions, Guid First)> AdministeredAsync()
    {
        var node = await StartNodeAsync(
            null,
            ("Staff:FirstAdministrator:NationalId", First),
            ("Staff:FirstAdministrator:Name", "ผู้ดูแล")
        );
        var list = node.Get<StaffList>();
        await list.EnsureAdministratorAsync(default);
        return (list, node.Get<StaffSessions>(), (await list.FindAsync(First, default))!.Id);
    }
}
