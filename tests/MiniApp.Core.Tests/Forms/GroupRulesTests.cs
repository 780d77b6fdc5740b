using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class GroupRulesTests
{
    private static readonly FormDefinition Form = FormFiles.Load(
        """
        { "id": "g", "type": "group", "required": true, "group": {
            "min": 2, "max": 3, "unique": ["code", "person.nationalId"],
            "checks": [{ "require": { "field": "to", "atLeast": "from" }, "field": "to", "message": { "th": "ก่อนเริ่ม", "en": "before its start" } }],
            "fields": [
                { "id": "code", "type": "text", "required": true, "pattern": "[0-9]{5}" },
                { "id": "from", "type": "integer" }, { "id": "to", "type": "integer" },
                { "id": "place", "type": "address" },
                { "id": "person", "type": "person" }] } }
        """
    );

    [Theory]
    [InlineData("{}", "g///: Add at least one to “g”.")]
    [InlineData("""{ "g": [] }""", "g///: Add at least one to “g”.")]
    [InlineData("""{ "g": [{ "_row": "a", "code": "12345" }] }""", "g///: “g” needs at least 2; there are 1.")]
    [InlineData(
        """{ "g": [{ "code": "1" }, { "code": "2" }, { "code": "3" }, { "code": "4" }] }""",
        "g///: “g” takes at most 3; there are 4. Please remove some."
    )]
    [InlineData(
        """{ "g": [{ "_row": "a", "code": "12345" }, { "_row": "b", "code": "12345" }] }""",
        "g///: “g”: two of them have the same “code”. Each must have its own."
    )]
    [InlineData("""{ "g": "x" }""", "g///: “g” can't be read. Please enter it again.")]
    [InlineData("""{ "g": [5, {}] }""", "g///: “g” can't be read. Please enter it again.")]
    [InlineData("""{ "g": [{ "_row": "a", "code": "12345" }, { "_row": "b" }] }""", "g/b/code/: Enter “code”.")]
    [InlineData("""{ "g": [{ "_row": "a", "code": "12345" }, { "_row": "b", "code": "1x" }] }""", "g/b/code/: pattern")]
    [InlineData(
        """{ "g": [{ "_row": "a", "code": "12345" }, { "_row": "b", "code": "12346", "from": 5, "to": 4 }] }""",
        "g/b/to/: before its start"
    )]
    [InlineData(
        """{ "g": [{ "_row": "a", "code": "12345" }, { "_row": "b", "code": "12346", "place": { "detail": "1", "provinceCode": "10", "districtCode": "1030", "subdistrictCode": "103001" } }] }""",
        "g/b/place/postalCode: “place”: the postal code must have 5 digits."
    )]
    [InlineData(
        """{ "g": [{ "_row": "a", "code": "12345" }, { "_row": "b", "code": "12346", "person": { "title": "นาย", "firstName": "ก", "lastName": "ข", "nationalId": "1234567890122" } }] }""",
        "g/b/person/nationalId: “person”: the national ID number doesn't add up. Please compare it with the card."
    )]
    public void Group_OneThingWrong_IsSaidFirstWithItsPlace(string answers, string expected) =>
        Assert.Equal(expected, FormFiles.Check(Form, answers).FirstOrDefault());

    [Fact]
    public void Group_Right_IsAccepted() =>
        Assert.Empty(
            FormFiles.Check(Form, """{ "g": [{ "code": "12345" }, { "code": "12346", "from": 1, "to": 1 }] }""")
        );

    [Fact]
    public void Group_SameNationalIdTwice_IsNamedAfterThePart()
    {
        const string Somebody =
            """ "person": { "title": "นาย", "firstName": "ก", "lastName": "ข", "nationalId": "1234567890121" } """;
        var answers = $$"""{ "g": [{ "code": "12345", {{Somebody}} }, { "code": "12346", {{Somebody}} }] }""";

        Assert.Equal(
            ["g///: “g”: two of them have the same “National ID number”. Each must have its own."],
            FormFiles.Check(Form, answers)
        );
        Assert.Contains(
            "“เลขประจำตัวประชาชน” ซ้ำกัน",
            Assert.Single(FormFiles.Check(Form, answers, "th-TH")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Group_OptionalWithoutRows_IsAccepted() =>
        Assert.Empty(
            FormFiles.Check(
                FormFiles.Load(
                    """{ "id": "g", "type": "group", "group": { "min": 2, "fields": [{ "id": "x", "type": "text", "required": true }] } }"""
                ),
                "{}"
            )
        );

    [Fact]
    public void Group_WithoutMax_TakesAHundred()
    {
        var form = FormFiles.Load(
            """{ "id": "g", "type": "group", "group": { "fields": [{ "id": "x", "type": "text" }] } }"""
        );
        Assert.Empty(FormFiles.Check(form, Rows(100)));
        Assert.Equal(
            ["g///: “g” takes at most 100; there are 101. Please remove some."],
            FormFiles.Check(form, Rows(101))
        );

        static string Rows(int count) =>
            $$"""{ "g": [{{string.Join(',', Enumerable.Repeat("""{ "x": "a" }""", count))}}] }""";
    }
}
