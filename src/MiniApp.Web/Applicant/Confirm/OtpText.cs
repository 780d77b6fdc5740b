using System.Globalization;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Applicant.Confirm;

/// <summary>A code as people type and paste it.</summary>
internal static class OtpText
{
    /// <summary>Thai digits as Arabic ones, without spaces, dashes and what no eye sees.</summary>
    public static string Read(string? typed) =>
        string.Concat(
            ThaiDigits
                .ToArabic(typed ?? "")
                .Where(letter =>
                    !char.IsWhiteSpace(letter)
                    && CharUnicodeInfo.GetUnicodeCategory(letter)
                        is not (UnicodeCategory.Format or UnicodeCategory.DashPunctuation)
                )
        );
}
