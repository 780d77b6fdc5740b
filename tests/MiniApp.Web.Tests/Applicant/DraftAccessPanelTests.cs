using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.Audit;
using MiniApp.Core.Staff;
using MiniApp.TestKit;
using MiniApp.Web.Applicant.Drafts;
using MiniApp.Web.Tests.Shell;

namespace MiniApp.Web.Tests.Applicant;

/// <summary>An applicant reads who of the agency opened their data: by role and number, never by name.</summary>
[Collection(WebCollection.Name)]
public sealed class DraftAccessPanelTests(WebSystem web) : ShellContext, IAsyncLifetime
{
    private const string Name = "วิชัย ชื่อลับ";
    private CoreHost _node = null!;

    public async ValueTask InitializeAsync() =>
        _node = await CoreHost.StartAsync(web.System, await web.System.CreateDatabaseAsync());

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _node.DisposeAsync();
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Panel_AfterOfficersOpenedTheDraft_SaysWhenAndInWhichRole()
    {
        var owner = await _node.SignInAsync(web.System, "somying");
        var draft = await _node.StartDraftAsync(owner);
        var audit = _node.Get<StaffAudit>();
        await audit.OpenedAsync(Officer(StaffRole.Reviewer), draft, 1, default);
        var lead = Officer(StaffRole.Lead);
        await audit.OpenedAsync(lead, draft, 1, default);
        await audit.OpenedAsync(lead, draft, 1, default);
        Services.AddSingleton(_node.Get<AuditReader>());

        var panel = Render<DraftAccessPanel>(p => p.Add(a => a.Session, owner).Add(a => a.DraftId, draft));
        panel.WaitForElement("[data-seen-entry]", TimeSpan.FromSeconds(20));

        var entries = panel.FindAll("[data-seen-entry]");
        Assert.Equal(["3", "1"], entries.Select(entry => entry.GetAttribute("data-seen-entry")));
        Assert.Contains("2 ครั้ง", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("เปิดดูคำขอ", entries[1].TextContent, StringComparison.Ordinal);
        Assert.NotEqual(
            entries[0].QuerySelector("strong")!.TextContent,
            entries[1].QuerySelector("strong")!.TextContent
        );
        Assert.DoesNotContain(Name, panel.Markup, StringComparison.Ordinal);
    }

    private static LiveStaff Officer(StaffRole role) =>
        new(Guid.NewGuid(), Guid.NewGuid(), Name, role) { EndsAt = DateTimeOffset.MaxValue, IsIdleLimit = true };
}
