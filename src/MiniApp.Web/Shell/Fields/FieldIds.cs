using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Fields;

/// <summary>Element ids of a field, which labels, messages, the error summary and tests rely on.</summary>
public static class FieldIds
{
    public static string Control(string fieldId) => "f-" + fieldId;

    public static string Hint(string fieldId) => $"f-{fieldId}-hint";

    public static string Error(string fieldId) => $"f-{fieldId}-error";

    public static string Source(string fieldId) => $"f-{fieldId}-source";

    public static string Part(string fieldId, string part) => $"f-{fieldId}-{part}";

    /// <summary>A row; like the next, none that a column of the author's naming can have.</summary>
    public static string Row(string groupId, string row) => $"row-{groupId}-{row}";

    /// <summary>A button of the group as a whole.</summary>
    public static string OfGroup(string groupId, string what) => $"group-{groupId}-{what}";

    public static string PartError(string fieldId, string part) => $"f-{fieldId}-{part}-error";

    /// <summary>The field or column that a problem is about, as <see cref="FieldScope.IdPrefix"/> and id.</summary>
    public static string KeyOf(FieldProblem problem) =>
        problem is { RowKey: { } row, ColumnId: { } column } ? $"{problem.FieldId}-{row}-{column}" : problem.FieldId;

    /// <summary>Id of the control that a problem is about.</summary>
    public static string ControlOf(FieldProblem problem) =>
        problem.Part is { Length: > 0 } part ? Part(KeyOf(problem), part) : Control(KeyOf(problem));

    /// <summary>For <c>aria-describedby</c>: the ids that apply, null when there is none.</summary>
    public static string? Join(params ReadOnlySpan<string?> ids)
    {
        var joined = string.Join(' ', ids.ToArray().Where(id => id is not null));
        return joined.Length == 0 ? null : joined;
    }
}
