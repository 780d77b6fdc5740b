using System.Globalization;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Thai;
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
    private IReadOnlyList<FieldProblem> _problems = [];
    private PageHeading? _heading;
    private int _attempt;
    private bool _busy;
    private bool _stepChanged;
    private bool _savedForLater;
    private bool _sessionOver;

    [Parameter]
    public Guid DraftId { get; set; }

    [Parameter]
    public string StepId { get; set; } = "";

    [Inject]
    private CurrentApplicant Current { get; set; } = null!;

    [Inject]
    private DraftStore Store { get; set; } = null!;

    [Inject]
    private DraftService Drafts { get; set; } = null!;

    [Inject]
    private ApplicantJourney Journey { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILogger<DraftSaver> SaverLogger { get; set; } = null!;

    /// <summary>The draft with what was typed since it was read.</summary>
    private OpenDraft Snapshot => _draft! with { Answers = _answers };

    private FormView View => Journey.View(Snapshot);

    protected override void OnInitialized() =>
        _saver = new DraftSaver(SaveAsync, () => InvokeAsync(StateHasChanged), SaverLogger);

    protected override async Task OnParametersSetAsync()
    {
        if (_draft?.Id == DraftId && _step?.Id == StepId)
            return;
        await _saver.FlushAsync();
        if (await Current.FindAsync(CancellationToken.None) is not { } session)
        {
            Navigation.NavigateTo(ApplicantRoutes.SessionOver);
            return;
        }
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
        _saver.Loaded(draft.UpdatedAt);
        _problems = [];
        _savedForLater = false;
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
        _answers.Set(change.FieldId, change.Value);
        _saver.Add(change.FieldId, change.Value);
        _savedForLater = false;
        // A problem on screen goes as soon as it is mended; new ones wait for the button.
        if (_problems.Count > 0)
        {
            var current = Journey.Problems(Snapshot, StepId);
            _problems = [.. _problems.Where(current.Contains)];
        }
    }

    private async Task NextAsync()
    {
        await BusyAsync(async () =>
        {
            if (!await _saver.FlushAsync())
                return;
            await ReloadAttachmentsAsync();
            _problems = [.. StillUploading(), .. Journey.Problems(Snapshot, StepId)];
            if (_problems.Count > 0)
            {
                _attempt++;
                return;
            }
            var next = Math.Min(ApplicantJourney.IndexOf(_draft!.Form, StepId) + 1, _draft.Form.Steps.Count - 1);
            await Store.ReachStepAsync(_session!, DraftId, next, CancellationToken.None);
            // Biz Portal may be slow; the next step need not wait for it.
            _ = SaveUpstreamQuietlyAsync();
            Navigation.NavigateTo(ApplicantJourney.After(_draft, _step!));
        });
    }

    private Task SaveForLaterAsync() =>
        BusyAsync(async () =>
        {
            if (await _saver.FlushAsync())
                _savedForLater = await SaveUpstreamAsync();
        });

    private async Task RetryAsync()
    {
        if (await _saver.FlushAsync())
            await SaveUpstreamAsync();
    }

    private async Task<DateTimeOffset> SaveAsync(IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> changes)
    {
        if (await Current.FindAsync(CancellationToken.None) is null)
        {
            _sessionOver = true;
            throw new DraftGoneException();
        }
        return await Store.SaveAnswersAsync(_session!, DraftId, changes, CancellationToken.None);
    }

    private async Task SaveUpstreamQuietlyAsync()
    {
        try
        {
            await SaveUpstreamAsync();
        }
        catch (Exception failure) when (failure is DraftGoneException or System.Data.Common.DbException)
        {
            // Submitted meanwhile, or the database is away: the draft itself is safe, and the next step saves again.
            _saver.Upstream(saved: false);
        }
    }

    private async Task<bool> SaveUpstreamAsync()
    {
        var saved = await Drafts.SaveUpstreamAsync(_session!, DraftId, CancellationToken.None);
        _saver.Upstream(saved);
        return saved;
    }

    private async Task ReloadAttachmentsAsync()
    {
        if (await Store.FindAsync(_session!, DraftId, CancellationToken.None) is { } fresh)
            _draft = fresh;
        _problems =
            _problems.Count == 0 ? _problems : [.. _problems.Where(Journey.Problems(Snapshot, StepId).Contains)];
    }

    private async Task BusyAsync(Func<Task> work)
    {
        if (_busy)
            return;
        _busy = true;
        try
        {
            await work();
        }
        catch (DraftGoneException)
        {
            // Submitted or ended in another tab: the draft's own address knows where to go on.
            Navigation.NavigateTo(ApplicantRoutes.Resume(DraftId));
        }
        finally
        {
            _busy = false;
        }
    }

    private IEnumerable<FieldProblem> StillUploading() =>
        _uploading
            .Where(field => field.Value > 0)
            .Select(field => new FieldProblem(field.Key, T["Upload.StillRunning"]));

    private List<FieldProblem> ProblemsOf(FormField field) => [.. _problems.Where(p => p.FieldId == field.Id)];

    private List<Attachment> AttachmentsOf(FormField field) =>
        [.. _draft!.Attachments.Where(attachment => attachment.FieldId == field.Id)];

    private string? ProvenanceOf(FormField field) =>
        _draft!.Prefill.FieldIds.Contains(field.Id)
            ? T["Form.FromBizPortalAt", ThaiDate.Format(_draft.Prefill.At, CultureInfo.CurrentUICulture)].Value
            : null;

    public async ValueTask DisposeAsync()
    {
        if (_saver is not null)
            await _saver.DisposeAsync();
    }
}
