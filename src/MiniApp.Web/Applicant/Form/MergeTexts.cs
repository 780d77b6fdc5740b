using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Thai;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Applicant.Form;

/// <summary>Who changed what and when, as people read it. Nobody is named: it is the same person, or one they let in.</summary>
public sealed class MergeTexts(FormDefinition form, LiveSession session, IStringLocalizer<Text> texts)
{
    public string Who(DraftFieldChange by) =>
        by.SessionId == session.Id ? texts["Merge.OtherWindow"].Value
        : by.SignedInAt is { } at ? texts["Merge.OtherSignIn", ThaiDate.Format(at, CultureInfo.CurrentUICulture)].Value
        : texts["Merge.OtherSignInPlain"].Value;

    public string WhoAndWhen(DraftFieldChange by) =>
        texts["Merge.WhoAndWhen", Who(by), ThaiDate.FormatTime(by.ChangedAt, CultureInfo.CurrentUICulture)];

    /// <summary>The same where it may well have been this very window.</summary>
    public string AnyoneAndWhen(DraftFieldChange by) =>
        by.SessionId == session.Id
            ? texts["Merge.When", ThaiDate.FormatTime(by.ChangedAt, CultureInfo.CurrentUICulture)]
            : WhoAndWhen(by);

    public string LabelOf(string fieldId) => form.FindField(fieldId)?.Label.ToString() ?? fieldId;

    public string ValueOf(string fieldId, JsonNode? value)
    {
        var text = form.FindField(fieldId) is { } field
            ? AnswerText.ForReading(field, value, CultureInfo.CurrentUICulture)
            : value?.ToJsonString();
        return string.IsNullOrWhiteSpace(text) ? texts["Check.NoAnswer"].Value : text;
    }

    /// <summary>Labels of these answers, each once.</summary>
    public string Labels(IEnumerable<string> fieldIds) =>
        string.Join(", ", fieldIds.Where(id => form.FindField(id) is not null).Distinct().Select(LabelOf));
}
