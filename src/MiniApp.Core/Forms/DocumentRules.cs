using FluentValidation;

namespace MiniApp.Core.Forms;

/// <summary>
/// Count, and each file's type, size and completeness. The type goes by the file name's extension: the content type is
/// whatever a browser guessed.
/// </summary>
internal sealed class DocumentRules : AbstractValidator<FieldAnswer>
{
    public DocumentRules()
    {
        RuleFor(a => a.Documents)
            .Must((a, documents) => documents.Count <= Rule(a).MaxCount)
            .WithMessage(a => a.Say("DocumentCount", Rule(a).MaxCount, a.Documents.Count - Rule(a).MaxCount));
        RuleForEach(a => a.Documents)
            .Cascade(CascadeMode.Stop)
            .Must((a, d) => Rule(a).Types.Contains(Extension(d.Name), StringComparer.OrdinalIgnoreCase))
            .WithMessage((a, d) => a.Say("DocumentType", d.Name, Types(a)))
            .Must((_, d) => d.Size > 0)
            .WithMessage((a, d) => a.Say("DocumentEmpty", d.Name))
            .Must((a, d) => d.Size <= Rule(a).MaxBytes)
            .WithMessage((a, d) => a.Say("DocumentSize", d.Name, AnswerText.Size(Rule(a).MaxBytes)))
            .Must((_, d) => d.Complete)
            .WithMessage((a, d) => a.Say("DocumentIncomplete", d.Name));
    }

    private static DocumentRule Rule(FieldAnswer answer) =>
        answer.Field.Document ?? new DocumentRule([], MaxBytes: 0, MaxCount: 0);

    private static string Extension(string name) => Path.GetExtension(name).TrimStart('.');

    private static string Types(FieldAnswer answer) =>
        string.Join(", ", Rule(answer).Types.Select(type => type.ToUpperInvariant()));
}
