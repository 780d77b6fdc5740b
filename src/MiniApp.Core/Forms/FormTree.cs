using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms;

/// <summary>A draft as it came back from Biz Portal.</summary>
/// <param name="Prefill">Where its first answers came from, as the portal recorded it.</param>
/// <param name="IsDeleted">The applicant deleted it: see <see cref="FormTree.Deleted"/>.</param>
/// <param name="FormVersion">Version of the form it was begun with, where it says so.</param>
public sealed record DraftContent(
    string? FormCode,
    string? FormVersion,
    DateTimeOffset? SavedAt,
    Answers Answers,
    IReadOnlyList<SubmittedAttachment> Attachments,
    JsonNode? Prefill = null,
    bool IsDeleted = false
);

/// <summary>
/// The form tree that Biz Portal keeps at <c>data.data</c>, so that a draft can be reopened on another browser, with its
/// documents. It never holds a token.
/// </summary>
public static class FormTree
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };

    public static JsonObject ToDraft(
        FormDefinition form,
        Answers answers,
        IReadOnlyList<SubmittedAttachment> attachments,
        DateTimeOffset savedAt,
        JsonNode? prefill = null
    ) =>
        new()
        {
            ["formCode"] = form.Code,
            ["formVersion"] = form.Version,
            ["savedAt"] = savedAt.ToString("O", CultureInfo.InvariantCulture),
            ["answers"] = answers.ToJson(),
            ["attachments"] = JsonSerializer.SerializeToNode(attachments, Options),
            ["prefill"] = prefill,
        };

    /// <summary>What takes the place of a draft that the applicant deleted: nothing of theirs.</summary>
    public static JsonObject Deleted(FormDefinition form, DateTimeOffset at)
    {
        var tree = ToDraft(form, new Answers(), [], at);
        tree["deleted"] = true;
        return tree;
    }

    /// <summary>
    /// Reads what <see cref="ToDraft"/> wrote. Whatever is missing or odd is skipped, since another version of this portal
    /// may have written it: never throws for what is in <paramref name="tree"/>.
    /// </summary>
    public static DraftContent FromDraft(JsonObject tree) =>
        new(
            JsonAnswer.Text(tree["formCode"]),
            JsonAnswer.Text(tree["formVersion"]),
            DateTimeOffset.TryParse(
                JsonAnswer.Text(tree["savedAt"]),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var savedAt
            )
                ? savedAt
                : null,
            tree["answers"] is JsonObject answers ? Answers.FromJson(answers) : new Answers(),
            tree["attachments"] is JsonArray items
                ? [.. items.Select(ReadAttachment).OfType<SubmittedAttachment>()]
                : [],
            JsonAnswer.IsReadable(tree["prefill"]) ? tree["prefill"] : null,
            JsonAnswer.Flag(tree["deleted"]) == true
        );

    private static SubmittedAttachment? ReadAttachment(JsonNode? node)
    {
        try
        {
            var attachment = node?.Deserialize<SubmittedAttachment>(Options);
            // Missing constructor parameters arrive as null despite their type.
            return attachment is { FieldId: not null, FileId: not null }
                ? attachment with
                {
                    Name = attachment.Name ?? attachment.FileId,
                    ContentType = attachment.ContentType ?? "application/octet-stream",
                    DocName = attachment.DocName ?? "",
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
