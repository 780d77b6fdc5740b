using System.Globalization;
using Microsoft.Extensions.Localization;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Applicant.Uploads;

internal static class FileSize
{
    /// <summary>A size as people say it. Decimal units: what phones and Biz Portal's "5 MB" mean.</summary>
    public static string Text(long bytes, IStringLocalizer<Text> t) =>
        bytes switch
        {
            >= 1_000_000 => t["Upload.Megabytes", Short(bytes / 1_000_000m)],
            >= 1_000 => t["Upload.Kilobytes", Short(bytes / 1_000m)],
            _ => t["Upload.Bytes", bytes],
        };

    private static string Short(decimal value) =>
        value.ToString(value < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
