using System.Globalization;
using Bunit;
using MiniApp.Core.Forms;
using MiniApp.Web.Shell.Fields;

namespace MiniApp.Web.Tests.Shell;

/// <summary>Fields that compute, tell or locate, and what all share: search, words, locks.</summary>
public sealed class SpecialFieldTests : ShellContext
{
    [Theory]
    [InlineData(NumberFormat.Money, "1250000.5", "1,250,000.50")]
    [InlineData(NumberFormat.Percent, "0.25", "25%")]
    [InlineData(NumberFormat.Integer, "1234", "1,234")]
    public void Computed_Known_ReadsInItsFormat(NumberFormat format, string number, string text)
    {
        Answers.Set("n", decimal.Parse(number, CultureInfo.InvariantCulture));
        var rendered = RenderField(Computed(format));

        Assert.Equal(text, rendered.Find("output#f-q .computed-value").TextContent);
        Assert.Equal("f-q", rendered.Find("label").GetAttribute("for"));
    }

    [Fact]
    public void Computed_InWords_SaysThemInThai()
    {
        Answers.Set("n", 100);
        var rendered = RenderField(Computed(NumberFormat.Money) with { InWords = true });

        Assert.Equal("หนึ่งร้อยบาทถ้วน", rendered.Find(".in-words").TextContent);
        Assert.Equal("100.00", rendered.Find(".computed-value").TextContent);
    }

    [Fact]
    public void Computed_NotKnownYet_SaysSo()
    {
        Others.Add(new("n", FieldType.Money, new("เงิน", "Money")));
        var quotient = new Core.Forms.Operation(Quotient: [new Expression.Number(1), new Expression.Reference("n")]);
        var rendered = RenderField(Field(FieldType.Computed) with { Compute = new Expression.Worked(quotient) });

        var output = rendered.Find("output#f-q");
        Assert.Equal("—", output.QuerySelector("[aria-hidden=true]")!.TextContent);
        Assert.NotEmpty(output.QuerySelector(".visually-hidden")!.TextContent);
    }

    [Fact]
    public void Note_LineBreaks_BeginParagraphs()
    {
        var note = Field(FieldType.Note) with { Label = new("หนึ่ง\nสอง", "One\nTwo"), Tone = NoteTone.Warning };

        var rendered = RenderField(note);

        Assert.Equal(["หนึ่ง", "สอง"], rendered.FindAll(".notice.warning p").Select(p => p.TextContent));
    }

    [Fact]
    public void Money_InWords_SaysThemBelow()
    {
        Answers.Set("q", 21);
        var rendered = RenderField(Field(FieldType.Money) with { InWords = true });

        var words = rendered.Find("output[for=f-q]");
        Assert.Equal(("ยี่สิบเอ็ดบาทถ้วน", "th"), (words.TextContent, words.GetAttribute("lang")));
    }

    [Theory]
    [InlineData(3, ChoiceDisplay.List, "select", 1)]
    [InlineData(9, ChoiceDisplay.Radio, "input[type=radio]", 9)]
    [InlineData(3, ChoiceDisplay.Search, "search-select > select", 1)]
    [InlineData(9, null, "select", 1)]
    public void Choice_Display_DecidesTheControl(int options, ChoiceDisplay? display, string selector, int found)
    {
        var rendered = RenderField(Field(FieldType.Choice, options: options) with { Display = display });

        Assert.Equal(found, rendered.FindAll(selector).Count);
    }

    [Fact]
    public void SearchList_OptionsAreFoundByBothNamesAndTheChoiceIsSaid()
    {
        Answers.Set("q", "o2");
        var rendered = RenderField(Field(FieldType.Choice, options: 3) with { Display = ChoiceDisplay.Search });

        Assert.Equal("o2", rendered.Find("select").GetAttribute("data-value"));
        Assert.Equal("ข้อ 2 Option 2", rendered.Find("option[value=o2]").GetAttribute("data-search"));
    }

