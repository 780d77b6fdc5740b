namespace MiniApp.Core.Forms;

/// <summary>
/// Tries other answers where checks between fields are not content: one change at a time, kept when fewer problems remain.
/// </summary>
internal static class SampleMender
{
    private const int MostTries = 2000;

    public static SampleDraft Mend(SampleDraft draft)
    {
        var problems = FormValidator.Validate(draft.View());
        for (var tries = 0; problems.Count > 0 && tries < MostTries; )
        {
            var better = false;
            foreach (var change in Changes(draft, problems))
            {
                var other = draft.Copy();
                change(other);
                other.Fill();
                var left = FormValidator.Validate(other.View());
                if (left.Count < problems.Count)
                {
                    (draft, problems, better) = (other, left, true);
                    break;
                }
                if (++tries >= MostTries)
                {
                    break;
                }
            }
            if (!better)
            {
                break;
            }
        }
        return draft;
    }

    private static IEnumerable<Action<SampleDraft>> Changes(SampleDraft draft, IReadOnlyList<FieldProblem> problems)
    {
        var view = draft.View();
        foreach (var field in problems.Select(p => p.FieldId).Distinct().SelectMany(id => Concerned(draft.Form, id)))
        {
            if (field.Group is not { } group)
            {
                foreach (var value in SampleValues.Others(view, field))
                {
                    yield return other => other.Set(view, field, value);
                }
                continue;
            }
            if (view.RowsOf(field).Count < (group.Max ?? GroupRule.DefaultMax))
            {
                yield return other => other.AddRow(field);
            }
            foreach (var row in view.RowsOf(field))
            {
                foreach (var column in group.Fields)
                {
                    foreach (var value in SampleValues.Others(row, column))
                    {
                        yield return other => other.Set(row, column, value);
                    }
                }
            }
        }
    }

    /// <summary>The field that shows a problem, and those that its checks speak of, through computed ones too.</summary>
    private static List<FormField> Concerned(FormDefinition form, string fieldId)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal) { fieldId };
        foreach (var check in (form.Checks ?? []).Where(check => check.Field == fieldId))
        {
            FormChecks.Collect(check.Require, ids);
            FormChecks.Collect(check.When, ids);
        }
        for (var known = 0; known < ids.Count; )
        {
            known = ids.Count;
            foreach (var computed in ids.Select(form.FindField).Where(field => field?.Compute is not null).ToList())
            {
                FormChecks.Collect(computed!.Compute, ids);
            }
        }
        return [.. ids.Select(form.FindField).OfType<FormField>().Where(field => field.IsAnswered)];
    }
}
