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

/// <summary>Checks answers and documents against the form.</summary>
public sealed class FormValidator
{
#pragma warning disable CA1822 // the rules follow
    /// <summary>Problems in the form's order; empty when all is well.</summary>
    /// <param name="stepId">Only this step's fields; null for the whole form.</param>
    public IReadOnlyList<FieldProblem> Validate(
        FormDefinition form,
        Answers answers,
        IReadOnlyList<AttachedDocument> documents,
        ApplicantType type,
        string? stepId = null
    ) => [];
}
