using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <param name="FieldIds">Fields that were filled in, in the form's order; their answers are what the profile says.</param>
public sealed record PrefillResult(Answers Answers, IReadOnlyList<string> FieldIds);

/// <summary>
/// Answers that Biz Portal's profile already holds. Every member of a profile may be missing or odd: only what would pass
/// validation is filled in, except addresses, people and rows, which may be half known.
/// </summary>
public static class Prefill
{
    /// <param name="profile">The envelope's <c>data</c>; empty where the profile could not be had.</param>
    /// <param name="at">Now; a date of birth after it is ignored.</param>
    public static PrefillResult Apply(FormDefinition form, JsonObject profile, Applicant applicant, DateTimeOffset at)
    {
        // A member that stands twice, or text that is no Unicode: nothing of such a profile can be relied on.
        profile = JsonAnswer.IsReadable(profile) ? profile : [];
        var today = DateOnly.FromDateTime(at.ToOffset(ThaiDate.BangkokOffset).DateTime);
        var view = new FormView(form, new Answers(), applicant.Type, today);
        var answers = new Answers();
        var filled = new List<string>();
        // Fields that hang on other answers are filled too, those meant for the other kind of applicant are not.
        foreach (var field in form.Fields.Where(view.IsAsked))
        {
            if (
                Find(field, profile, applicant) is not { } found
                || Read(view, field, found, applicant.Type) is not { } answer
            )
            {
                continue;
            }
            answers.Set(field.Id, answer);
            filled.Add(field.Id);
        }
        return new PrefillResult(answers, filled);
    }

    private static JsonNode? Find(FormField field, JsonObject profile, Applicant applicant)
    {
        if (field.Prefill?.For(applicant.Type) is not { } text || !ProfilePath.TryParse(text, out var path))
        {
            return null;
        }
        var found = path.Find(profile);
        // Who applies is known from the session even without a profile.
        return found is null && text == "identityId" ? applicant.IdentityId : found;
    }

    private static JsonNode? Read(FormView view, FormField field, JsonNode found, ApplicantType type)
    {
        switch (field.Type)
        {
            case FieldType.Address:
                var address = ProfileAddress.Read(found);
                return address.IsEmpty ? null : address.ToJson();
            case FieldType.Person:
                return ProfilePerson.Read(found).ToJson();
            case FieldType.Group:
                return found is JsonArray items ? AnswerRow.WriteAll(ReadRows(view, field, items, type)) : null;
            default:
                var text = found is JsonValue value ? JsonAnswer.Text(value) ?? value.ToJsonString() : null;
                var answer =
                    field.Type is FieldType.Date ? ReadDate(text, view.Today) : AnswerReader.Parse(field, text);
                return answer is not null && !FormValidator.Check(new(view, field, answer, [])).Any() ? answer : null;
        }
    }

    /// <summary>One row for each item of a list in the profile; a column's path is read within the item, <c>$</c> is the item itself.</summary>
    private static IEnumerable<AnswerRow> ReadRows(FormView view, FormField group, JsonArray items, ApplicantType type)
    {
        foreach (var item in InOrder(items).Take(group.Group!.Max ?? GroupRule.DefaultMax))
        {
            var row = AnswerRow.New();
            foreach (var column in group.Group.Fields.Where(column => column.Prefill is not null))
            {
                var found = column.Prefill!.For(type) switch
                {
                    null => null,
                    "$" => item,
                    var text => ProfilePath.TryParse(text, out var path) ? path.Find(item) : null,
                };
                row.Answers.Set(column.Id, found is null ? null : Read(view, column, found, type));
            }
            if (!row.Answers.IsEmpty)
            {
                yield return row;
            }
        }
    }

    /// <summary>By <c>order</c> or <c>sequence</c>, as registries number their lists; what has no number comes last.</summary>
    private static IEnumerable<JsonObject> InOrder(JsonArray items) =>
        items.OfType<JsonObject>().OrderBy(item => Place(item["order"] ?? item["sequence"]) ?? decimal.MaxValue);

    private static decimal? Place(JsonNode? node) =>
        JsonAnswer.Number(node)
        ?? (
            decimal.TryParse(JsonAnswer.Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? place
                : null
        );

    private static JsonValue? ReadDate(string? text, DateOnly today) =>
        ProfileDate.TryRead(text, out var date) && date <= today ? JsonValue.Create(ThaiDate.ToWire(date)) : null;
}
