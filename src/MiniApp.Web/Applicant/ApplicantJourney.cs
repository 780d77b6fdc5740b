using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Reviews;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Applicant;

/// <summary>
/// The one place that knows the applicant's way: form steps → check answers → confirm → receipt. Pages ask it where to go
/// and whether they may be open; none computes a route. Steps of which nothing is shown to this applicant are passed over.
/// </summary>
internal sealed class ApplicantJourney(FormValidator validator)
{
    /// <summary>The draft's answers seen through its form's rules.</summary>
    public FormView View(OpenDraft draft) =>
        validator.View(draft.Form, draft.Answers, draft.ApplicantType, draft.Documents);

    /// <summary>Where to go on with a draft.</summary>
    /// <param name="place">Where the applicant was last; counts as long as that step may be open.</param>
    public string Resume(OpenDraft draft, DraftPlace? place = null)
    {
        if (draft.State == DraftState.Submitted)
            return ApplicantRoutes.Receipt(draft.Id);
        var view = View(draft);
        // What officers ask for, and what they have decided, stands there.
        if (draft.OpenFields is not null && IsCheckOpen(view, draft))
            return ApplicantRoutes.Check(draft.Id);
        if (place is not null && Reached(view, draft).Exists(step => step.Id == place.StepId))
            return ApplicantRoutes.Step(draft.Id, place.StepId, place.ControlId);
        return StepToGoOn(view, draft) is { } step
            ? ApplicantRoutes.Step(draft.Id, step.Id)
            : ApplicantRoutes.Check(draft.Id);
    }

    /// <summary>How far a draft is: the step to go on with, its number and the number of steps.</summary>
    public (FormStep? Step, int Number, int Count) ProgressOf(OpenDraft draft)
    {
        var view = View(draft);
        var steps = view.VisibleSteps.ToList();
        var step = StepToGoOn(view, draft);
        return (step, step is null ? steps.Count : steps.IndexOf(step) + 1, steps.Count);
    }

    /// <summary>
    /// The furthest step is where the applicant was, finished or not; an earlier one with problems comes first. Null where
    /// the form has no step for this applicant.
    /// </summary>
    private static FormStep? StepToGoOn(FormView view, OpenDraft draft)
    {
        var reached = Reached(view, draft);
        return reached.SkipLast(1).FirstOrDefault(step => FormValidator.Validate(view, step.Id).Count > 0)
            ?? reached.LastOrDefault();
    }

    /// <summary>The step after this one; null when checking answers comes next.</summary>
    public static FormStep? Next(FormView view, FormStep step) =>
        view.VisibleSteps.FirstOrDefault(other =>
            IndexOf(view.Definition, other.Id) > IndexOf(view.Definition, step.Id)
        );

    /// <summary>The page after a step.</summary>
    public static string After(OpenDraft draft, FormView view, FormStep step) =>
        Next(view, step) is { } next ? ApplicantRoutes.Step(draft.Id, next.Id) : ApplicantRoutes.Check(draft.Id);

    /// <summary>The page before a step; null on the first.</summary>
    public static string? Before(OpenDraft draft, FormView view, FormStep step) =>
        view.VisibleSteps.LastOrDefault(other => IndexOf(view.Definition, other.Id) < IndexOf(view.Definition, step.Id))
            is { } previous
            ? ApplicantRoutes.Step(draft.Id, previous.Id)
            : null;

    /// <summary>Where a step's page has to send the applicant instead, or null when it may be shown.</summary>
    public string? FenceStep(OpenDraft draft, string stepId)
    {
        if (draft.State == DraftState.Submitted)
            return ApplicantRoutes.Receipt(draft.Id);
        return Reached(View(draft), draft).Exists(step => step.Id == stepId) ? null : Resume(draft);
    }

    /// <summary>Check answers is open once every step was reached: it shows what is still wrong.</summary>
    public string? FenceCheck(OpenDraft draft) =>
        draft.State == DraftState.Submitted ? ApplicantRoutes.Receipt(draft.Id)
        : IsCheckOpen(View(draft), draft) ? null
        : Resume(draft);

    /// <summary>Confirming needs a draft without problems, and an approval where the form asks for one.</summary>
    public string? FenceConfirm(OpenDraft draft, ReviewOfDraft? review = null) =>
        FenceCheck(draft)
        ?? (Problems(draft).Count > 0 || !MaySend(draft, review) ? ApplicantRoutes.Check(draft.Id) : null);

    /// <summary>Whether officers stand in the way: where they must approve, only exactly what they approved is sent.</summary>
    public static bool MaySend(OpenDraft draft, ReviewOfDraft? review) =>
        draft.Form.Review != ReviewSetting.Required || review?.Approves(draft.Revision) == true;

    public static string? FenceReceipt(OpenDraft draft) =>
        draft.State == DraftState.Submitted ? null : ApplicantRoutes.Check(draft.Id);

    /// <summary>What keeps the draft from being sent, in the form's order.</summary>
    public IReadOnlyList<FieldProblem> Problems(OpenDraft draft, string? stepId = null) =>
        FormValidator.Validate(View(draft), stepId);

    /// <summary>
    /// Ids of the reached steps that have problems. This checks the form as a whole, so pages ask once and not on each
    /// keystroke.
    /// </summary>
    public static IReadOnlySet<string> Unfinished(OpenDraft draft, FormView view) =>
        Reached(view, draft)
            .Where(step => FormValidator.Validate(view, step.Id).Count > 0)
            .Select(step => step.Id)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The step list beside the form.</summary>
    /// <param name="unfinished">See <see cref="Unfinished"/>.</param>
    /// <param name="currentId">The step on the screen; null on the pages after the form.</param>
    public static IReadOnlyList<StepItem> Steps(
        OpenDraft draft,
        FormView view,
        IReadOnlySet<string> unfinished,
        string? currentId,
        string checkTitle
    )
    {
        var reached = Reached(view, draft);
        return
        [
            .. view.VisibleSteps.Select(step => new StepItem(
                step.Title.ToString(),
                step.Id == currentId ? StepState.Current : StateOf(step, reached, unfinished),
                reached.Contains(step) ? ApplicantRoutes.Step(draft.Id, step.Id) : null
            )),
            new StepItem(
                checkTitle,
                currentId is null ? StepState.Current : StepState.Todo,
                draft.State == DraftState.Open && IsCheckOpen(view, draft) ? ApplicantRoutes.Check(draft.Id) : null
            ),
        ];
    }

    public static int IndexOf(FormDefinition form, string stepId)
    {
        for (var index = 0; index < form.Steps.Count; index++)
            if (form.Steps[index].Id == stepId)
                return index;
        return -1;
    }

    private static StepState StateOf(FormStep step, List<FormStep> reached, IReadOnlySet<string> unfinished)
    {
        if (!reached.Contains(step))
            return StepState.Todo;
        if (!unfinished.Contains(step.Id))
            return StepState.Done;
        // The furthest step was only opened: that it is not finished is no mistake yet.
        return ReferenceEquals(step, reached[^1]) ? StepState.Todo : StepState.Problem;
    }

    private static bool IsCheckOpen(FormView view, OpenDraft draft) =>
        view.VisibleSteps.LastOrDefault() is not { } last || IndexOf(draft.Form, last.Id) <= draft.FurthestStep;

    /// <summary>Shown steps up to the furthest one; the first of all is always reached.</summary>
    private static List<FormStep> Reached(FormView view, OpenDraft draft) =>
        [.. view.VisibleSteps.Where((step, n) => n == 0 || IndexOf(draft.Form, step.Id) <= draft.FurthestStep)];
}
