namespace MiniApp.Core.Forms;

/// <summary>Something wrong in a form file, said so that its author can mend it.</summary>
/// <param name="File">File name, or the directory when that can't be read.</param>
/// <param name="Path">Where in the file, as a JSON path: <c>$.steps[0].title.en</c>.</param>
/// <param name="Line">Line in the file, from 1, where it is known.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What would be right.</param>
public sealed record FormProblem(string File, string Path, int? Line, string Message, string Fix)
{
    public override string ToString() =>
        $"{File}{(Line is null ? "" : FormattableString.Invariant($":{Line}"))} {Path}: {Message} {Fix}";
}
