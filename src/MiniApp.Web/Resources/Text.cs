namespace MiniApp.Web.Resources;

/// <summary>Names the portal's texts for <c>IStringLocalizer&lt;Text&gt;</c>: Text.resx is English, Text.th.resx Thai.</summary>
public sealed class Text;
