using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>
/// A person of a profile: a committee member's <c>title, firstName, lastName, nationality</c>, perhaps <c>identityId</c> or
/// <c>passport</c>. Anything may be missing.
/// </summary>
internal static class ProfilePerson
{
    public static PersonAnswer Read(JsonNode node)
    {
        var nationality = Get(node, "nationality");
        var person = new PersonAnswer(
            AnswerReader.ParsePart("title", Get(node, "title", "titleName")),
            AnswerReader.ParsePart("firstName", Get(node, "firstName")),
            AnswerReader.ParsePart("lastName", Get(node, "lastName")),
            // What nobody knows stays, for the applicant to mend: it is certainly not the same as Thai.
            Nationalities.Resolve(nationality)?.Code
                ?? AnswerReader.ParsePart("nationality", nationality)
        );
        var number = AnswerReader.ParsePart("nationalId", Get(node, "identityId", "nationalId", "citizenId"));
        return person.IsThai
            ? person with
            {
                NationalId = NationalId.IsValid(number) ? number : null,
            }
            : person with
            {
                Passport = AnswerReader.ParsePart("passport", Get(node, "passport", "passportNo")),
            };
    }

    private static string? Get(JsonNode node, params string[] names) =>
        node is not JsonObject members
            ? null
            : names
                .Select(name =>
                    members.FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase)).Value
                )
                .Select(value =>
                    JsonAnswer.Number(value) is { } number ? AnswerText.Invariant(number) : JsonAnswer.Text(value)
                )
                // Registries write a dash where there is nothing.
                .FirstOrDefault(text => text is not null && text.Trim() is not ("" or "-" or "–"));
}
