using Microsoft.AspNetCore.Components.Rendering;

namespace MiniApp.Web.Shell.Fields;

/// <summary>How an address is asked for; what a choice means stands in the other part.</summary>
internal sealed partial class AddressField : FieldInput
{
    private string FindHint => FieldMarkup.IdOf(this, "find-hint");

    private string PostalHint => FieldMarkup.IdOf(this, "postalCode-hint");

    internal override void Draw(RenderTreeBuilder builder) => FieldParts.Group(builder, this, BuildRenderTree);

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "address");
        FieldParts.Part(builder, this, "find", T["Address.Find"], DrawFind, wide: true);
        FieldParts.Part(builder, this, "detail", T["Address.Detail"], DrawDetail, wide: true);
        FieldParts.Part(builder, this, "province", T["Address.Province"], DrawProvince);
        FieldParts.Part(builder, this, "district", T["Address.District"], DrawDistrict);
        FieldParts.Part(builder, this, "subdistrict", T["Address.Subdistrict"], DrawSubdistrict);
        FieldParts.Part(builder, this, "postalCode", T["Address.PostalCode"], DrawPostalCode);
        builder.CloseElement();
    }

    private void DrawFind(RenderTreeBuilder builder)
    {
        // The search box only passes a place on; afterwards it is empty again.
        var box = new FieldControl("input", FieldMarkup.IdOf(this, "find"), null, SetPlace)
        {
            Type = "text",
            Autocomplete = "off",
            MaxLength = SuggestionEndpoints.LongestQuery,
            DescribedBy = FindHint,
        };
        FieldParts.Search(builder, box, find: SuggestionEndpoints.FindAddresses());
        builder.AddMarkupContent(200, FieldMarkup.PartHint(this, "find", T["Address.FindHint"]));
    }

    private void DrawDetail(RenderTreeBuilder builder) =>
        (
            FieldParts.Control(this, "detail", "textarea", Address.Detail, SetDetail) with
            {
                Rows = "2",
                Autocomplete = "street-address",
            }
        ).Draw(builder);

    private void DrawProvince(RenderTreeBuilder builder) =>
        FieldParts.Search(
            builder,
            FieldParts.Control(this, "province", "select", Address.ProvinceCode, SetProvince) with
            {
                SaysValue = true,
                Options = OptionMarkup.Provinces(Address.ProvinceCode, T["Address.ChooseProvince"]),
            }
        );

    private void DrawDistrict(RenderTreeBuilder builder) =>
        DrawList(
            builder,
            FieldParts.Control(this, "district", "select", Address.DistrictCode, SetDistrict),
            Address.ProvinceCode is null ? "Address.ProvinceFirst" : "Address.ChooseDistrict",
            Districts
        );

    private void DrawSubdistrict(RenderTreeBuilder builder) =>
        DrawList(
            builder,
            FieldParts.Control(this, "subdistrict", "select", Address.SubdistrictCode, SetSubdistrict),
            Address.DistrictCode is null ? "Address.DistrictFirst" : "Address.ChooseSubdistrict",
            Subdistricts
        );

    /// <summary>The list of one level; none to choose from disables it.</summary>
    /// <param name="placeholder">First line, for no choice: what to do, or what must be chosen before.</param>
    private void DrawList(
        RenderTreeBuilder builder,
        FieldControl list,
        string placeholder,
        IReadOnlyList<(string Code, string Name, string OtherName)> areas
    ) =>
        FieldParts.Search(
            builder,
            list with
            {
                Disabled = areas.Count == 0,
                SaysValue = true,
                Options = OptionMarkup.Areas(areas, list.Value, T[placeholder]),
            }
        );

    private void DrawPostalCode(RenderTreeBuilder builder)
    {
        var box = FieldParts.Control(this, "postalCode", "input", Address.PostalCode, SetPostalCode);
        box = box with
        {
            Class = "input w-10",
            InputMode = "numeric",
            Autocomplete = "postal-code",
            MaxLength = 5,
            DescribedBy = box.DescribedBy is { } error ? $"{error} {PostalHint}" : PostalHint,
        };
        box.Draw(builder);
        builder.AddMarkupContent(200, FieldMarkup.PartHint(this, "postalCode", T["Address.PostalCodeHint"]));
    }
}
