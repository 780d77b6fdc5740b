using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.TestKit;

/// <summary>Invented answers that pass a form's own rules.</summary>
public static class SampleAnswers
{
    /// <summary>Every required question this applicant is asked, documents aside.</summary>
    public static Answers For(FormDefinition form, ApplicantType type) =>
        FormSample.Of(form, type, Today, everything: false).Answers;

    /// <summary>The document fields that must have a file, given these answers.</summary>
    public static IReadOnlyList<FormField> RequiredDocuments(FormDefinition form, Answers answers, ApplicantType type)
    {
        var view = new FormView(form, answers, type, Today);
        return [.. view.VisibleFields.Where(field => field.Type == FieldType.Document && view.IsRequired(field))];
    }

    private static DateOnly Today => ThaiDate.Today(TimeProvider.System);
}
