using System.Globalization;
using System.Text.Json.Nodes;
using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Web.Shell;
using MiniApp.Web.Shell.Fields;

namespace MiniApp.Web.Tests.Shell;

/// <summary>Renders shell components in Thai, or in English by <see cref="InEnglish"/>, with the portal's own texts.</summary>
public abstract class ShellContext : BunitContext
{
    private protected ShellContext()
    {
        Services.AddShell(new ConfigurationBuilder().Build());
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(ShellServices.Thai);
    }

    private protected Answers Answers { get; } = new();

    /// <summary>Changes in the order they came; each is also written to <see cref="Answers"/>, as a page does.</summary>
    private protected List<AnswerChange> Changes { get; } = [];

    private protected static void InEnglish() =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(ShellServices.English);

    /// <summary>Fields of the form beside the one that is rendered.</summary>
    private protected List<FormField> Others { get; } = [];

    private protected IRenderedComponent<FormFieldInput> RenderField(FormField field, params FieldProblem[] errors) =>
        RenderField(field, null, errors);

    private protected IRenderedComponent<FormFieldInput> RenderField(
        FormField field,
        Action<ComponentParameterCollectionBuilder<FormFieldInput>>? also,
        params FieldProblem[] errors
    )
    {
        IRenderedComponent<FormFieldInput>? rendered = null;
        rendered = Render<FormFieldInput>(p =>
        {
            also?.Invoke(p);
            p.Add(f => f.Field, field)
                .Add(f => f.Scope, ScopeOf(field))
                .Add(f => f.Errors, errors)
                .Add(
                    f => f.OnChange,
                    change =>
                    {
                        Changes.Add(change);
                        Answers.Set(change.FieldId, change.Value);
                        rendered?.Render(parameters => parameters.Add(f => f.Scope, ScopeOf(field)));
                    }
                );
        });
        return rendered;
    }

    /// <summary>A form of this field and <see cref="Others"/>.</summary>
    private protected FormView ScopeOf(FormField field) =>
        new(
            new FormDefinition(
                "tiny",
                field.Label,
                null,
                "1",
                "T1",
                "1",
                [ApplicantType.Citizen],
                null,
                null,
                [
                    new FormStep(
                        "one",
                        field.Label,
                        null,
                        [new FormSection("only", field.Label, null, [field, .. Others])]
                    ),
                ]
            ),
            Answers,
            ApplicantType.Citizen,
            new DateOnly(2026, 8, 15)
        );

    private protected static FormField Field(FieldType type, bool required = true, int options = 0) =>
        new(
            "q",
            type,
            new LocalizedText("คำถาม", "Question"),
            Required: required,
            Options:
            [
                .. Enumerable
                    .Range(1, options)
                    .Select(i => new FieldOption($"o{i}", new LocalizedText($"ข้อ {i}", $"Option {i}"))),
            ]
        );

    private protected static string? Json(JsonNode? node) => node?.ToJsonString();
}
