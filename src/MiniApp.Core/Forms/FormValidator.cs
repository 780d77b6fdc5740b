using FluentValidation;
using MiniApp.Core.Applicants;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>What is wrong with one answer.</summary>
/// <param name="FieldId">The field; of a row its group.</param>
/// <param name="Message">What is wrong and how to mend it, in the current UI culture.</param>
/// <param name="Part">Which part of an address (<c>detail</c>, <c>province</c>, <c>district</c>, <c>subdistrict</c>, <c>postalCode</c>) or of a person (see <see cref="PersonAnswer.Parts"/>).</param>
/// <param name="RowKey">The row of a group; null when it is about the group as a whole.</param>
/// <param name="ColumnId">The field in that row.</param>
public sealed record FieldProblem(
    string FieldId,
    string Message,
    string? Part = null,
    string? RowKey = null,
    string? ColumnId = null
);

/// <summary>A document as far as validation is concerned.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Complete">False while chunks are still missing.</param>
public sealed record AttachedDocument(string FieldId, string Name, string ContentType, long Size, bool Complete);

/// <summary>Checks answers and documents against the form. Fields that this applicant isn't asked are not checked.</summary>
public sealed class FormValidator(TimeProvider clock)
{
    private static readonly Dictionary<FieldType, IValidator<FieldAnswer>> TypeRules = new()
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
        [FieldType.NameTitle] = new NameTitleRules(),
        [FieldType.Choice] = new ChoiceRules(),
        [FieldType.Choices] = new ChoicesRules(),
        [FieldType.YesNo] = new YesNoRules(),
        [FieldType.Address] = new AddressRules(),
        [FieldType.Location] = new LocationRules(),
        [FieldType.Person] = new PersonRules(),
        [FieldType.Group] = new GroupRules(),
        [FieldType.Document] = new DocumentRules(),
        [FieldType.Acceptance] = new AcceptanceRules(),
    };

    private static readonly CrossFieldRules BetweenFields = new();

    /// <summary>The answers seen through the form's rules, today.</summary>
    public FormView View(
        FormDefinition form,
        Answers answers,
        ApplicantType type,
        IReadOnlyList<AttachedDocument>? documents = null
    ) => new(form, answers, type, ThaiDate.Today(clock), documents);

    /// <summary>Problems in the form's order; empty when all is well.</summary>
    /// <param name="stepId">Only this step's fields; null for the whole form.</param>
    public IReadOnlyList<FieldProblem> Validate(
        FormDefinition form,
        Answers answers,
        IReadOnlyList<AttachedDocument> documents,
        ApplicantType type,
        string? stepId = null
    ) => Validate(View(form, answers, type, documents), stepId);

    /// <inheritdoc cref="Validate(FormDefinition, Answers, IReadOnlyList{AttachedDocument}, ApplicantType, string?)"/>
    public static IReadOnlyList<FieldProblem> Validate(FormView view, string? stepId = null) =>
        [
            .. view
                .Definition.Steps.Where(step => stepId is null || step.Id == stepId)
                .SelectMany(view.VisibleFieldsOf)
                .SelectMany(field => Validate(view, field)),
        ];

    /// <summary>What is wrong with one field, its rows, and between it and others; nothing while it is hidden.</summary>
    public static IReadOnlyList<FieldProblem> Validate(FormView view, FormField field)
    {
        if (!view.IsVisible(field))
        {
            return [];
        }
        var documents = view.Documents.Where(d => d.FieldId == field.Id).ToList();
        var answer = new FieldAnswer(view, field, view.ValueOf(field), documents);
        return
        [
            .. Check(answer),
            .. view.RowsOf(field).SelectMany(row => ValidateRow(field, row)),
            .. CheckOthers(answer),
        ];
    }

    private static IEnumerable<FieldProblem> ValidateRow(FormField group, RowView row)
    {
        foreach (var column in row.VisibleFields)
        {
            var answer = new FieldAnswer(row, column, row.ValueOf(column), []);
            foreach (var problem in Check(answer).Concat(CheckOthers(answer)))
            {
                yield return new(group.Id, problem.Message, problem.Part, row.Key, column.Id);
            }
        }
    }

    private static IEnumerable<FieldProblem> CheckOthers(FieldAnswer answer) =>
        answer.Scope.ChecksAt(answer.Field).Any()
            ? BetweenFields
                .Validate(answer)
                .Errors.Select(error => new FieldProblem(answer.Field.Id, error.ErrorMessage))
            : [];

    internal static IEnumerable<FieldProblem> Check(FieldAnswer answer)
    {
        var field = answer.Field;
        if (!field.IsAnswered)
        {
            return [];
        }
        if (answer.IsMissing)
        {
            return answer.Scope.IsRequired(field)
                ? [new(field.Id, FormMessages.Current(RequiredMessage(field.Type), answer.Label))]
                : [];
        }
        return TypeRules[field.Type]
            .Validate(answer)
            .Errors.Select(error => new FieldProblem(
                field.Id,
                error.ErrorMessage,
                field.Type is FieldType.Address or FieldType.Person ? error.PropertyName : null
            ));
    }

    private static string RequiredMessage(FieldType type) =>
        type switch
        {
            FieldType.Choice or FieldType.Choices or FieldType.YesNo => "RequiredChoice",
            FieldType.Document => "RequiredDocument",
            FieldType.Acceptance => "RequiredAcceptance",
            FieldType.Group => "RequiredRow",
            _ => "RequiredText",
        };
}
