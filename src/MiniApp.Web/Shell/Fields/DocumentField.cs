using Microsoft.AspNetCore.Components.Rendering;

namespace MiniApp.Web.Shell.Fields;

/// <summary>Files; the panel for them comes from the page.</summary>
internal sealed class DocumentField : FieldInput
{
    internal override void Draw(RenderTreeBuilder builder) => FieldParts.Group(builder, this, ChildContent);
}
