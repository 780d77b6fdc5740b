using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace MiniApp.Web.Shell;

/// <summary>
/// Drawn for this portal on a 24-unit grid; always beside a text, hence hidden from screen readers. Each is one text that all
/// pages share: as a component, it would cost every open page two kilobytes.
/// </summary>
internal static class Icons
{
    private static readonly ConcurrentDictionary<(IconName Name, string? Class), MarkupString> Known = new();

    /// <param name="cssClass">Besides <c>icon</c>; ours, never from outside.</param>
    public static MarkupString Of(IconName name, string? cssClass = null) =>
        Known.GetOrAdd((name, cssClass), static key => new(Write(key.Name, key.Class)));

    private static string Write(IconName name, string? cssClass)
    {
        var css = cssClass is null ? "icon" : "icon " + cssClass;
        var lines = string.Concat(LinesOf(name).Select(line => $"<path d=\"{line}\"></path>"));
        return $"""
            <svg class="{css}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{lines}</svg>
            """;
    }

    private const string Circle = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18";

    private static string[] LinesOf(IconName name) =>
        name switch
        {
            IconName.Done => [Circle, "M8 12.5l3 3l5.5-6"],
            IconName.Tick => ["M5 12.5l5 5l9-11"],
            IconName.Info => [Circle, "M12 11v5.5", "M12 7.5v.1"],
            IconName.Warning => ["M12 3.5L2.5 20h19z", "M12 10v4.5", "M12 17.2v.1"],
            IconName.Comment => ["M4 5h16v11H9l-5 4z"],
            IconName.Problem => [Circle, "M12 7v6", "M12 16.5v.1"],
            IconName.Clock => [Circle, "M12 7v5.5l3.5 2"],
            IconName.Lock => ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
            IconName.Link =>
            [
                "M10 14L14 10",
                "M9 8l2.5-2.5a4 4 0 0 1 6 0a4 4 0 0 1 0 6L16 13",
                "M15 16l-2.5 2.5a4 4 0 0 1-6 0a4 4 0 0 1 0-6L8 11",
            ],
            IconName.Search => ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13", "M15.5 15.5L20 20"],
            IconName.Offline =>
            [
                "M4 4l16 16",
                "M2.5 9.5a15 15 0 0 1 4-2.6",
                "M10.5 6a15 15 0 0 1 11 3.5",
                "M6 13.5a9 9 0 0 1 4-2.2",
                "M16 12.4a9 9 0 0 1 2 1.1",
                "M12 18.5v.1",
            ],
            IconName.Display => ["M4 18L9 6l5 12", "M5.7 14h6.6", "M15 18l3-7l3 7", "M16 16h4"],
            IconName.Document => ["M6 3h8l4 4v14H6z", "M14 3v4h4", "M9 12h6", "M9 16h6"],
            IconName.Saved => ["M5 4h11l3 3v13H5z", "M8 4v5h7V4", "M8 20v-6h8v6"],
            IconName.Add => ["M12 5v14", "M5 12h14"],
            IconName.Up => ["M12 19V5", "M6 11l6-6l6 6"],
            IconName.Down => ["M12 5v14", "M6 13l6 6l6-6"],
            IconName.Place =>
            [
                "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11",
                "M12 7.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4",
            ],
            IconName.Picture => ["M4 5h16v14H4z", "M4 16l5-5l4 4l2.5-2.5L20 17", "M15.5 8.5v.1"],
            IconName.Leave => ["M14 4H5v16h9", "M10 12h11", "M17 8l4 4l-4 4"],
            _ => [Circle],
        };
}
