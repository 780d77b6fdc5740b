using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Applicant.Form;

/// <summary>
/// What one open page knows of what others do to its draft: which revision it shows, which answers wait for a choice, and what
/// it took over. Nothing typed here is given up before its author has chosen.
/// </summary>
public sealed class PageMerge(TimeProvider clock)
{
    // What is typed reaches the server a pause and a way through the network later: whoever typed had not seen it yet.
    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (DateTimeOffset At, ChangedElsewhere Change)> _justTaken = new(
        StringComparer.Ordinal
    );
    private readonly Guid _pageId = Guid.NewGuid();
    private readonly List<FieldConflict> _conflicts = [];
    private int _known;

    public DraftWriter Writer => new(_pageId, _known);

    /// <summary>Answers that two pages gave differently, in the order in which that came out.</summary>
    public IReadOnlyList<FieldConflict> Conflicts => _conflicts;

    /// <summary>What was taken over from other pages since this one was read.</summary>
    public IReadOnlyList<ChangedElsewhere> TakenOver { get; private set; } = [];

    public FieldConflict? Of(string fieldId) => _conflicts.Find(conflict => conflict.FieldId == fieldId);

    /// <summary>The draft was read anew. What waits for a choice keeps this page's answer.</summary>
    public void Read(int revision, Answers answers)
    {
        _known = revision;
        TakenOver = [];
        foreach (var conflict in _conflicts.ToList())
        {
            Replace(conflict with { Theirs = answers[conflict.FieldId]?.DeepClone() });
            answers.Set(conflict.FieldId, conflict.Mine?.DeepClone());
        }
    }

    /// <summary>Somebody typed here.</summary>
    /// <returns>True when the answer waits for a choice and is not to be saved yet.</returns>
    public bool Typed(string fieldId, JsonNode? value)
    {
        if (Of(fieldId) is { } conflict)
        {
            Replace(conflict with { Mine = value?.DeepClone() });
            return true;
        }
        if (!_justTaken.Remove(fieldId, out var taken) || clock.GetUtcNow() - taken.At > Unseen)
            return false;
        Replace(new FieldConflict(taken.Change.By, value?.DeepClone(), taken.Change.Value));
        return Of(fieldId) is not null;
    }

    /// <summary>Takes in what others did.</summary>
    /// <param name="revision">What the page knows from now on.</param>
    /// <param name="answers">The page's own; gets what it has not touched itself.</param>
    /// <param name="unsave">Keeps an answer that was typed and not sent yet from being sent; false when there is none.</param>
    public void Learn(
        int revision,
        IReadOnlyList<FieldConflict> conflicts,
        IReadOnlyList<ChangedElsewhere> changes,
        Answers answers,
        Func<string, bool> unsave
    )
    {
        _known = Math.Max(_known, revision);
        foreach (var conflict in conflicts)
        {
            unsave(conflict.FieldId);
            Replace(conflict with { Mine = answers[conflict.FieldId]?.DeepClone() });
        }
        var taken = new List<ChangedElsewhere>();
        foreach (var change in changes)
        {
            var mine = answers[change.FieldId];
            if (Of(change.FieldId) is not null || unsave(change.FieldId))
            {
                Replace(new FieldConflict(change.By, mine?.DeepClone(), change.Value));
            }
            else if (!JsonNode.DeepEquals(mine, change.Value))
            {
                answers.Set(change.FieldId, change.Value?.DeepClone());
                taken.Add(change);
                _justTaken[change.FieldId] = (clock.GetUtcNow(), change);
            }
        }
        if (taken.Count > 0)
            TakenOver =
            [
                .. TakenOver.Where(earlier => !taken.Exists(later => later.FieldId == earlier.FieldId)),
                .. taken,
            ];
    }

    /// <summary>Ends a conflict, one way or the other.</summary>
    /// <returns>It; null when it has ended already.</returns>
    public FieldConflict? Decide(string fieldId)
    {
        var conflict = Of(fieldId);
        if (conflict is not null)
            _conflicts.Remove(conflict);
        return conflict;
    }

    /// <summary>Two who have come to say the same have no conflict any more.</summary>
    private void Replace(FieldConflict conflict)
    {
        var at = _conflicts.FindIndex(known => known.FieldId == conflict.FieldId);
        var settled = JsonNode.DeepEquals(conflict.Mine, conflict.Theirs);
        if (at >= 0 && settled)
            _conflicts.RemoveAt(at);
        else if (at >= 0)
            _conflicts[at] = conflict;
        else if (!settled)
            _conflicts.Add(conflict);
    }
}
