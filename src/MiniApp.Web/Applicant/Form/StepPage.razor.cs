using Microsoft.AspNetCore.Components;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Uploads;
using MiniApp.Web.Security;
using MiniApp.Web.Shell;
using MiniApp.Web.Shell.Fields;

namespace MiniApp.Web.Applicant.Form;

public sealed partial class StepPage
{
    private readonly Dictionary<string, int> _uploading = new(StringComparer.Ordinal);
    private LiveSession? _session;
    private OpenDraft? _draft;
    private FormStep? _step;
    private Answers _answers = new();
    private DraftSaver _saver = null!;
    private SaveBar? _saveBar;
    private FieldInputs _inputs = null!;
    private EventCallback<AnswerChange> _onChange;
    private IReadOnlyList<FieldProblem> _problems = [];
    private IReadOnlySet<string> _unfinished = new HashSet<string>();
    private PageHeading? _heading;
    private int _attempt;
    private bool _busy;
    private bool _savingForLater;
    private bool _stepChanged;
    private bool? _savedForLater;
    private IDisposable? _notices;
    private bool _sessionOver;
    private bool _storeAway;
    private bool _drawAll;

    [Parameter]
    public Guid DraftId { get; set; }

    [Parameter]
    public string StepId { get; set; } = "";

    /// <summary>Where the applicant came from to change one answer, and goes back to.</summary>
    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [Inject]
    private CurrentApplicant Current { get; set; } = null!;

    [Inject]
    private DraftStore Store { get; set; } = null!;

    [Inject]
    private DraftService Drafts { get; set; } = null!;

    [Inject]
    private DraftOutbox Outbox { get; set; } = null!;

    [Inject]
    private DraftNotices Notices { get; set; } = null!;

    [Inject]
    private ApplicantJourney Journey { get; set; } = null!;

