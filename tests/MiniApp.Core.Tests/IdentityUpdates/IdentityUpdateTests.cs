using MiniApp.Core.IdentityUpdates;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.IdentityUpdates;

/// <summary>The flow that goes well, and each way it may not.</summary>
public sealed class IdentityUpdateTests(CoreSystem core) : UpdateTest(core)
{
    private static readonly IdentityItem[] Names = [.. Enum.GetValues<IdentityItem>()[1..11]];

    [Fact]
    public async Task Apply_EverythingChosen_StandsInHcmWithItsHistory()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);

        Assert.Equal(ApplyOutcome.Applied, await Updates.ApplyAsync(staff, view.Revision, All(view), default));

        view = await CompareAsync(staff);
        Assert.All(view.Results, result => Assert.Equal(ItemOutcome.Done, result.Outcome));
        Assert.Empty(All(view));
        var name = await NowAsync("wichai", "names");
        Assert.Equal("นาย วิชัย รักระบบ", (string?)name["FullName"]);
        Assert.Equal("Mr. Wichai Rakrabop", (string?)name["LocalFullName"]);
        Assert.Equal("รักระบบ", (string?)name["LastName"]);
        var address = await NowAsync("wichai", "addresses");
        Assert.Equal("12/3 ซ.ตัวอย่าง", (string?)address["AddressLine1"]);
        Assert.Null(address["AddressLine2"]);
        Assert.Equal("สามเสนใน", (string?)address["Region1"]);
        Assert.Equal("พญาไท", (string?)address["Region2"]);
        Assert.Equal("กรุงเทพมหานคร", (string?)address["Region3"]);
        Assert.Equal("10400", (string?)address["PostalCode"]);
        // The Buddhist year is mended.
        Assert.Equal("1975-05-20", (string?)(await WorkerAsync("wichai"))["dateOfBirth"]);
        // What was in force before is HCM's history.
        var rows = (await WorkerAsync("wichai"))["children"]!["names"]![0]!["rows"]!.AsArray();
        Assert.Equal(2, rows.Count);
        Assert.Equal("รักงาน", (string?)rows[0]!["fields"]!["LastName"]);
    }

    [Fact]
    public async Task Apply_SomeChosen_LeavesTheRest()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);

        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName], default);

        var name = await NowAsync("wichai", "names");
        Assert.Equal("รักระบบ", (string?)name["LastName"]);
        Assert.Equal("วิชัย รักงาน", (string?)name["FullName"]);
        Assert.Equal("2518-05-20", (string?)(await WorkerAsync("wichai"))["dateOfBirth"]);
        Assert.Equal([IdentityItem.FamilyName], (await CompareAsync(staff)).Results.Select(result => result.Attribute));
    }

    [Fact]
    public async Task Apply_WhatCantBeWritten_IsPassedOver()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);

        IdentityItem[] never = [IdentityItem.NationalId, IdentityItem.SmartCardCode, IdentityItem.TitleEnglish];

        Assert.Equal(ApplyOutcome.NothingChosen, await Updates.ApplyAsync(staff, view.Revision, never, default));
        Assert.Equal(ApplyOutcome.NothingChosen, await Updates.ApplyAsync(staff, view.Revision, [], default));
    }

    [Fact]
    public async Task Audit_OfAnUpdate_HasBeforeAndAfter()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Updates.ApplyAsync(staff, view.Revision, [IdentityItem.FamilyName, IdentityItem.Birthdate], default);
        await Updates.EndAsync(staff, default);

        var history = await Store.HistoryAsync(staff.StaffId, 50, default);

        UpdateEventKind[] kinds =
        [
            UpdateEventKind.Ended,
            UpdateEventKind.Applied,
            UpdateEventKind.Confirmed,
            UpdateEventKind.Scanned,
            UpdateEventKind.Begun,
        ];
        Assert.Equal(kinds, history.Select(entry => entry.Kind));
        var item = history[1].Items.Single(item => item.Attribute == IdentityItem.FamilyName);
        Assert.Equal(("รักงาน", "รักระบบ", ItemOutcome.Done), (item.Before, item.After, item.Outcome));
        Assert.All(history[2].Items, planned => Assert.Equal(ItemOutcome.Planned, planned.Outcome));
        Assert.All(history, entry => Assert.True(entry.At >= Started));
    }

    [Fact]
    public async Task Compare_ScanBySomebodyElse_ShowsAndKeepsNothing()
    {
        var staff = await SignInAsync("wichai");
        await Node.Get<HcmUsers>().NameAsync(staff.StaffId, "wichai@example.ac.th", default);
        await ScanAgainAsync(staff, await IdentityOfAsync("nophadon"));

        var view = await CompareAsync(staff, UpdateStage.Refused);

        Assert.Equal(UpdateRefusal.OtherPerson, view.Refusal);
        Assert.Null(view.Comparison);
        Assert.Equal(ApplyOutcome.NotOpen, await Updates.ApplyAsync(staff, 0, [.. Names], default));
        // Nobody's record was so much as read.
        Assert.Equal(0, await CountCallsAsync("/userAccounts"));
    }

    [Theory]
    [InlineData("mana", UpdateRefusal.OtherRecord)]
    [InlineData("nophadon", UpdateRefusal.Suspended)]
    public async Task Compare_RecordThatIsNotTheirsOrSuspended_IsRefused(string id, UpdateRefusal refusal)
    {
        var staff = await ScanAsync(id);

        var view = await CompareAsync(staff, UpdateStage.Refused);

        Assert.Equal(refusal, view.Refusal);
        Assert.Null(view.Comparison);
        Assert.Contains(
            await Store.HistoryAsync(staff.StaffId, 9, default),
            entry => entry.Kind == UpdateEventKind.Refused && entry.Refusal == refusal
        );
    }

    [Theory]
    [InlineData("nobody@example.ac.th", UpdateRefusal.NoAccount)]
    // Somebody else's account: their record stays closed.
    [InlineData("suda@example.ac.th", UpdateRefusal.OtherRecord)]
    public async Task Compare_AccountOfNobodyOrSomebodyElse_IsRefused(string username, UpdateRefusal refusal)
    {
        var staff = await SignInAsync("wichai");
        await Node.Get<HcmUsers>().NameAsync(staff.StaffId, username, default);
        await ScanAgainAsync(staff, await IdentityOfAsync("wichai"));

        Assert.Equal(refusal, (await CompareAsync(staff, UpdateStage.Refused)).Refusal);
        Assert.Equal("suda@example.ac.th", (string?)(await WorkerAsync("suda"))["username"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234567890123")]
    public async Task Compare_WithoutAUsableNationalId_IsRefused(string number)
    {
        var staff = await ScanAsync("wichai");
        await ByHrAsync("wichai", "nationalIdentifiers", new { NationalIdentifierNumber = number });

        Assert.Equal(UpdateRefusal.NoNationalId, (await CompareAsync(staff, UpdateStage.Refused)).Refusal);
    }

    [Fact]
    public async Task Apply_RecordNotTheirsAnyMore_WritesNothing()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await ByHrAsync("wichai", "nationalIdentifiers", new { NationalIdentifierNumber = "5400100004048" });

        Assert.Equal(ApplyOutcome.NotOpen, await Updates.ApplyAsync(staff, view.Revision, All(view), default));

        Assert.Equal(UpdateRefusal.OtherRecord, (await CompareAsync(staff, UpdateStage.Refused)).Refusal);
        Assert.Equal("รักงาน", (string?)(await NowAsync("wichai", "names"))["LastName"]);
    }

    [Fact]
    public async Task Compare_WorkerWithoutNames_OffersTheRest()
    {
        var view = await CompareAsync(await ScanAsync("somying"));

        Assert.Equal(RowState.NoRecord, view.Comparison![IdentityItem.GivenName].State);
        Assert.Equal(RowState.Changes, view.Comparison[IdentityItem.Birthdate].State);
    }

    [Fact]
    public async Task Compare_WorkerWithoutAddresses_OffersTheRest()
    {
        var staff = await ScanAsync("anan");
        var view = await CompareAsync(staff);

        Assert.Equal(RowState.NoRecord, view.Comparison![IdentityItem.Address].State);
        Assert.Equal(ApplyOutcome.Applied, await Updates.ApplyAsync(staff, view.Revision, All(view), default));
        Assert.Equal("กลาง", (string?)(await NowAsync("anan", "names"))["MiddleNames"]);
    }

    [Fact]
    public async Task Apply_TwoAddresses_WritesTheChosenOne()
    {
        var staff = await ScanAsync("suda");
        var view = await CompareAsync(staff);
        Assert.Equal(2, view.Comparison!.Addresses.Count);
        Assert.Equal(RowState.ChooseAddress, view.Comparison[IdentityItem.Address].State);

        await Updates.AnswerAsync(staff, addressIndex: 1, place: null, default);
        view = await CompareAsync(staff);
        await Updates.ApplyAsync(staff, view.Revision, All(view), default);

        Assert.Equal("99 หมู่ 4", (string?)(await NowAsync("suda", "addresses", 1))["AddressLine1"]);
        Assert.Equal("7 หมู่ 2", (string?)(await NowAsync("suda", "addresses"))["AddressLine1"]);
        Assert.Equal("MISS", (string?)(await NowAsync("suda", "names"))["Title"]);
        Assert.Equal("F", (string?)(await NowAsync("suda", "legislativeInfo"))["Gender"]);
    }

    [Fact]
    public async Task Answer_AddressThatCouldNotBeSplit_IsWrittenAsSaid()
    {
        var staff = await ScanAsync("wichai", scan => scan with { Address = "12 บ้านสวน ไม่ระบุ", House = new() });
        Assert.True((await CompareAsync(staff)).Comparison!.Place!.NeedsPlace);

        await Updates.AnswerAsync(staff, null, new PlaceAnswer("12 บ้านสวน", "500108"), default);
        var view = await CompareAsync(staff);
        await Updates.ApplyAsync(staff, view.Revision, All(view), default);

        var address = await NowAsync("wichai", "addresses");
        Assert.Equal("12 บ้านสวน", (string?)address["AddressLine1"]);
        Assert.Equal("สุเทพ", (string?)address["Region1"]);
        Assert.Equal("50200", (string?)address["PostalCode"]);
    }

    [Fact]
    public async Task Accept_WrongSecretSessionOrTwice_KeepsNothing()
    {
        var staff = await SignInAsync("wichai");
        await Node.Get<HcmUsers>().NameAsync(staff.StaffId, "wichai@example.ac.th", default);
        var scan = await IdentityOfAsync("wichai");
        var begun = (await Updates.BeginAsync(staff, default))!;
        var elsewhere = await SignInAsync("wichai");

        Assert.False(await Updates.AcceptAsync(staff, begun.Id, "forged", scan, default));
        Assert.False(await Updates.AcceptAsync(staff, Guid.NewGuid(), begun.Secret, scan, default));
        Assert.False(await Updates.AcceptAsync(elsewhere, begun.Id, begun.Secret, scan, default));
        Assert.Equal(UpdateStage.NotBegun, (await Updates.CompareAsync(staff, default)).Stage);

        Assert.True(await Updates.AcceptAsync(staff, begun.Id, begun.Secret, scan, default));
        Assert.False(await Updates.AcceptAsync(staff, begun.Id, begun.Secret, scan, default));
        // The other browser of the same person sees nothing of it.
        Assert.Equal(UpdateStage.NotBegun, (await Updates.CompareAsync(elsewhere, default)).Stage);
    }

    [Fact]
    public async Task Accept_AfterItsTime_KeepsNothing()
    {
        var staff = await SignInAsync("wichai");
        await Node.Get<HcmUsers>().NameAsync(staff.StaffId, "wichai@example.ac.th", default);
        var begun = (await Updates.BeginAsync(staff, default))!;
        System.Clock.Advance(IdentityUpdateStore.ScanLimit + TimeSpan.FromSeconds(1));

        Assert.False(
            await Updates.AcceptAsync(staff, begun.Id, begun.Secret, await IdentityOfAsync("wichai"), default)
        );
    }

    [Fact]
    public async Task Scan_AfterItsTime_IsForgottenEvenIfNobodyComesBack()
    {
        var staff = await ScanAsync("wichai");
        await CompareAsync(staff);
        var size = await ScalarAsync<int>(
            "select length(work_sealed) from identity_updates where session_id = $1",
            staff.SessionId
        );
        System.Clock.Advance(IdentityUpdateStore.WorkLimit + TimeSpan.FromSeconds(1));

        await Store.EndOverdueAsync(default);

        Assert.Equal(UpdateStage.NotBegun, (await Updates.CompareAsync(staff, default)).Stage);
        Assert.Equal(
            "ended",
            await ScalarAsync<string>("select state from identity_updates where session_id = $1", staff.SessionId)
        );
        Assert.True(
            await ScalarAsync<int>(
                "select length(work_sealed) from identity_updates where session_id = $1",
                staff.SessionId
            )
                < size / 4
        );
    }

    [Fact]
    public async Task Begin_WithoutAnAccount_NeedsOne()
    {
        var staff = await SignInAsync("wichai");

        Assert.Null(await Updates.BeginAsync(staff, default));
        Assert.False(await Node.Get<HcmUsers>().NameAsync(staff.StaffId, "a;PersonId=1", default));
        Assert.Null(await Updates.BeginAsync(staff, default));
    }

    [Fact]
    public async Task Begin_WithTheAccountInTheSettings_TakesThat()
    {
        var person = await IdentityOfAsync("wichai");
        await using var node = await CoreHost.StartAsync(
            System,
            await System.CreateDatabaseAsync(),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Hcm:Employees:0:NationalId"] = person.NationalId,
                ["Hcm:Employees:0:Username"] = "wichai@example.ac.th",
                ["Staff:FirstAdministrator:NationalId"] = person.NationalId,
                ["Staff:FirstAdministrator:Name"] = "wichai",
            }
        );
        await node.Get<Core.Staff.StaffList>().EnsureAdministratorAsync(default);
        var member = await node.Get<Core.Staff.StaffList>().FindAsync(person.NationalId, default);

        Assert.Equal("wichai@example.ac.th", await node.Get<HcmUsers>().FindAsync(member!.Id, default));
    }

    [Fact]
    public async Task Database_AfterAnUpdate_HoldsNothingReadable()
    {
        var staff = await ScanAsync("wichai");
        var view = await CompareAsync(staff);
        await Updates.ApplyAsync(staff, view.Revision, All(view), default);

        foreach (var table in (string[])["identity_updates", "identity_update_events", "hcm_users"])
        foreach (
            var secret in (string[])["รักระบบ", "รักงาน", "Rakrabop", "3101200001013", "wichai@example", "สามเสนใน"]
        )
            Assert.False(
                await ScalarAsync<bool>(
                    $"select exists (select 1 from {table} t where position($1 in convert_to(t::text, 'UTF8')) > 0 or t::text like '%' || encode($1, 'hex') || '%')",
                    global::System.Text.Encoding.UTF8.GetBytes(secret)
                ),
                $"{secret} in {table}"
            );
    }
}
