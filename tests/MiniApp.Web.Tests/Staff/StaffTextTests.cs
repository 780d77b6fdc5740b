using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Audit;
using MiniApp.Core.Staff;
using MiniApp.Web.Resources;
using MiniApp.Web.SignIn;
using MiniApp.Web.Tests.Shell;

namespace MiniApp.Web.Tests.Staff;

/// <summary>Texts whose keys are put together while a page is drawn: none may be missing.</summary>
public sealed class StaffTextTests : ShellContext
{
    [Fact]
    public void EveryProblemRoleAndOutcome_HasItsTexts()
    {
        var texts = Services.GetRequiredService<IStringLocalizer<Text>>();
        string[] keys =
        [
            .. Enum.GetNames<SignInProblem>()
                .SelectMany(name => new[] { "Title", "Text", "Next" }.Select(part => $"SignIn.{name}{part}")),
            .. Enum.GetNames<StaffRole>().SelectMany(name => new[] { $"Staff.Role{name}", $"Staff.Role{name}May" }),
            .. Enum.GetNames<StaffListOutcome>().Except(["Done"]).Select(name => "Staff.Problem" + name),
            .. Enum.GetNames<AuditAction>().Select(name => "Audit.Action" + name),
            .. ((string[])["SignedOut", "SignedOutEverywhere", "SignedInAnew", "NotListed"]).Select(why =>
                "Audit.Why" + why
            ),
            .. ((string[])["Opened", "Downloaded", "Exported", "LookedUp", "Commented", "Decided"]).Select(action =>
                "Seen." + action
            ),
            "Staff.DoneAdded",
            "Staff.DoneChanged",
            "Staff.DoneRemoved",
        ];

        Assert.Empty(keys.Where(key => texts[key].ResourceNotFound).ToList());
        Assert.Equal("th", CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
    }
}
