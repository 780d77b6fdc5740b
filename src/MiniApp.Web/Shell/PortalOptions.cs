using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell;

/// <summary>What every page says about its owner; section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>The agency in the header and the page titles.</summary>
    public LocalizedText AgencyName { get; set; } = new("หน่วยงานผู้อนุญาต", "Licensing agency");

    /// <summary>Where people are sent to open a form; without it pages name Biz Portal but link nowhere.</summary>
    public Uri? BizPortalUrl { get; set; }

    /// <summary>The agency's help page; the footer leaves the link out when there is none.</summary>
    public Uri? HelpUrl { get; set; }

    /// <summary>The agency's privacy notice; left out when there is none.</summary>
    public Uri? PrivacyUrl { get; set; }

    /// <summary>The agency's telephone number as people write it; left out when there is none.</summary>
    public string? Phone { get; set; }
}
