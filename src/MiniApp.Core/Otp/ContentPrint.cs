using System.Security.Cryptography;
using System.Text;
using MiniApp.Core.Drafts;

namespace MiniApp.Core.Otp;

/// <summary>What a draft held, field by field, so that a later edit can be named without keeping the answers twice.</summary>
internal static class ContentPrint
{
    /// <returns>A hash by field id, over its answer and its documents.</returns>
    public static Dictionary<string, string> Of(OpenDraft draft)
    {
        var files = draft.Attachments.ToLookup(file => file.FieldId, file => file.FileId, StringComparer.Ordinal);
        return draft
            .Answers.FieldIds.Union(files.Select(group => group.Key), StringComparer.Ordinal)
            .ToDictionary(
                fieldId => fieldId,
                fieldId =>
                    Hash(
                        $"{draft.Answers[fieldId]?.ToJsonString()}\n{string.Join('\n', files[fieldId].Order(StringComparer.Ordinal))}"
                    ),
                StringComparer.Ordinal
            );
    }

    /// <returns>Ids of the fields that differ, in no order.</returns>
    public static IReadOnlyList<string> Changed(
        IReadOnlyDictionary<string, string> then,
        IReadOnlyDictionary<string, string> now
    ) =>
        [
            .. then
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Where(fieldId => then.GetValueOrDefault(fieldId) != now.GetValueOrDefault(fieldId)),
        ];

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..8]);
}
