using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// The 77 provinces as the inside of a select, one text shared by all circuits: as elements of its own, each list would
/// cost every circuit some 20 kilobytes.
/// </summary>
internal static class ProvinceOptions
{
    // At most two languages times 77 provinces and none.
    private static readonly ConcurrentDictionary<(bool English, string? Chosen), MarkupString> Known = new();

    /// <param name="chosen">Code of the province that is selected; an unknown one selects none.</param>
    public static MarkupString For(string? chosen, CultureInfo culture) =>
        Known.GetOrAdd(
            (culture.TwoLetterISOLanguageName == "en", ThaiAddresses.FindProvince(chosen)?.Code),
            static key => Write(key.English, key.Chosen)
        );

    private static MarkupString Write(bool english, string? chosen)
    {
        var options = new StringBuilder();
        foreach (var province in ThaiAddresses.Provinces)
        {
            var (name, other) = english ? (province.English, province.Thai) : (province.Thai, province.English);
            options
                .Append(CultureInfo.InvariantCulture, $"<option value=\"{province.Code}\"")
                .Append(CultureInfo.InvariantCulture, $" data-search=\"{HtmlEncoder.Default.Encode(other)}\"")
                .Append(province.Code == chosen ? " selected" : "")
                .Append(CultureInfo.InvariantCulture, $">{HtmlEncoder.Default.Encode(name)}</option>");
        }
        return new MarkupString(options.ToString());
    }
}
