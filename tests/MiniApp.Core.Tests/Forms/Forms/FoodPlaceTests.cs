using System.Text.Json.Nodes;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms.Forms;

/// <summary>mna005a: what hangs on other answers.</summary>
public sealed class FoodPlaceTests
{
    private readonly FilledForm _form = FilledForm.Read("mna005a.citizen");

    [Fact]
    public void FieldTypes_NearlyAll_AreCovered()
    {
        var fields = _form.Form.Fields.Concat(_form.Form.Fields.SelectMany(field => field.Group?.Fields ?? []));

        Assert.Empty(Enum.GetValues<FieldType>().Except(fields.Select(field => field.Type)));
    }

    [Theory]
    [InlineData("2", false)]
    [InlineData("3", true)]
    public void GasNote_IsShownForManyCylinders(string cylinders, bool shown)
    {
        _form.Type("gasCylinders", cylinders);

        Assert.Equal(shown, _form.View.VisibleFields.Any(field => field.Id == "gasNote"));
    }

    [Fact]
    public void Handlers_SamePerson_AreRefused()
    {
        _form.TypeRow("foodHandlers", 2, "person", new JsonObject { ["nationalId"] = "5700100123451" });

        Assert.Single(_form.ProblemsAt("foodHandlers"));
    }

    [Fact]
    public void Handlers_TrainedTomorrow_AreRefused()
    {
        _form.TypeRow("foodHandlers", 0, "trainingDate", "21/11/2569");

        Assert.Single(_form.ProblemsAt("foodHandlers", "trainingDate"));
    }

    [Fact]
    public void Handlers_None_AreFine()
    {
        _form.Type("foodHandlers", null);

        Assert.Empty(_form.Problems());
        Assert.Null(_form.Payload().Data["AppData"]!["trainedShare"]);
    }

    [Theory]
    [InlineData("48.85, 2.35")]
    [InlineData("ข้างวัด")]
    public void Map_NotAPlaceInThailand_IsRefused(string typed)
    {
        _form.Type("placeMap", typed);

        Assert.Single(_form.ProblemsAt("placeMap"));
    }

    [Fact]
    public void Delivery_NeedsAPostalCode()
    {
        _form.Type("deliveryPostalCode", null);

        Assert.Single(_form.ProblemsAt("deliveryPostalCode"));
    }
}
