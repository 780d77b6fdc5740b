using Microsoft.Extensions.Localization;
using MiniApp.Core.SignIn;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Applicant.MyApplications;

/// <summary>What the two sign-in pages say when no code was sent.</summary>
internal static class CodeTexts
{
    public static string TitleOf(OneIdAsked asked, IStringLocalizer<Text> t) =>
        asked.Outcome switch
        {
            OneIdAsk.Wait => t["Me.WaitTitle"],
            OneIdAsk.WaitAddress => t["Me.WaitAddressTitle"],
            OneIdAsk.WaitOneId => t["Me.WaitOneIdTitle"],
            OneIdAsk.NotSent => t["Me.NotSentTitle"],
            OneIdAsk.InvalidIdCard => t["Me.InvalidIdCardTitle"],
            _ => t["Me.UnavailableTitle"],
        };

    public static string TextOf(OneIdAsked asked, IStringLocalizer<Text> t) =>
        asked.Outcome switch
        {
            OneIdAsk.Wait => t["Me.WaitText"],
            OneIdAsk.WaitAddress => t["Me.WaitAddressText"],
            OneIdAsk.WaitOneId => t["Me.WaitOneIdText"],
            OneIdAsk.NotSent => t["Me.NotSentText"],
            OneIdAsk.InvalidIdCard => t["Me.InvalidIdCardText"],
            _ => t["Me.UnavailableText"],
        };
}