    [Inject]
    private FormCatalog Forms { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILogger<DraftSaver> SaverLogger { get; set; } = null!;

    /// <summary>The draft with what was typed since it was read.</summary>
    private OpenDraft Snapshot => _draft! with { Answers = _answers };

    /// <summary>The answers as they are now; taken once per render or change.</summary>
    private FormView View => Journey.View(Snapshot);

    private FieldSources Sources => new(_draft!, T);

    protected override void OnInitialized()
    {
        _merge = new PageMerge(Clock);
        _saver = new DraftSaver(SaveAsync, () => InvokeAsync(ShowSaving), SaverLogger);
        _inputs = new FieldInputs(this, T);
        _onChange = EventCallback.Factory.Create<AnswerChange>(this, Changed);
        Forms.Changed += FormsChanged;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_draft?.Id == DraftId && _step?.Id == StepId)
            return;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        await _saver.FlushAsync();
        if (await Current.FindAsync(CancellationToken.None) is not { } session)
        {
            Navigation.NavigateTo(ApplicantRoutes.SessionOver);
            return;
        }
        // Before reading, so that nothing falls in between.
        if (RendererInfo.IsInteractive)
            _notices ??= Notices.Subscribe(DraftId, notice => _ = InvokeAsync(() => HeardAsync(notice)));
        if (await Store.FindAsync(session, DraftId, CancellationToken.None) is not { } draft)
        {
            Navigation.NotFound();
            return;
        }
        if (Journey.FenceStep(draft, StepId) is { } elsewhere)
        {
            Navigation.NavigateTo(elsewhere);
            return;
        }
        _stepChanged = _step is not null;
        _session = session;
        _draft = draft;
        _step = draft.Form.Steps[ApplicantJourney.IndexOf(draft.Form, StepId)];
        _answers = draft.Answers.Clone();
        _merge.Read(draft.Revision, _answers);
        _unfinished = ApplicantJourney.Unfinished(draft, View);
        await LoadReviewAsync();
        _saver.Loaded(draft.UpdatedAt, draft.Upstream);
        _problems = [];
        _savedForLater = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_stepChanged || _heading is null)
            return;
        _stepChanged = false;
        await _heading.FocusAsync();
    }

    private void Changed(AnswerChange change)
    {
        if (_draft!.Form.FindField(change.FieldId) is { } field && Sources.IsLocked(field))
            return;
        _answers.Set(change.FieldId, change.Value);
        if (!_merge.Typed(change.FieldId, change.Value))
            _saver.Add(change.FieldId, change.Value);
        _savedForLater = null;
        KeepProblemsThatRemain();
    }

    // A problem on screen goes as soon as it is mended; new ones wait for the button. Only those fields are checked again.
    private void KeepProblemsThatRemain()
    {
        if (_problems.Count == 0)
            return;
        var view = View;
        var remaining = _problems
            .Select(problem => problem.FieldId)
            .Distinct(StringComparer.Ordinal)
            .Select(_draft!.Form.FindField)
            .OfType<FormField>()
            .Where(view.IsVisible)
            .SelectMany(field => FormValidator.Validate(view, field))
            .ToHashSet();
        _problems = [.. _problems.Where(problem => IsUndecided(problem) || remaining.Contains(problem))];
    }

    private async Task NextAsync()
    {
        await BusyAsync(async () =>
        {
            if (!await _saver.FlushAsync())
            {
                _storeAway = _saver.Trouble == SaveTrouble.Store;
                return;
            }
            await ReloadAttachmentsAsync();
            _problems = [.. Undecided(), .. StillUploading(), .. Journey.Problems(Snapshot, StepId)];
            if (_problems.Count > 0)
            {
                _attempt++;
                return;
            }
            var view = View;
            if (ApplicantJourney.Next(view, _step!) is { } next)
            {
                var index = ApplicantJourney.IndexOf(_draft!.Form, next.Id);
                await Store.ReachStepAsync(_session!, DraftId, index, CancellationToken.None);
            }
            // Biz Portal may be slow; the next step need not wait for it.
            await Outbox.HurryAsync(_session!, DraftId, CancellationToken.None);
            Navigation.NavigateTo(
                From == ApplicantRoutes.FromCheck
                    ? ApplicantRoutes.Check(DraftId)
                    : ApplicantJourney.After(_draft!, view, _step!)
            );
        });
    }

    private Task SaveForLaterAsync() =>
        BusyAsync(async () =>
        {
            if (!await _saver.FlushAsync())
                return;
            _problems = [.. Undecided()];
            if (_problems.Count > 0)
            {
                _attempt++;
                return;
            }
            _savingForLater = true;
            StateHasChanged();
            _savedForLater = await Drafts.SaveUpstreamAsync(_session!, DraftId, CancellationToken.None);
        });

    /// <summary>Asks for the profile once more, for a draft that was begun while it could not be had.</summary>
    private Task RefillAsync() =>
        BusyAsync(async () =>
        {
            if (!await _saver.FlushAsync() || !await Drafts.RefillAsync(_session!, DraftId, CancellationToken.None))
                return;
            _draft =
                await Store.FindAsync(_session!, DraftId, CancellationToken.None) ?? throw new DraftGoneException();
            _answers = _draft.Answers.Clone();
            _merge.Read(_draft.Revision, _answers);
        });

    private Task RetryAsync() =>
        BusyAsync(async () =>
        {
            if (!await _saver.FlushAsync() && _saver.Trouble == SaveTrouble.Closed)
                throw new DraftGoneException();
        });

    /// <summary>Only the save bar, unless the save has brought more to say.</summary>
    private void ShowSaving()
    {
        if (_drawAll || _saveBar is null)
            StateHasChanged();
        else
            _saveBar.Refresh();
        _drawAll = false;
    }

    private async Task<DraftSaved> SaveAsync(IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> changes)
    {
        try
        {
            var saved = await Store.SaveAnswersAsync(
                _session!,
                DraftId,
                changes,
                _merge.Writer,
                CancellationToken.None
            );
            // The timer is on a thread of its own.
            await InvokeAsync(() => Learn(saved.Revision, saved.Conflicts, saved.ChangedElsewhere));
            return saved;
        }
        catch (SessionOverException)
        {
            _sessionOver = _drawAll = true;
            throw;
        }
    }

    private async Task ReloadAttachmentsAsync()
    {
        if (await Store.FindAsync(_session!, DraftId, CancellationToken.None) is { } fresh)
            _draft = fresh;
        KeepProblemsThatRemain();
    }

    /// <summary>A file came or went; the list is read again when the database is there.</summary>
    private async Task AttachmentsChangedAsync()
    {
        try
        {
            await ReloadAttachmentsAsync();
        }
        catch (Exception failure) when (failure.IsDatabaseAway())
        {
            _storeAway = true;
        }
    }

    private async Task BusyAsync(Func<Task> work)
    {
        if (_busy)
            return;
        _busy = true;
        _storeAway = false;
        try
        {
            await work();
        }
        catch (DraftLockedException)
        {
            Navigation.NavigateTo(ApplicantRoutes.Check(DraftId));
        }
        catch (DraftGoneException)
        {
            // Submitted or ended in another tab: the draft's own address knows where to go on.
            Navigation.NavigateTo(ApplicantRoutes.Resume(DraftId));
        }
        catch (Exception failure) when (failure.IsDatabaseAway())
        {
            _storeAway = true;
        }
        finally
        {
            _busy = _savingForLater = false;
        }
    }

    private IEnumerable<FieldProblem> StillUploading() =>
        _uploading
            .Where(field => field.Value > 0)
            .Select(field => new FieldProblem(field.Key, T["Upload.StillRunning"]));

    private IReadOnlyList<FieldProblem> ProblemsOf(FormField field) =>
        _problems.Count == 0 ? [] : [.. _problems.Where(p => p.FieldId == field.Id)];

    private List<Attachment> AttachmentsOf(FormField field) =>
        [.. _draft!.Attachments.Where(attachment => attachment.FieldId == field.Id)];

    // The form's author saved the file: show it as it is now, with what was typed.
    private void FormsChanged(object? sender, FormsChangedEventArgs change) =>
        _ = InvokeAsync(async () =>
        {
            if (_draft is null || !change.Codes.Contains(_draft.Form.Code))
                return;
            await LoadAsync();
            StateHasChanged();
        });

    public async ValueTask DisposeAsync()
    {
        Forms.Changed -= FormsChanged;
        _notices?.Dispose();
        if (_saver is not null)
            await _saver.DisposeAsync();
    }
}
