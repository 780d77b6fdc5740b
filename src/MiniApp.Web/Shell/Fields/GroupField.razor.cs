using Microsoft.AspNetCore.Components;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// A repeating group. Every change is told as the whole new array with its row keys. Whoever adds, moves or removes a row is
/// led on by the focus and told by a live region what happened; the last removed row can be brought back.
/// </summary>
public sealed partial class GroupField
{
    /// <summary>More columns than this, or wide ones, are no table that anybody could read.</summary>
    private const int MostTableColumns = 6;

    private static readonly FieldType[] WideColumns =
    [
        FieldType.Address,
        FieldType.Person,
        FieldType.Location,
        FieldType.MultiLine,
        FieldType.Note,
    ];

    private Removed? _removed;
    private string? _said;
    private string? _focus;

    private sealed record Removed(AnswerRow Row, int Index, string Name);

    [Inject]
    private FieldScript Script { get; set; } = null!;

    private IReadOnlyList<RowView> Rows => Scope.Form.RowsOf(Field);

    private GroupRule Rule => Field.Group ?? new GroupRule([]);

    private int Most => Rule.Max ?? GroupRule.DefaultMax;

    private bool IsFull => Rows.Count >= Most;

    private bool IsTable =>
        Rule.Display == GroupDisplay.Table
        && Rule.Fields.Count <= MostTableColumns
        && !Rule.Fields.Any(column => WideColumns.Contains(column.Type));

    private IEnumerable<FormField> Columns => Rule.Fields.Where(column => Rows.Any(row => row.IsVisible(column)));

    private string AddText => Rule.Noun is { } noun ? T["Group.AddWhat", noun] : T["Group.Add"];

    private string LegendId => Id + "-legend";

    private string AddId => FieldIds.Part(Key, "add");

    private string UndoId => FieldIds.Part(Key, "undo");

    private string RowId(string row) => FieldIds.Part(Key, row);

    private string UpId(string row) => RowId(row) + "-up";

    private string DownId(string row) => RowId(row) + "-down";

    private string RowName(int index) =>
        Rule.Noun is { } noun ? T["Group.NounNumber", noun, index + 1] : T["Group.RowNumber", index + 1];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is not { } target)
        {
            return;
        }
        _focus = null;
        await Script.FocusAsync(target);
    }

    private Task ChangeCellAsync(string key, AnswerChange change)
    {
        var rows = Scope.Answers.Rows(Field.Id);
        // A row that was removed a moment ago in another place takes no more answers.
        if (rows.FirstOrDefault(row => row.Key == key) is not { } changed)
        {
            return Task.CompletedTask;
        }
        changed.Answers.Set(change.FieldId, change.Value);
        return Change(AnswerRow.WriteAll(rows));
    }

    private Task AddAsync()
    {
        if (IsFull)
        {
            return Task.CompletedTask;
        }
        var row = AnswerRow.New();
        return ShowAsync([.. Scope.Answers.Rows(Field.Id), row], T["Group.Added", RowName(Rows.Count)], RowId(row.Key));
    }

    private Task RemoveAsync(string key)
    {
        var rows = Scope.Answers.Rows(Field.Id).ToList();
        var index = rows.FindIndex(row => row.Key == key);
        if (index < 0)
        {
            return Task.CompletedTask;
        }
        _removed = new(rows[index], index, RowName(index));
        rows.RemoveAt(index);
        return ShowAsync(
            rows,
            T["Group.Removed", _removed.Name],
            index < rows.Count ? RowId(rows[index].Key) + Row : AddId
        );
    }

    private Task BringBackAsync()
    {
        if (_removed is not { } removed || IsFull)
        {
            return Task.CompletedTask;
        }
        _removed = null;
        var rows = Scope.Answers.Rows(Field.Id).ToList();
        var index = Math.Min(removed.Index, rows.Count);
        rows.Insert(index, removed.Row);
        return ShowAsync(rows, T["Group.BroughtBack", RowName(index)], RowId(removed.Row.Key) + Row);
    }

    private Task MoveAsync(string key, int by)
    {
        var rows = Scope.Answers.Rows(Field.Id).ToList();
        var from = rows.FindIndex(row => row.Key == key);
        var to = from + by;
        if (from < 0 || to < 0 || to >= rows.Count)
        {
            return Task.CompletedTask;
        }
        (rows[from], rows[to]) = (rows[to], rows[from]);
        return ShowAsync(rows, T["Group.Moved", RowName(from), to + 1], by < 0 ? UpId(key) : DownId(key));
    }

    // With this at its end the focus goes to the row itself, not to its first control.
    private const string Row = FieldScript.Itself;

    private async Task ShowAsync(IReadOnlyList<AnswerRow> rows, string said, string focus)
    {
        if (Locked)
        {
            return;
        }
        _said = said;
        _focus = focus;
        await Change(AnswerRow.WriteAll(rows));
    }
}
