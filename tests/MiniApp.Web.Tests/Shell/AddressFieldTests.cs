using Bunit;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Tests.Shell;

public sealed class AddressFieldTests : ShellContext
{
    private static readonly FormField Address = Field(FieldType.Address);

    [Fact]
    public void Empty_OnlyProvincesCanBeChosen()
    {
        var rendered = RenderField(Address);

        Assert.Equal(ThaiAddresses.Provinces.Count + 1, rendered.FindAll("#f-q-province option").Count);
        Assert.True(rendered.Find("#f-q-district").HasAttribute("disabled"));
        Assert.True(rendered.Find("#f-q-subdistrict").HasAttribute("disabled"));
    }

    [Fact]
    public void ChosenDownToSubdistrict_FillsNamesAndPostalCode()
    {
        var rendered = RenderField(Address);

        rendered.Find("#f-q-province").Change("10");
        rendered.Find("#f-q-district").Change("1007");
        rendered.Find("#f-q-subdistrict").Change("100702");

        var address = Answers.Address("q");
        Assert.Equal("กรุงเทพมหานคร", address.Province);
        Assert.Equal("ปทุมวัน", address.District);
        Assert.Equal("วังใหม่", address.Subdistrict);
        Assert.Equal("10330", address.PostalCode);
        Assert.Equal("10330", rendered.Find("#f-q-postalCode").GetAttribute("value"));
    }

    [Fact]
    public void OtherProvince_EmptiesWhatIsBelowAndKeepsTheDetail()
    {
        Answers.Set("q", Pathumwan.ToJson());
        var rendered = RenderField(Address);

        rendered.Find("#f-q-province").Change("50");

        Assert.Equal(new AddressAnswer("99/1", "50", "เชียงใหม่"), Answers.Address("q"));
        Assert.All(
            rendered.FindAll("#f-q-district option").Skip(1),
            o => Assert.StartsWith("50", o.GetAttribute("value"), StringComparison.Ordinal)
        );
        Assert.True(rendered.Find("#f-q-subdistrict").HasAttribute("disabled"));
    }

    [Fact]
    public void DistrictOfAnotherProvince_IsNotTaken()
    {
        Answers.Set("q", Pathumwan.ToJson());
        var rendered = RenderField(Address);

        rendered.Find("#f-q-district").Change("5001");

        Assert.Null(Answers.Address("q").DistrictCode);
    }

    [Fact]
    public void English_ShowsEnglishNamesButKeepsThaiOnes()
    {
        InEnglish();
        var rendered = RenderField(Address);

        rendered.Find("#f-q-province").Change("10");

        Assert.Contains(rendered.FindAll("#f-q-province option"), o => o.TextContent == "Bangkok");
        Assert.Equal("กรุงเทพมหานคร", Answers.Address("q").Province);
    }

    [Fact]
    public void PartError_StandsAtItsPart()
    {
        Answers.Set("q", Pathumwan.ToJson());
        var rendered = RenderField(Address, new FieldProblem("q", "เลือกตำบล", "subdistrict"));

        var select = rendered.Find("#f-q-subdistrict");
        Assert.Equal("true", select.GetAttribute("aria-invalid"));
        Assert.Equal("f-q-subdistrict-error", select.GetAttribute("aria-describedby"));
        Assert.Contains("เลือกตำบล", rendered.Find("#f-q-subdistrict-error").TextContent, StringComparison.Ordinal);
        Assert.False(rendered.Find("#f-q-district").HasAttribute("aria-invalid"));
    }

    private static AddressAnswer Pathumwan =>
        new("99/1", "10", "กรุงเทพมหานคร", "1007", "ปทุมวัน", "100702", "วังใหม่", "10330");
}
