using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Linkage;
using MiniApp.Core.Staff;
using MiniApp.Sandbox.ThaiD;
using MiniApp.TestKit;
using MiniApp.Web.Resources;
using MiniApp.Web.Shell.Gallery;
using MiniApp.Web.Staff.Linkage;
using MiniApp.Web.Tests.Shell;

namespace MiniApp.Web.Tests.Staff;

/// <summary>The panel over a real database and the sandbox's data exchange, without a browser.</summary>
[Collection(WebCollection.Name)]
public sealed class LinkagePanelTests(WebSystem web) : ShellContext, IAsyncLifetime
{
    private const string Officer = "wichai";
    private const string Link = "/ws/dopa/linkage/v1/link";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private CoreHost _node = null!;
    private LiveStaff _staff = null!;
    private string _database = "";
    private Guid _draft = Guid.NewGuid();
    private int _callsBefore;

    private SandboxControl Control => web.System.Control;

    public async ValueTask InitializeAsync()
    {
        await Control.ResetLinkageAsync();
        _database = await web.System.CreateDatabaseAsync();
        await StartAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await Control.ClearFaultsAsync();
        await Control.ResetLinkageAsync();
        await DisposeAsync();
        await _node.DisposeAsync();
    }

    [Theory]
    [InlineData("AgentNotAvailable", null, LinkageReaderState.NotLoggedIn, "เสียบบัตร")]
    [InlineData("AgentAvailable", null, LinkageReaderState.Ready, "พร้อมตรวจสอบ")]
    [InlineData("CitizenAvailable", "somying", LinkageReaderState.CitizenReady, "พร้อมตรวจสอบ")]
    [InlineData("CitizenAvailable", "mana", LinkageReaderState.OtherCitizen, "บุคคลอื่น")]
    public async Task Reader_WhateverIsInIt_IsSaidWithWhatToDoNext(
        string state,
        string? citizen,
        LinkageReaderState shown,
        string text
    )
    {
        await Control.SetReaderAsync(Officer, state, citizen);

        var panel = Show();

        WaitForReader(panel, shown);
        Assert.Contains(text, panel.Find("[data-reader]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("3100100002025", panel.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AgentAvailable", null, LinkageReaderState.AskCitizen)]
    [InlineData("CitizenAvailable", "mana", LinkageReaderState.WrongCitizen)]
    public async Task Check_ByTheCitizensRight_WaitsForTheApplicantsCard(
        string state,
        string? citizen,
        LinkageReaderState shown
    )
    {
        await StartAsync(("Linkage:Right", "Citizen"));
        await Control.SetReaderAsync(Officer, state, citizen);
        var panel = Show();
        WaitForReader(panel, shown);

        await CheckAsync(panel);

        Assert.Equal("CitizenCardMissing", Outcome(panel));
        Assert.Equal(0, await LookUpsAsync());
        await Control.SetReaderAsync(Officer, "CitizenAvailable", "somying");
        WaitForReader(panel, LinkageReaderState.CitizenReady);
        await AgainAsync(panel);
        await CheckAsync(panel);
        Assert.Equal("Matched", Outcome(panel));
    }

    [Fact]
    public async Task Reader_AsCardsComeAndGo_FollowsByItself()
    {
        var panel = Show();
        foreach (
            var (state, shown) in new[]
            {
                ("AgentNotAvailable", LinkageReaderState.NotLoggedIn),
                ("AgentAvailable", LinkageReaderState.Ready),
            }
        )
        {
            await Control.SetReaderAsync(Officer, state);
            WaitForReader(panel, shown);
        }
        await Control.SetFaultsAsync(new { route = "/ws/dopa/linkage/v1/agent", kind = "outage" });
        WaitForReader(panel, LinkageReaderState.Unknown);
        await Control.ClearFaultsAsync();
        WaitForReader(panel, LinkageReaderState.Ready);
    }

    [Fact]
    public async Task Reader_AskedForNow_IsReadAtOnce()
    {
        var panel = Show(readEvery: TimeSpan.FromHours(1));
        WaitForReader(panel, LinkageReaderState.Ready);
        await Control.SetReaderAsync(Officer, "AgentNotAvailable");

        await panel.Find(".linkage-read-at button").ClickAsync(new());

        WaitForReader(panel, LinkageReaderState.NotLoggedIn);
    }

    [Fact]
    public async Task Check_WithoutAPurpose_IsNotMade()
    {
        var panel = Show();
        WaitForReader(panel, LinkageReaderState.Ready);

        await CheckAsync(panel, purpose: null);

        Assert.NotNull(panel.Find("#linkage-purpose-error"));
        await CheckAsync(panel, "other", note: " ");
        Assert.NotNull(panel.Find("#linkage-note-error"));
        Assert.Equal(0, await LookUpsAsync());
    }

    [Theory]
    [InlineData("somying", "Matched", "good")]
    [InlineData("piti", "Differed", "warning")]
    [InlineData("wira", "Differed", "warning")]
    [InlineData("mana", "Dead", "problem")]
    public async Task Check_OfSomebodyKnown_ShowsBothSidesAndTheResult(string person, string outcome, string kind)
    {
        var panel = Show(person);

        await CheckAsync(panel);

        Assert.Equal(outcome, Outcome(panel));
        Assert.Contains(kind, panel.Find(".linkage-answer .notice").ClassList);
        Assert.Equal(7, panel.FindAll(".linkage-rows tbody tr").Count);
        Assert.All(
            panel.FindAll("tr[data-agreement=Different]:not([data-item=Alive]) .badge"),
            badge => Assert.Contains("ไม่ตรงกัน", badge.TextContent, StringComparison.Ordinal)
        );
        // Parents and other things the exchange sends along.
        Assert.DoesNotContain("สมพ่อ", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAChangedName_MarksExactlyWhatDiffers()
    {
        var panel = Show("piti");

        await CheckAsync(panel);

        Assert.Equal(["Title", "LastName"], panel.FindAll("tr.differs").Select(row => row.GetAttribute("data-item")));
        var row = panel.Find("tr[data-item=LastName]");
        Assert.Contains("ลองระบบ", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("ทดลองใหม่", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfABirthDateKnownInPart_SaysWhatIsNotKnown()
    {
        InEnglish();
        var panel = Show("wira");

        await CheckAsync(panel);

        var row = panel.Find("tr[data-item=BirthDate]");
        Assert.Equal("Unknown", row.GetAttribute("data-agreement"));
        Assert.Contains("2001, day and month not known", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("What is known agrees", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("Different", panel.Find("tr[data-item=Address]").GetAttribute("data-agreement"));
    }

    [Fact]
    public async Task Check_OfNobodyKnown_IsNoMatchAndHasNothingToCompare()
    {
        var panel = Show("chujai");

        await CheckAsync(panel);

        Assert.Equal("NotFound", Outcome(panel));
        Assert.Empty(panel.FindAll(".linkage-rows"));
        Assert.Contains("ไม่พบในทะเบียน", panel.Find(".staff-history").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outage", null, "Unavailable")]
    [InlineData("garbage", null, "Malformed")]
    [InlineData("envelope", "55555", "Refused")]
    [InlineData("envelope", "90001", "ReaderNotReady")]
    [InlineData("status", 401, "TokenRefused")]
    public async Task Check_WhenTheExchangeFails_SaysWhichWayAndLetsOneTryAgain(
        string kind,
        object? value,
        string failure
    )
    {
        var panel = Show();
        WaitForReader(panel, LinkageReaderState.Ready);
        await Control.SetFaultsAsync(
            new
            {
                route = "GET " + Link,
                kind,
                value,
            }
        );

        await CheckAsync(panel);

        Assert.Equal(failure, Outcome(panel));
        Assert.Empty(panel.FindAll(".linkage-rows"));
        Assert.Equal(failure == "Refused", panel.Markup.Contains("55555", StringComparison.Ordinal));
        Assert.Contains("ไม่ได้คำตอบ", panel.Find(".staff-history").TextContent, StringComparison.Ordinal);
        await Control.ClearFaultsAsync();
        await AgainAsync(panel);
        await CheckAsync(panel);
        Assert.Equal("Matched", Outcome(panel));
    }

    [Fact]
    public async Task Check_WithoutTheOfficersCard_AsksNobody()
    {
        await Control.SetReaderAsync(Officer, "AgentNotAvailable");
        var panel = Show();

        await CheckAsync(panel);

        Assert.Equal("ReaderNotReady", Outcome(panel));
        Assert.Equal(0, await LookUpsAsync());
        Assert.Empty(panel.FindAll(".staff-history"));
    }

    [Fact]
    public async Task Check_InASessionThatIsOver_IsNotMade()
    {
        var panel = Show(readEvery: TimeSpan.FromHours(1));
        WaitForReader(panel, LinkageReaderState.Ready);
        await _node.Get<StaffSessions>().EndAsync(_staff.SessionId, "signed out", default);

        await CheckAsync(panel);

        Assert.Equal("SignInAgain", Outcome(panel));
        Assert.Equal("SignInAgain", panel.Find("[data-reader]").GetAttribute("data-reader"));
        Assert.Equal(0, await LookUpsAsync());
    }

    [Fact]
    public async Task Check_ThatCannotBeRecorded_IsNotMade()
    {
        var panel = Show(readEvery: TimeSpan.FromHours(1));
        WaitForReader(panel, LinkageReaderState.Ready);
        await web.System.SetDatabaseOpenAsync(_database, open: false);
        try
        {
            await CheckAsync(panel, expectAnswer: false);

            panel.WaitForAssertion(
                () => Assert.Contains("บันทึกการตรวจสอบไม่ได้", panel.Markup, StringComparison.Ordinal),
                Patience
            );
            Assert.Equal(0, await LookUpsAsync());
        }
        finally
        {
            await web.System.SetDatabaseOpenAsync(_database, open: true);
        }
    }

    [Fact]
    public async Task Answer_OnceCleared_IsGoneAndThePurposeAskedAnew()
    {
        var panel = Show("piti");
        await CheckAsync(panel);
        Assert.Contains("ทดลองใหม่", panel.Markup, StringComparison.Ordinal);

        await AgainAsync(panel);

        Assert.DoesNotContain("ทดลองใหม่", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("input[type=radio][checked]"));
        var check = Assert.Single(await _node.Get<LinkageChecks>().HistoryAsync(_draft, default));
        Assert.Equal(LinkageOutcome.Differed, check.Outcome);
        Assert.Contains(_staff.Name, panel.Find(".staff-history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WhenThePageGoesOnToAnotherRequest_IsGone()
    {
        var panel = Show("piti");
        await CheckAsync(panel);

        _draft = Guid.NewGuid();
        panel.Render(Parameters("somying", TimeSpan.FromHours(1)));

        Assert.DoesNotContain("ทดลองใหม่", panel.Markup, StringComparison.Ordinal);
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll(".staff-history")), Patience);
        Assert.Empty(panel.FindAll(".linkage-answer"));
    }

    [Fact]
    public void Panel_ForACompany_AsksForNothing()
    {
        var company = Render<LinkagePanel>(p =>
            p.Add(panel => panel.DraftId, _draft).Add(panel => panel.Subject, null).Add(panel => panel.Staff, _staff)
        );
        Assert.Empty(company.FindAll("form, [data-reader]"));
        Assert.Contains("นิติบุคคล", company.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_WithoutSettings_AsksForNothing()
    {
        await StartAsync(("Linkage:BaseUrl", ""));

        var panel = Show();

        Assert.Empty(panel.FindAll("form, [data-reader]"));
        Assert.Contains("ยังไม่ได้ตั้งค่า", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_PutTogetherWhileDrawing_AreAllThere()
    {
        var texts = Services.GetRequiredService<IStringLocalizer<Text>>();
        string[] keys =
        [
            .. Enum.GetNames<LinkageReaderState>().SelectMany(name => new[] { $"Reader{name}", $"Reader{name}Next" }),
            .. Enum.GetNames<LinkageFailure>().SelectMany(name => new[] { $"Failed{name}Title", $"Failed{name}Text" }),
            .. Enum.GetNames<LinkageRefusal>()
                .SelectMany(name => new[] { $"Refused{name}Title", $"Refused{name}Text" }),
            .. new[] { "Matched", "Differed", "Unclear", "Dead" }.SelectMany(name =>
                new[] { $"Outcome{name}Title", $"Outcome{name}Text" }
            ),
            .. Enum.GetNames<LinkageOutcome>().Select(name => $"History{name}"),
            .. Enum.GetNames<LinkageItem>().Select(name => $"Item{name}"),
            .. Enum.GetNames<LinkageAgreement>().Select(name => $"Agreement{name}"),
            "LifeSame",
            "LifeDifferent",
            .. Enum.GetNames<LinkageGender>().Select(name => $"Gender{name}"),
        ];

        Assert.Empty(keys.Where(key => texts["Linkage." + key].ResourceNotFound).ToList());
    }

    /// <summary>A node with these settings, and the officer signed in on it.</summary>
    private async Task StartAsync(params (string Name, string Value)[] settings)
    {
        var first = ThaiDPeople.ById(Officer)!;
        var all = settings
            .Append(("Staff:FirstAdministrator:NationalId", first.NationalId))
            .Append(("Staff:FirstAdministrator:Name", first.Name))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        _node = await CoreHost.StartAsync(web.System, _database, all);
        await _node.Get<StaffList>().EnsureAdministratorAsync(default);
        var member = (await _node.Get<StaffList>().FindAsync(first.NationalId, default))!;
        var sessions = _node.Get<StaffSessions>();
        var session = await sessions.StartAsync(member.Id, 2.3m, null, replaces: null, default);
        await sessions.KeepNationalIdAsync(session, first.NationalId, default);
        _staff = (await sessions.FindAsync(session, default))!;
        _callsBefore = await CountAsync();
        Services.AddSingleton(_node.Get<LinkageChecks>());
        Services.AddSingleton(_node.Get<TimeProvider>());
    }

    private IRenderedComponent<LinkagePanel> Show(string person = "somying", TimeSpan? readEvery = null) =>
        Render(Parameters(person, readEvery ?? TimeSpan.FromMilliseconds(100)));

    private Action<ComponentParameterCollectionBuilder<LinkagePanel>> Parameters(string person, TimeSpan readEvery) =>
        p =>
            p.Add(panel => panel.DraftId, _draft)
                .Add(panel => panel.Subject, GalleryLinkageSamples.Subject(person))
                .Add(panel => panel.Staff, _staff)
                .Add(panel => panel.ReadEvery, readEvery);

    private static void WaitForReader(IRenderedComponent<LinkagePanel> panel, LinkageReaderState state) =>
        panel.WaitForAssertion(
            () => Assert.Equal(state.ToString(), panel.Find("[data-reader]").GetAttribute("data-reader")),
            Patience
        );

    /// <summary>Fills the form and sends it. The reader has been read by then, so that nothing is drawn in between.</summary>
    private static async Task CheckAsync(
        IRenderedComponent<LinkagePanel> panel,
        string? purpose = "identity",
        string? note = null,
        bool expectAnswer = true
    )
    {
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-reader=Reading]")), Patience);
        if (purpose is not null)
            await panel.InvokeAsync(() =>
                panel.Find($"#linkage-purpose-{purpose}").ChangeAsync(new() { Value = purpose })
            );
        if (note is not null)
            await panel.InvokeAsync(() => panel.Find("#linkage-note").ChangeAsync(new() { Value = note }));
        await panel.InvokeAsync(() => panel.Find("form").SubmitAsync(EventArgs.Empty));
        if (expectAnswer && purpose is not null && note is null)
            panel.WaitForElement(".linkage-answer", Patience);
    }

    private static Task AgainAsync(IRenderedComponent<LinkagePanel> panel) =>
        panel.InvokeAsync(() => panel.Find(".actions .button.secondary").ClickAsync(new()));

    private static string? Outcome(IRenderedComponent<LinkagePanel> panel) =>
        panel.Find(".linkage-answer").GetAttribute("data-outcome");

    private async Task<int> LookUpsAsync() => await CountAsync() - _callsBefore;

    private async Task<int> CountAsync() => (await Control.CallsAsync()).Count(call => (string?)call!["path"] == Link);
}
