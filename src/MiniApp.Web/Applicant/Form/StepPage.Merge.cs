using Microsoft.AspNetCore.Components;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Web.Shell.Fields;

namespace MiniApp.Web.Applicant.Form;

/// <content>What other pages, devices and nodes do to the same draft meanwhile.</content>
public sealed partial class StepPage
{
    private PageMerge _merge = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private FieldScript FieldScript { get; set; } = null!;

    private MergeTexts MergeTexts => new(_draft!.Form, _session!, T);

    /// <summary>The draft changed or came on at Biz Portal, by this page or another, on this node or another.</summary>
    /// <param name="notice">Null when some may have been missed.</param>
    private async Task HeardAsync(DraftNotice? notice)
    {
        try
        {
            var status = notice?.Status ?? await Outbox.StatusAsync(DraftId, CancellationToken.None);
            if (status is null || _draft is null)
                return;
            if (status.Revision > _merge.Writer.KnownRevision)
                await _saver.BetweenSavesAsync(() => LookAsync(status.Revision));
            _saver.Upstream(status);
        }
        catch (Exception failure)
            when (failure is System.Data.Common.DbException or InvalidOperationException or ObjectDisposedException)
        {
            // The database is away again, or the page: the next notice or the next save says more.
        }
    }

    private async Task LookAsync(int revision)
    {
        // Of many notices the first look may have answered for all.
        if (revision <= _merge.Writer.KnownRevision)
            return;
        if (await Store.FindNewsAsync(_session!, DraftId, _merge.Writer, CancellationToken.None) is not { } news)
            return;
        _draft = news.Draft;
        Learn(news.Draft.Revision, [], news.ChangedElsewhere);
        StateHasChanged();
    }

    private void Learn(int revision, IReadOnlyList<FieldConflict> conflicts, IReadOnlyList<ChangedElsewhere> changes)
    {
        _merge.Learn(revision, conflicts, changes, _answers, _saver.Drop);
        if (conflicts.Count == 0 && changes.Count == 0)
            return;
        _drawAll = true;
        KeepProblemsThatRemain();
    }

    /// <param name="fieldId">Null for every answer that waits.</param>
    private async Task ChooseAsync(string? fieldId, bool mine)
    {
        var chosen = fieldId is null ? [.. _merge.Conflicts.Select(c => c.FieldId)] : new List<string> { fieldId };
        foreach (var conflict in chosen.Select(_merge.Decide).OfType<FieldConflict>())
        {
            var value = mine ? conflict.Mine : conflict.Theirs;
            _answers.Set(conflict.FieldId, value?.DeepClone());
            if (mine)
                _saver.Add(conflict.FieldId, value);
        }
        KeepProblemsThatRemain();
        StateHasChanged();
        // The button that was pressed is gone.
        if (_draft!.Form.FindField(chosen[0]) is { } field && IsOnThisStep(field.Id))
            await FieldScript.FocusAsync(FieldIds.Control(field.Id), itself: false);
        else if (_heading is not null)
            await _heading.FocusAsync();
    }

    private bool IsOnThisStep(string fieldId)
    {
        var view = View;
        return _step!.Sections.Any(section => view.VisibleFieldsOf(section).Any(field => field.Id == fieldId));
    }

    /// <summary>No way on before these are chosen.</summary>
    private IEnumerable<FieldProblem> Undecided() =>
        _merge.Conflicts.Select(conflict => new FieldProblem(
            conflict.FieldId,
            T["Merge.ChooseFirst", MergeTexts.LabelOf(conflict.FieldId)],
            ConflictChoice.Part
        ));

    private bool IsUndecided(FieldProblem problem) =>
        problem.Part == ConflictChoice.Part && _merge.Of(problem.FieldId) is not null;

    private RenderFragment ChoiceOf(FormField field) =>
        builder =>
        {
            if (_merge.Of(field.Id) is not { } conflict)
                return;
            builder.OpenComponent<ConflictChoice>(0);
            builder.SetKey(conflict.FieldId + " conflict");
            builder.AddComponentParameter(1, nameof(ConflictChoice.Conflict), conflict);
            builder.AddComponentParameter(2, nameof(ConflictChoice.Texts), MergeTexts);
            builder.AddComponentParameter(
                3,
                nameof(ConflictChoice.OnChoose),
                EventCallback.Factory.Create<bool>(this, mine => ChooseAsync(conflict.FieldId, mine))
            );
            builder.CloseComponent();
        };
}
