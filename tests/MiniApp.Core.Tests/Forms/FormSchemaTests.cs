using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Holds forms/form.schema.json, which editors use, against the types that the portal reads.</summary>
public sealed class FormSchemaTests
{
    private static readonly JsonObject Schema = JsonNode
        .Parse(File.ReadAllText(Path.Combine(TestForms.Directory, "form.schema.json")))!
        .AsObject();

    [Theory]
    [InlineData("form", typeof(FormDefinition))]
    [InlineData("step", typeof(FormStep))]
    [InlineData("section", typeof(FormSection))]
    [InlineData("field", typeof(FormField))]
    [InlineData("option", typeof(FieldOption))]
    [InlineData("condition", typeof(Condition))]
    [InlineData("document", typeof(DocumentRule))]
    [InlineData("text", typeof(LocalizedText))]
    public void Definition_HasTheMembersOfItsType(string name, Type type)
    {
        var definition = Schema["$defs"]![name]!;
        // Members without a setter are computed (Fields) and never read from a file.
        var members = FormJson
            .Options.GetTypeInfo(type)
            .Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null)
            .ToList();

        Assert.Equal(
            members.Select(m => m.Name).Order(StringComparer.Ordinal),
            definition["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            members.Where(m => m.IsRequired).Select(m => m.Name).Order(StringComparer.Ordinal),
            definition["required"]!.AsArray().Select(n => n!.GetValue<string>()).Order(StringComparer.Ordinal)
        );
        Assert.False(definition["additionalProperties"]!.GetValue<bool>());
    }

    [Fact]
    public void Enumerations_ListEveryValue()
    {
        Assert.Equal(Names<FieldType>(), Values(Schema["$defs"]!["field"]!["properties"]!["type"]!));
        Assert.Equal(Names<ApplicantType>(), Values(Schema["$defs"]!["applicants"]!["items"]!));
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Values(JsonNode node) =>
        node["enum"]!.AsArray().Select(n => n!.GetValue<string>()).Order(StringComparer.Ordinal);
}
