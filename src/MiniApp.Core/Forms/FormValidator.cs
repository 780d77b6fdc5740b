using FluentValidation;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>What is wrong with one answer.</summary>
/// <param name="Message">What is wrong and how to mend it, in the current UI culture.</param>
/// <param name="Part">Which part of an address: <c>detail</c>, <c>province</c>, <c>district</c>, <c>subdistrict</c> or <c>postalCode</c>.</param>
public sealed record FieldProblem(string FieldId, string Message, string? Part = null);

/// <summary>A document as far as validation is concerned.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Complete">False while chunks are still missing.</param>
public sealed record AttachedDocument(string FieldId, string Name, string ContentType, long Size, bool Complete);

/// <summary>Checks answers and documents against the form. Fields that this applicant isn't asked are not checked.</summary>
public sealed class FormValidator
{
    private static readonly Dictionary<FieldType, IValidator<FieldAnswer>> Rules = new()
    {
        [FieldType.Text] = new TextRules(),
        [FieldType.MultiLine] = new TextRules(),
        [FieldType.Integer] = new NumberRules(),
        [FieldType.Decimal] = new NumberRules(),
        [FieldType.Money] = new NumberRules(),
        [FieldType.Date] = new DateRules(),
        [FieldType.NationalId] = new NationalIdRules(),
        [FieldType.JuristicId] = new JuristicIdRules(),
        [FieldType.Phone] = new PhoneRules(),
        [FieldType.Email] = new EmailRules(),
        [FieldType.PostalCode] = new PostalCodeRules(),
        [FieldType.Choice] = new ChoiceRules(),
        [FieldType.Choices] = new ChoicesRules(),
        [FieldType.YesNo] = new YesNoRules(),
        [FieldType.Address] = new AddressRules(),
        [FieldType.Document] = new DocumentRules(),
        [FieldType.Acceptance] = new AcceptanceRules(),
    };

    /// <summary>Problems in the form's order; empty when all is well.</summary>
    /// <param name="stepId">Only this step's fields; null for the whole form.</param>
#pragma warning disable CA1822 // An instance: it is injected, so that rules may come to need services.
    public IReadOnlyList<FieldProblem> Validate(
        FormDefinition form,
        Answers answers,
        IReadOnlyList<AttachedDocument> documents,
        ApplicantType type,
        string? stepId = null
    )
    {
        var steps = stepId is null ? form.Steps : form.Steps.Where(step => step.Id == stepId);
        return
        [
            .. steps
                .SelectMany(step => form.VisibleFields(step, answers, type))
                .SelectMany(field =>
                    Check(new(field, answers[field.Id], [.. documents.Where(d => d.FieldId == field.Id)]))
                ),
        ];
    }
#pragma warning restore CA1822

    internal static IEnumerable<FieldProblem> Check(FieldAnswer answer)
    {
        var field = answer.Field;
        if (answer.IsMissing)
        {
            return field.Required
                ? [new(field.Id, FormMessages.Current(RequiredMessage(field.Type), answer.Label))]
                : [];
        }
        return Rules[field.Type]
            .Validate(answer)
            .Errors.Select(error => new FieldProblem(
                field.Id,
                error.ErrorMessage,
                field.Type is FieldType.Address ? error.PropertyName : null
            ));
    }

    private static string RequiredMessage(FieldType type) =>
        type switch
        {
            FieldType.Choice or FieldType.Choices or FieldType.YesNo => "RequiredChoice",
            FieldType.Document => "RequiredDocument",
            FieldType.Acceptance => "RequiredAcceptance",
            _ => "RequiredText",
        };
}
