using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class AnswerTests
{
    private static readonly CultureInfo Th = CultureInfo.GetCultureInfo("th-TH");
    private static readonly CultureInfo En = CultureInfo.GetCultureInfo("en-GB");

    [Theory]
    [InlineData(FieldType.Text, "  ร้านลุง  ", "\"ร้านลุง\"")]
    [InlineData(FieldType.Text, "   ", null)]
    [InlineData(FieldType.MultiLine, "ก\r\nข", "\"ก\\nข\"")]
    [InlineData(FieldType.Integer, "๑,๒๓๔", "1234")]
    [InlineData(FieldType.Integer, "1 234", "1234")]
    [InlineData(FieldType.Integer, "สิบ", "\"สิบ\"")]
    [InlineData(FieldType.Decimal, "245.50", "245.5")]
    [InlineData(FieldType.Decimal, "1,5", "\"1,5\"")]
    [InlineData(FieldType.Money, "150,000 บาท", "150000")]
    [InlineData(FieldType.Money, "150.-", "150")]
    [InlineData(FieldType.Money, "฿1,234.50", "1234.5")]
    [InlineData(FieldType.Money, "99999999999999999999999999999999", "\"99999999999999999999999999999999\"")]
    [InlineData(FieldType.Date, "๑๕ ส.ค. ๖๙", "\"2026-08-15\"")]
    [InlineData(FieldType.Date, "29/2/2568", "\"29/2/2568\"")]
    [InlineData(FieldType.NationalId, "1-2345-67890-12-1", "\"1234567890121\"")]
    [InlineData(FieldType.Phone, "+66 81 234 5678", "\"0812345678\"")]
    [InlineData(FieldType.PostalCode, "๑๐๙๐๐", "\"10900\"")]
    [InlineData(FieldType.Choices, "a, b", "[\"a\",\"b\"]")]
    [InlineData(FieldType.YesNo, "ใช่", "true")]
    [InlineData(FieldType.YesNo, "false", "false")]
    [InlineData(FieldType.YesNo, "บางที", "\"บางที\"")]
    [InlineData(FieldType.Address, "99/9 ถนนสุข", "{\"detail\":\"99/9 ถนนสุข\"}")]
    [InlineData(FieldType.Address, "{\"provinceCode\":\"10\"}", "{\"provinceCode\":\"10\"}")]
    [InlineData(FieldType.Document, "x", null)]
    public void Parse_WhatPeopleType_GivesTheAnswersShape(FieldType type, string typed, string? json)
    {
        using var _ = new Culture("th-TH");
        var expected = json is null ? null : JsonNode.Parse(json);
        Assert.True(
            JsonNode.DeepEquals(expected, AnswerReader.Parse(Field(type), typed)),
            AnswerReader.Parse(Field(type), typed)?.ToJsonString()
        );
    }

    [Theory]
    [InlineData(FieldType.Date, "\"2026-08-15\"", "15 สิงหาคม 2569", "15 August 2026")]
    [InlineData(FieldType.Date, "\"เร็ว ๆ นี้\"", "เร็ว ๆ นี้", "เร็ว ๆ นี้")]
    [InlineData(FieldType.Money, "1234.5", "1,234.50", "1,234.50")]
    [InlineData(FieldType.Decimal, "1234.5", "1,234.5", "1,234.5")]
    [InlineData(FieldType.Choice, "\"a\"", "ก", "A")]
    [InlineData(FieldType.Choices, "[\"a\",\"z\"]", "ก, z", "A, z")]
    [InlineData(FieldType.YesNo, "true", "ใช่", "Yes")]
    [InlineData(FieldType.Acceptance, "false", "ไม่ยอมรับ", "Not accepted")]
    [InlineData(FieldType.Phone, "\"0812345678\"", "081-234-5678", "081-234-5678")]
    [InlineData(FieldType.Text, "null", "", "")]
    public void ForReading_EachLanguage_ReadsAsPeopleWrite(FieldType type, string json, string thai, string english)
    {
        Assert.Equal(thai, AnswerText.ForReading(Field(type), JsonNode.Parse(json), Th));
        Assert.Equal(english, AnswerText.ForReading(Field(type), JsonNode.Parse(json), En));
    }

    [Fact]
    public void ForReading_Address_HasTheWordsOfItsPlace()
    {
        var bangkok = new AddressAnswer(
            "9 ซอยสุข",
            "10",
            "กรุงเทพมหานคร",
            "1030",
            "จตุจักร",
            "103001",
            "ลาดยาว",
            "10900"
        ).ToJson();
        var elsewhere = new AddressAnswer(
            "9",
            "50",
            "เชียงใหม่",
            "5001",
            "เมืองเชียงใหม่",
            "500101",
            "ศรีภูมิ",
            "50200"
        ).ToJson();

        Assert.Equal(
            "9 ซอยสุข แขวงลาดยาว เขตจตุจักร กรุงเทพมหานคร 10900",
            AnswerText.ForReading(Field(FieldType.Address), bangkok, Th)
        );
        Assert.Equal(
            "9 ตำบลศรีภูมิ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่ 50200",
            AnswerText.ForReading(Field(FieldType.Address), elsewhere, Th)
        );
        Assert.Equal(
            "9, Si Phum, Mueang Chiang Mai, Chiang Mai 50200",
            AnswerText.ForReading(Field(FieldType.Address), elsewhere, En)
        );
    }

    [Theory]
    [InlineData(FieldType.Integer, "1234567")]
    [InlineData(FieldType.Decimal, "0.125")]
    [InlineData(FieldType.Money, "-1234.5")]
    [InlineData(FieldType.Date, "\"2024-02-29\"")]
    [InlineData(FieldType.NationalId, "\"1234567890121\"")]
    [InlineData(FieldType.Phone, "\"021234567\"")]
    [InlineData(FieldType.Choices, "[\"a\",\"b\"]")]
    [InlineData(FieldType.YesNo, "false")]
    [InlineData(FieldType.MultiLine, "\"ก\\nข\"")]
    public void ForEditing_ReadBack_IsTheSameAnswer(FieldType type, string json)
    {
        foreach (var culture in new[] { "th-TH", "en-GB" })
        {
            using var _ = new Culture(culture);
            var text = AnswerText.ForEditing(Field(type), JsonNode.Parse(json), CultureInfo.CurrentUICulture);
            Assert.Equal(json, AnswerReader.Parse(Field(type), text)?.ToJsonString(Relaxed));
        }
    }

    [Fact]
    public void AnythingTyped_IntoAnyField_IsNeverAnException() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<string>(typed =>
            {
                foreach (var type in Enum.GetValues<FieldType>())
                {
                    Exercise(type, AnswerReader.Parse(Field(type), typed));
                }
            })
        );

    [Fact]
    public void AnyJson_InAnyField_IsNeverAnException() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Json(3).ToArbitrary(),
                json =>
                {
                    foreach (var type in Enum.GetValues<FieldType>())
                    {
                        Exercise(type, JsonNode.Parse(json));
                    }
                }
            )
        );

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static void Exercise(FieldType type, JsonNode? node)
    {
        var field = Field(type);
        var form = TestForms.With(
            field,
            new FormField("g", FieldType.Text, field.Label, VisibleWhen: new Condition("f", EqualTo: "a"))
        );
        var answers = new Answers();
        answers.Set("f", node);
        new FormValidator(TimeProvider.System).Validate(form, answers, [], ApplicantType.Citizen);
        AnswerText.ForEditing(field, node, Th);
        AnswerText.ForReading(field, node, En);
        _ = (answers.Text("f"), answers.Flag("f"), answers.Number("f"), answers.Selected("f"), answers.Address("f"));
    }

    private static Gen<string> Json(int depth)
    {
        var leaf = Gen.Elements(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e400",
            "12.5",
            "\"\"",
            "\"a\"",
            "\"2024-02-30\"",
            "\"\\ud800\"",
            "\"10\""
        );
        if (depth == 0)
        {
            return leaf;
        }
        var inner = Json(depth - 1);
        var members = Gen.Elements("detail", "provinceCode", "districtCode", "subdistrictCode", "postalCode", "x");
        return Gen.OneOf(
            leaf,
            Gen.ListOf(inner, 2).Select(items => $"[{string.Join(',', items)}]"),
            members.SelectMany(name => inner.Select(value => $"{{\"{name}\":{value}}}"))
        );
    }

    private static FormField Field(FieldType type) =>
        new(
            "f",
            type,
            new("ป้าย", "Label"),
            Options: type is FieldType.Choice or FieldType.Choices
                ? [new("a", new("ก", "A")), new("b", new("ข", "B"))]
                : null,
            Document: type is FieldType.Document ? new(["pdf"], 1, 1) : null
        );
}
