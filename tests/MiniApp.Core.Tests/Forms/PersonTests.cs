using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class PersonTests
{
    private static readonly FormDefinition Form = FormFiles.Load("""{ "id": "p", "type": "person" }""");

    private const string Name = """ "title": "นาย", "firstName": "สมมติ", "lastName": "ทดลอง" """;

    [Theory]
    [InlineData($$"""{ {{Name}}, "nationalId": "1234567890121" }""", "")]
    [InlineData($$"""{ {{Name}}, "nationality": "TH", "nationalId": "1234567890121" }""", "")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "passport": "TR1234567" }""", "")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "passport": "TR1234567", "nationalId": "not asked" }""", "")]
    [InlineData($$"""{ {{Name}}, "nationalId": "1234567890121", "passport": "?" }""", "")]
    [InlineData($$"""{ {{Name}} }""", "nationalId")]
    [InlineData($$"""{ {{Name}}, "nationalId": "1234567890122" }""", "nationalId")]
    [InlineData($$"""{ {{Name}}, "nationalId": 1234567890121 }""", "nationalId")]
    [InlineData($$"""{ {{Name}}, "passport": "TR1234567" }""", "nationalId")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "nationalId": "1234567890121" }""", "passport")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "passport": "AB1" }""", "passport")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "passport": "123456789012345678901" }""", "passport")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "passport": "12345678901234567890" }""", "")]
    [InlineData($$"""{ {{Name}}, "nationality": "JP", "passport": "tr 1234567" }""", "passport")]
    [InlineData($$"""{ {{Name}}, "nationality": "ZZ", "passport": "TR1234567" }""", "nationality")]
    [InlineData($$"""{ {{Name}}, "nationality": "th", "passport": "TR1234567" }""", "nationality")]
    [InlineData("""{ "nationalId": "1234567890121" }""", "title,firstName,lastName")]
    [InlineData(
        """{ "title": "นาย", "firstName": "ก\u0000", "lastName": "ข", "nationalId": "1234567890121" }""",
        "firstName"
    )]
    [InlineData("""{ "x": 1 }""", "title,firstName,lastName,nationalId")]
    [InlineData("\"สมชาย\"", "title,firstName,lastName,nationalId")]
    [InlineData("""{ "title": " " }""", "")]
    [InlineData("null", "")]
    public void Person_EachPart_IsNamedWhenItIsWrong(string person, string parts) =>
        Assert.Equal(
            parts,
            string.Join(
                ',',
                FormValidator.Validate(FormFiles.View(Form, $$"""{ "p": {{person}} }""")).Select(p => p.Part)
            )
        );

    [Fact]
    public void Person_Messages_InBothLanguages()
    {
        const string Answers = """{ "p": { "title": "นาย", "nationality": "LA" } }""";
        Assert.Equal(
            [
                "p///firstName: “p”: enter the first name.",
                "p///lastName: “p”: enter the last name.",
                "p///passport: “p”: enter the passport number, 5 to 20 letters and digits.",
            ],
            FormFiles.Check(Form, Answers)
        );
        Assert.All(
            FormFiles.Check(Form, Answers, "th-TH"),
            message => Assert.Contains("“ช่อง p”", message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{ "latitude": 13.7563, "longitude": 100.5018 }""", "")]
    [InlineData("""{ "latitude": 5.6, "longitude": 105.7 }""", "")]
    [InlineData("""{ "latitude": 35.68, "longitude": 139.76 }""", "LocationElsewhere")]
    [InlineData("""{ "latitude": 100.5018, "longitude": 13.7563 }""", "LocationElsewhere")]
    [InlineData("""{ "latitude": "13.7", "longitude": 100.5 }""", "NotLocation")]
    [InlineData("""{ "latitude": 1e400, "longitude": 100.5 }""", "NotLocation")]
    [InlineData("""{ "latitude": 13.7 }""", "NotLocation")]
    [InlineData("\"แถวสีลม\"", "NotLocation")]
    [InlineData("[13.7, 100.5]", "NotLocation")]
    public void Location_OnlyAPlaceInThailand(string place, string key)
    {
        var form = FormFiles.Load("""{ "id": "l", "type": "location" }""");
        foreach (var culture in new[] { "th-TH", "en-GB" })
        {
            using var _ = new Culture(culture);
            Assert.Equal(
                key.Length == 0 ? [] : [FormMessages.Current(key, form.FindField("l")!.Label.ToString())],
                FormValidator
                    .Validate(FormFiles.View(form, $$"""{ "l": {{place}} }"""))
                    .Select(problem => problem.Message)
            );
        }
    }

    [Theory]
    [InlineData("\"นาย\"", true)]
    [InlineData("\"ว่าที่ร้อยตรี ดร.\"", true)]
    [InlineData("\"\\u202Eนาย\"", false)]
    [InlineData("5", false)]
    public void NameTitle_AnyShortPlainText(string title, bool accepted) =>
        Assert.Equal(
            accepted,
            FormFiles.Check(FormFiles.Load("""{ "id": "t", "type": "nameTitle" }"""), $$"""{ "t": {{title}} }""").Count
                == 0
        );
}
