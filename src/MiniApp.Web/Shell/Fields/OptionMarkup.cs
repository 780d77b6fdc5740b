using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// Lists that every form has, as the inside of a select: one text shared by all circuits. As elements of its own, a list of
/// the 77 provinces would cost every circuit some 20 kilobytes.
/// </summary>
internal static class OptionMarkup
{
    /// <summary>Value of the line for a title that isn't in the list.</summary>
    public const string OtherTitle = "other";

    // At most two languages times each list's lines and none.
    private static readonly ConcurrentDictionary<(string List, bool English, string? Chosen), RenderFragment> Known =
        new();

    /// <param name="chosen">Code of the province that is selected; an unknown one selects none.</param>
    /// <param name="placeholder">The first line, for no choice.</param>
    public static RenderFragment Provinces(string? chosen, string placeholder) =>
        Known.GetOrAdd(
            ("provinces", ShellServices.InEnglish, ThaiAddresses.FindProvince(chosen)?.Code),
            static (key, placeholder) =>
                Write(
                    [
                        ("", placeholder, null),
                        .. ThaiAddresses.Provinces.Select(p =>
                            key.English ? (p.Code, p.English, (string?)p.Thai) : (p.Code, p.Thai, p.English)
                        ),
                    ],
                    key.Chosen
                ),
            placeholder
        );

    /// <param name="chosen">A common title in Thai, <see cref="OtherTitle"/>, or null for none.</param>
    public static RenderFragment Titles(string? chosen, string placeholder, string other) =>
        Known.GetOrAdd(
            ("titles", ShellServices.InEnglish, chosen),
            static (key, words) =>
                Write(
                    [
                        ("", words.placeholder, null),
                        .. NameTitles.Common.Select(title =>
                            (title.Thai, title.NameFor(CultureInfo.CurrentUICulture), (string?)null)
                        ),
                        (OtherTitle, words.other, null),
                    ],
                    key.Chosen
                ),
            (placeholder, other)
        );

    /// <summary>Districts or subdistricts: a list for each place, so written where it is shown and not kept.</summary>
    /// <param name="placeholder">The first line, one of the portal's own few; for no areas the only one.</param>
    public static RenderFragment Areas(
        IReadOnlyList<(string Code, string Name, string OtherName)> areas,
        string? chosen,
        string placeholder
    ) =>
        areas.Count == 0
            ? Known.GetOrAdd(
                (placeholder, ShellServices.InEnglish, null),
                static key => Write([("", key.List, null)], null)
            )
            : Write([("", placeholder, null), .. areas.Select(a => (a.Code, a.Name, (string?)a.OtherName))], chosen);

    private static RenderFragment Write(IEnumerable<(string Value, string Name, string? Search)> lines, string? chosen)
    {
        var markup = string.Concat(
            lines.Select(line =>
            {
                var search = line.Search is null ? null : $" data-search=\"{FieldMarkup.Encoded(line.Search)}\"";
                var selected = line.Value == chosen ? " selected" : null;
                return $"<option value=\"{FieldMarkup.Encoded(line.Value)}\"{search}{selected}>{FieldMarkup.Encoded(line.Name)}</option>";
            })
        );
        return builder => builder.AddMarkupContent(0, markup);
    }
}
