using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

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

    private FieldInputs _cells = null!;
    private Removed? _removed;
    private string? _said;
    private (string Id, bool Itself)? _focus;

    private sealed record Removed(AnswerRow Row, int Index, string Name);

    [Inject]
    private FieldScript Script { get; set; } = null!;

    private IReadOnlyList<RowView> Rows => Scope.Form.RowsOf(Field);

    private GroupRule Rule => Field.Group ?? new GroupRule([]);

    private int Most => Rule.Max ?? GroupRule.DefaultMax;

    private bool IsFull => Rows.Count >= Most;

    private bool IsTable => FitsTable(Field);

    private IEnumerable<FormField> Columns => Rule.Fields.Where(column => Rows.Any(row => row.IsVisible(column)));

    private string AddText => Rule.Noun is { } noun ? T["Group.AddWhat", noun] : T["Group.Add"];

    private string LegendId => Id + "-legend";

    private string AddId => FieldIds.OfGroup(Key, "add");

    private string UndoId => FieldIds.OfGroup(Key, "undo");

    private string RowId(string row) => FieldIds.Row(Key, row);

    private string UpId(string row) => RowId(row) + "-up";

    private string DownId(string row) => RowId(row) + "-down";

    private string RowName(int index) => RowName(Field, index, T);

    /// <summary>Whether the group is to be shown as a table, and its columns can be.</summary>
    internal static bool FitsTable(FormField group) =>
        group.Group is { Display: GroupDisplay.Table } rule
        && rule.Fields.Count <= MostTableColumns
        && !rule.Fields.Any(column => WideColumns.Contains(column.Type));

    /// <summary>What a row is called; <paramref name="index"/> from 0.</summary>
    internal static string RowName(FormField group, int index, IStringLocalizer<Text> texts) =>
        group.Group?.Noun is { } noun
            ? texts["Group.NounNumber", noun, index + 1]
            : texts["Group.RowNumber", index + 1];

    protected override void OnInitialized() => _cells = new(this, T);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is not { } target)
        {
            return;
        }
        _focus = null;
        await Script.FocusAsync(target.Id, target.Itself);
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
            index < rows.Count ? RowId(rows[index].Key) : AddId,
            itself: true
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
        return ShowAsync(rows, T["Group.BroughtBack", RowName(index)], RowId(removed.Row.Key), itself: true);
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

    private async Task ShowAsync(IReadOnlyList<AnswerRow> rows, string said, string focus, bool itself = false)
    {
        if (Locked)
        {
            return;
        }
        _said = said;
        _focus = (focus, itself);
        await Change(AnswerRow.WriteAll(rows));
    }
}
