namespace MiniApp.Web.Shell;

/// <summary>Comma-separated values as spreadsheets read them (RFC 4180).</summary>
internal static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>Before the first line: without it spreadsheets take Thai for something else.</summary>
    public const string ByteOrderMark = "\uFEFF";

    /// <returns>One line with its end.</returns>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? text)
    {
        text ??= "";
        // A spreadsheet would run it as a formula.
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
