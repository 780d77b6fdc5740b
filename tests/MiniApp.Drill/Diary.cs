using System.Globalization;

namespace MiniApp.Drill;

/// <summary>
/// What happened when, line by line: each fault, and each trouble an applicant had. Times are UTC, as in the logs of nodes and
/// PostgreSQL beside it. It names applicants by number, never by what they typed.
/// </summary>
internal sealed class Diary(string file) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _lines = new(file) { AutoFlush = true };

    public void Note(FormattableString what)
    {
        lock (_gate)
            _lines.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {what.ToString(CultureInfo.InvariantCulture)}"
                )
            );
    }

    public void Dispose() => _lines.Dispose();
}