    [Fact]
    public void AddressSearch_PlaceFillsAllButTheDetail()
    {
        Answers.Set("q", new AddressAnswer("99/1", "50", "เชียงใหม่").ToJson());
        var rendered = RenderField(Field(FieldType.Address));

        rendered.Find("#f-q-find").Change("100402");

        Assert.Equal(
            new AddressAnswer("99/1", "10", "กรุงเทพมหานคร", "1004", "บางรัก", "100402", "สีลม", "10500"),
            Answers.Address("q")
        );
        Assert.Empty(rendered.Find("#f-q-find").GetAttribute("value") ?? "");
    }

    [Fact]
    public void AddressSearch_AnythingElse_ChangesNothing()
    {
        var rendered = RenderField(Field(FieldType.Address));

        rendered.Find("#f-q-find").Change("บางรัก");

        Assert.Empty(Changes);
    }

    [Fact]
    public void Location_Typed_SaysHowItWasUnderstood()
    {
        var rendered = RenderField(Field(FieldType.Location));

        rendered.Find("#f-q").Change("13.7563,100.5018");

        Assert.Equal(
            """{"latitude":13.7563,"longitude":100.5018}""",
            Json(Answers["q"]?.DeepClone())
                ?.Replace("00,", ",", StringComparison.Ordinal)
                .Replace("00}", "}", StringComparison.Ordinal)
        );
        Assert.Contains("13.756300", rendered.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Location_OfTheDevice_IsTheAnswer()
    {
        Device(new FieldScript.Position(18.7883m, 98.9853m, 12.4m, null));
        var rendered = RenderField(Field(FieldType.Location));

        rendered.Find("button").Click();

        Assert.Equal(new LocationAnswer(18.7883m, 98.9853m), LocationAnswer.FromJson(Answers["q"]));
        Assert.Contains("13", rendered.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("denied", "ไม่ได้อนุญาต")]
    [InlineData("timeout", "หาตำแหน่งของเครื่องนี้ไม่ได้")]
    public void Location_DeviceRefuses_SaysSoAndKeepsTheAnswer(string failure, string said)
    {
        Device(new FieldScript.Position(0, 0, 0, failure));
        var rendered = RenderField(Field(FieldType.Location));

        rendered.Find("button").Click();

        Assert.Empty(Changes);
        Assert.Contains(said, rendered.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void LockedText_IsReadOnlyWithItsReasonAndTakesNoAnswer()
    {
        Answers.Set("q", "บริษัท สมมติ จำกัด");
        var rendered = RenderField(Field(FieldType.Text), p => p.Add(f => f.Locked, true));

        var input = rendered.Find("#f-q");
        Assert.True(input.HasAttribute("readonly"));
        Assert.Equal("f-q-source", input.GetAttribute("aria-describedby"));
        Assert.Contains("แก้ไขไม่ได้", rendered.Find("#f-q-source").TextContent, StringComparison.Ordinal);
        input.Change("อื่น");
        Assert.Empty(Changes);
    }

    [Theory]
    [InlineData(FieldType.Choice, "select")]
    [InlineData(FieldType.Acceptance, "input")]
    [InlineData(FieldType.NameTitle, "select")]
    public void LockedChoice_IsDisabled(FieldType type, string selector)
    {
        var rendered = RenderField(Field(type, options: 9), p => p.Add(f => f.Locked, true));

        Assert.True(rendered.Find(selector).HasAttribute("disabled"));
        Assert.NotEmpty(rendered.Find("#f-q-source").TextContent);
    }

    [Fact]
    public void RegistryText_StandsBesideTheProvenance()
    {
        var rendered = RenderField(
            Field(FieldType.Text),
            p => p.Add(f => f.Provenance, "จากทะเบียน").Add(f => f.RegistryText, "ชื่อเดิม")
        );

        Assert.Equal(
            ["จากทะเบียน", "ในทะเบียน: ชื่อเดิม"],
            rendered.FindAll("#f-q-source .field-source").Select(p => p.TextContent.Trim())
        );
    }

    private FormField Computed(NumberFormat format)
    {
        Others.Add(new("n", FieldType.Decimal, new("จำนวน", "Number")));
        return Field(FieldType.Computed) with
        {
            Format = format,
            Compute = new Expression.Worked(new Core.Forms.Operation(Sum: [new Expression.Reference("n")])),
        };
    }

    private void Device(FieldScript.Position position) =>
        JSInterop.SetupModule("/js/fields.js").Setup<FieldScript.Position>("locate").SetResult(position);
}
