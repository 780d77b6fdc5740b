using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Thai;
using MiniApp.Core.Uploads;

namespace MiniApp.Core.Forms;

/// <summary>Invented answers to a form, which pass its own rules as far as answers can be guessed.</summary>
/// <param name="Attachments">A made-up document for each field that has one.</param>
/// <param name="Problems">What the guesses could not satisfy; empty when all is well.</param>
public sealed record FormSample(
    Answers Answers,
    IReadOnlyList<SubmittedAttachment> Attachments,
    IReadOnlyList<FieldProblem> Problems
)
{
    /// <param name="today">The date in Thailand.</param>
    /// <param name="everything">Optional questions too; false answers only what must be.</param>
    public static FormSample Of(FormDefinition form, ApplicantType type, DateOnly today, bool everything)
    {
        var sample = Make(form, type, today, everything);
        if (sample.Problems.Count == 0 || !everything)
        {
            return sample;
        }
        // Less said, less to contradict.
        var shorter = Make(form, type, today, everything: false);
        return shorter.Problems.Count < sample.Problems.Count ? shorter : sample;
    }

    /// <summary>Somebody to send it in the name of.</summary>
    public static Applicant ApplicantOf(ApplicantType type) =>
        new(type is ApplicantType.Juristic ? "0105567000111" : "3100100002025", type);

    /// <summary>What Biz Portal would receive.</summary>
    public SubmissionPayload Payload(FormDefinition form, ApplicantType type, DateTimeOffset at) =>
        SubmissionPayload.Build(new(form, Answers, Attachments, ApplicantOf(type), null, at));

    private static FormSample Make(FormDefinition form, ApplicantType type, DateOnly today, bool everything)
    {
        var draft = new SampleDraft(form, type, today, everything, new Answers());
        draft.Fill();
        draft = SampleMender.Mend(draft);
        var view = draft.View();
        return new FormSample(
            draft.Answers,
            [.. view.Documents.Select(document => Attachment(form, document, today))],
            FormValidator.Validate(view)
        );
    }

    private static SubmittedAttachment Attachment(FormDefinition form, AttachedDocument document, DateOnly today)
    {
        var field = form.FindField(document.FieldId)!;
        return new SubmittedAttachment(
            field.Id,
            $"sample-{field.Id}",
            document.Name,
            document.ContentType,
            document.Size,
            field.Label.Th,
            field.Document?.TypeCode,
            null,
            new DateTimeOffset(today.ToDateTime(new TimeOnly(9, 0)), ThaiDate.BangkokOffset)
        );
    }
}

/// <summary>Answers in the making.</summary>
internal sealed class SampleDraft(
    FormDefinition form,
    ApplicantType type,
    DateOnly today,
    bool everything,
    Answers answers
)
{
    // More rows and answers than any form has; a guess that undoes itself must not go on for ever.
    private const int MostAnswers = 5000;

    private readonly HashSet<string> _impossible = new(StringComparer.Ordinal);

    public FormDefinition Form => form;

    public Answers Answers => answers;

    public SampleDraft Copy() => new(form, type, today, everything, answers.Clone());

    public FormView View()
    {
        var view = new FormView(
            form,
            answers,
            type,
            today,
            [.. form.Fields.Select(Document).OfType<AttachedDocument>()]
        );
        var asked = view.VisibleFields.Where(Wanted(view)).Select(field => field.Id).ToHashSet(StringComparer.Ordinal);
        return new(form, answers, type, today, [.. view.Documents.Where(d => asked.Contains(d.FieldId))]);
    }

    /// <summary>Answers what is still to be answered. An answer may bring further questions into sight, so one at a time.</summary>
    public void Fill()
    {
        for (var n = 0; n < MostAnswers && Next(View()) is { } next; n++)
        {
            var (scope, field, row) = next;
            if (field.Group is not null)
            {
                AddRow(field);
            }
            else if (SampleValues.Find(scope, field, row, everything) is { } value)
            {
                Set(scope, field, value);
            }
            else
            {
                _impossible.Add(scope.IdPrefix + field.Id);
            }
        }
    }

    public void AddRow(FormField group)
    {
        var rows = answers.Rows(group.Id).ToList();
        // Keys that are the same each time, so that two samples of a form are.
        var taken = rows.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        var key = Enumerable
            .Range(1, rows.Count + 1)
            .Select(i => FormattableString.Invariant($"s{i}"))
            .First(taken.Add);
        answers.Set(group.Id, AnswerRow.WriteAll([.. rows, new AnswerRow(key, new Answers())]));
    }

    public void Set(FieldScope scope, FormField field, JsonNode? value)
    {
        if (scope is not RowView row)
        {
            answers.Set(field.Id, value);
            return;
        }
        var rows = answers.Rows(row.Group.Id);
        rows.FirstOrDefault(r => r.Key == row.Key)?.Answers.Set(field.Id, value);
        answers.Set(row.Group.Id, AnswerRow.WriteAll(rows));
    }

    private (FieldScope Scope, FormField Field, int Row)? Next(FormView view)
    {
        foreach (var field in view.VisibleFields.Where(Wanted(view)))
        {
            var rows = view.RowsOf(field);
            if (IsOpen(view, field) && (field.Group is null || rows.Count < Math.Max(field.Group.Min ?? 1, 1)))
            {
                return (view, field, 0);
            }
            foreach (var (n, row) in rows.Index())
            {
                if (row.VisibleFields.Where(Wanted(row)).FirstOrDefault(column => IsOpen(row, column)) is { } column)
                {
                    return (row, column, n);
                }
            }
        }
        return null;
    }

    private Func<FormField, bool> Wanted(FieldScope scope) =>
        field => field.IsAnswered && (everything || scope.IsRequired(field) || scope.Answers[field.Id] is not null);

    private bool IsOpen(FieldScope scope, FormField field) =>
        field.Type is not FieldType.Document
        && !_impossible.Contains(scope.IdPrefix + field.Id)
        && (field.Group is not null || JsonAnswer.IsMissing(scope.Answers[field.Id]));

    private static AttachedDocument? Document(FormField field)
    {
        if (field.Document is not { Types: [var type, ..] } rule)
        {
            return null;
        }
        var name = $"sample.{type}";
        return new(field.Id, name, ContentTypes.Of(name, null), Math.Min(rule.MaxBytes, 10_000), Complete: true);
    }
}
