using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Applicant.Uploads;

/// <summary>What the upload script says, in the page's language. {0} is filled in by the script.</summary>
internal static class UploadTexts
{
    private static readonly string[] Keys =
    [
        "Waiting",
        "Uploading",
        "Finishing",
        "Done",
        "Cancel",
        "CancelWhat",
        "Retry",
        "RetryWhat",
        "RemoveConfirm",
        "Removed",
        "RemoveFailed",
        "Failed",
        "FailedConnection",
        "FailedBizPortal",
        "FailedRefused",
        "FailedSession",
        "NeedsLink",
        "Empty",
        "TooBig",
        "WrongType",
        "TooMany",
        "Bytes",
        "Kilobytes",
        "Megabytes",
    ];

    public static Dictionary<string, string> For(IStringLocalizer<Text> t, DocumentRule rule, string types)
    {
        // Raw texts with their placeholders: the script knows the numbers.
        var texts = Keys.ToDictionary(key => key, key => t["Upload." + key].Value, StringComparer.Ordinal);
        texts["LargestSize"] = FileSize.Text(rule.MaxBytes, t);
        texts["Types"] = types;
        return texts;
    }
}
