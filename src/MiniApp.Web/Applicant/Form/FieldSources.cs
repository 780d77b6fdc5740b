using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Applicant.Form;

/// <summary>What the applicant is told about where an answer came from, and whether they may change it.</summary>
internal sealed class FieldSources(OpenDraft draft, IStringLocalizer<Text> texts)
{
    /// <summary>The register's answer stands and can't be changed here; or officers have the draft.</summary>
    public bool IsLocked(FormField field) => (field.Locked && IsFilled(field)) || !draft.MayChange(field.Id);

    /// <summary>The same of a column, in a row that the register filled in; a row that people add is theirs.</summary>
    public bool IsLocked(RowView row, FormField column) =>
        !draft.MayChange(row.Group.Id)
        || column.Locked
            && AnswerRow
                .ReadAll(draft.Prefill.Values?[row.Group.Id])
                .Any(filled => filled.Key == row.Key && filled.Answers[column.Id] is not null);

    /// <summary>
    /// Where a prefilled answer came from and when; for a field that should have been filled in and was not, why not. Null
    /// where there is nothing to say.
    /// </summary>
    public string? SourceOf(FormField field, FormView view)
    {
        if (field.Prefill?.For(draft.ApplicantType) is null)
            return null;
        if (IsFilled(field))
        {
            var at = ThaiDate.Format(draft.Prefill.At, CultureInfo.CurrentUICulture);
            return draft.ApplicantType == ApplicantType.Juristic
                ? texts["Form.FromRegisterAt", at].Value
                : texts["Form.FromBizPortalAt", at].Value;
        }
        if (view.Answers[field.Id] is not null)
            return null;
        return draft.Prefill.Outcome switch
        {
            PrefillOutcome.Unavailable => texts["Form.SourceUnavailable"].Value,
            PrefillOutcome.Filled => texts["Form.SourceEmpty"].Value,
            _ => null,
        };
    }

    /// <summary>What the register says, where the applicant answered otherwise.</summary>
    public string? RegisterTextOf(FormField field, FormView view) =>
        draft.Prefill.Values?[field.Id] is { } known && !JsonNode.DeepEquals(known, view.Answers[field.Id])
            ? AnswerText.ForReading(field, known, CultureInfo.CurrentUICulture)
            : null;

    private bool IsFilled(FormField field) => draft.Prefill.FieldIds.Contains(field.Id, StringComparer.Ordinal);
}
