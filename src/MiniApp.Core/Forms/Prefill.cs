using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <param name="FieldIds">Fields that were filled in, in the form's order.</param>
public sealed record PrefillResult(Answers Answers, IReadOnlyList<string> FieldIds);

/// <summary>
/// Answers that Biz Portal's profile already holds. Every member of a profile may be missing or odd: only what would pass
/// validation is filled in, except an address, which may be half known.
/// </summary>
public static class Prefill
{
    /// <param name="profile">The envelope's <c>data</c>; empty where the profile could not be had.</param>
    /// <param name="at">Now; a date of birth after it is ignored.</param>
    public static PrefillResult Apply(FormDefinition form, JsonObject profile, Applicant applicant, DateTimeOffset at)
    {
        var answers = new Answers();
        var filled = new List<string>();
        foreach (var field in form.Fields)
        {
            if (Find(field, profile, applicant) is not { } found || Read(field, found, at) is not { } answer)
            {
                continue;
            }
            answers.Set(field.Id, answer);
            filled.Add(field.Id);
        }
        // Fields that hang on other answers stay, those meant for the other kind of applicant go.
        foreach (var id in filled.Where(id => !form.IsAsked(form.FindField(id)!, applicant.Type)).ToList())
        {
            answers.Set(id, null);
            filled.Remove(id);
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

    private static JsonNode? Read(FormField field, JsonNode found, DateTimeOffset at)
    {
        if (field.Type is FieldType.Address)
        {
            var address = ProfileAddress.Read(found);
            return address.IsEmpty ? null : address.ToJson();
        }
        var text = found is JsonValue value ? JsonAnswer.Text(value) ?? value.ToJsonString() : null;
        var answer = field.Type is FieldType.Date ? ReadDate(text, at) : AnswerReader.Parse(field, text);
        return answer is not null && !FormValidator.Check(new(field, answer, [])).Any() ? answer : null;
    }

    private static JsonValue? ReadDate(string? text, DateTimeOffset at) =>
        ProfileDate.TryRead(text, out var date)
        && date <= DateOnly.FromDateTime(at.ToOffset(ThaiDate.BangkokOffset).DateTime)
            ? JsonValue.Create(ThaiDate.ToWire(date))
            : null;
}
