using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>Which fields this applicant is asked, given the answers so far.</summary>
public static class FormVisibility
{
    /// <summary>Fields in the form's order. A field that hangs on a hidden field is hidden too.</summary>
    public static IEnumerable<FormField> VisibleFields(this FormDefinition form, Answers answers, ApplicantType type) =>
        form.Steps.SelectMany(step => form.VisibleFields(step, answers, type));

    public static IEnumerable<FormField> VisibleFields(
        this FormDefinition form,
        FormStep step,
        Answers answers,
        ApplicantType type
    ) => step.Sections.SelectMany(section => form.VisibleFields(section, answers, type));

    public static IEnumerable<FormField> VisibleFields(
        this FormDefinition form,
        FormSection section,
        Answers answers,
        ApplicantType type
    ) => IsFor(section.Applicants, type) ? section.Fields.Where(field => form.IsVisible(field, answers, type)) : [];

    public static bool IsVisible(this FormDefinition form, FormField field, Answers answers, ApplicantType type) =>
        IsVisible(form, field, answers, type, depth: 0);

    private static bool IsVisible(FormDefinition form, FormField field, Answers answers, ApplicantType type, int depth)
    {
        // FormChecks refuses circles; the depth keeps a definition built in code from recursing for ever.
        if (depth > 20 || !form.IsAsked(field, type))
        {
            return false;
        }
        if (field.VisibleWhen is not { } condition)
        {
            return true;
        }
        return form.FindField(condition.Field) is { } other
            && IsVisible(form, other, answers, type, depth + 1)
            && Holds(answers[condition.Field], condition.EqualTo);
    }

    internal static bool IsAsked(this FormDefinition form, FormField field, ApplicantType type)
    {
        var section = form
            .Steps.SelectMany(step => step.Sections)
            .FirstOrDefault(s => s.Fields.Any(f => f.Id == field.Id));
        return section is not null && IsFor(section.Applicants, type) && IsFor(field.Applicants, type);
    }

    private static bool IsFor(IReadOnlyList<ApplicantType>? applicants, ApplicantType type) =>
        applicants is null || applicants.Contains(type);

    private static bool Holds(JsonNode? answer, string value) =>
        answer is JsonArray many ? many.Any(item => IsValue(item, value)) : IsValue(answer, value);

    private static bool IsValue(JsonNode? answer, string value)
    {
        var text = JsonAnswer.Flag(answer) is { } flag ? (flag ? "true" : "false") : JsonAnswer.Text(answer);
        text ??= JsonAnswer.Number(answer)?.ToString(CultureInfo.InvariantCulture);
        return string.Equals(text, value, StringComparison.Ordinal);
    }
}
