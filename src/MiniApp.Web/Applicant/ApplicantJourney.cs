using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Applicant;

/// <summary>
/// The one place that knows the applicant's way: form steps → check answers → confirm → receipt. Pages ask it where to go
/// and whether they may be open; none computes a route.
/// </summary>
internal sealed class ApplicantJourney(FormValidator validator)
{
    /// <summary>Where to go on with a draft.</summary>
    public string Resume(OpenDraft draft) =>
        draft.State == DraftState.Submitted
            ? ApplicantRoutes.Receipt(draft.Id)
            : ApplicantRoutes.Step(draft.Id, draft.Form.Steps[FirstUnfinished(draft)].Id);

    /// <summary>The page after a step.</summary>
    public static string After(OpenDraft draft, FormStep step)
    {
        var next = IndexOf(draft.Form, step.Id) + 1;
        return next < draft.Form.Steps.Count
            ? ApplicantRoutes.Step(draft.Id, draft.Form.Steps[next].Id)
            : ApplicantRoutes.Check(draft.Id);
    }

    /// <summary>The page before a step; null on the first.</summary>
    public static string? Before(OpenDraft draft, FormStep step)
    {
        var index = IndexOf(draft.Form, step.Id);
        return index > 0 ? ApplicantRoutes.Step(draft.Id, draft.Form.Steps[index - 1].Id) : null;
    }

    /// <summary>Where a step's page has to send the applicant instead, or null when it may be shown.</summary>
    public string? FenceStep(OpenDraft draft, string stepId)
    {
        if (draft.State == DraftState.Submitted)
            return ApplicantRoutes.Receipt(draft.Id);
        var index = IndexOf(draft.Form, stepId);
        return index < 0 || index > draft.FurthestStep ? Resume(draft) : null;
    }

    /// <summary>Check answers is open once every step was reached: it shows what is still wrong.</summary>
    public string? FenceCheck(OpenDraft draft) =>
        draft.State == DraftState.Submitted ? ApplicantRoutes.Receipt(draft.Id)
        : draft.FurthestStep < draft.Form.Steps.Count - 1 ? Resume(draft)
        : null;

    /// <summary>Confirming needs a draft without problems.</summary>
    public string? FenceConfirm(OpenDraft draft) =>
        FenceCheck(draft) ?? (Problems(draft).Count > 0 ? ApplicantRoutes.Check(draft.Id) : null);

    public static string? FenceReceipt(OpenDraft draft) =>
        draft.State == DraftState.Submitted ? null : ApplicantRoutes.Check(draft.Id);

    /// <summary>The draft's answers seen through its form's rules.</summary>
    public FormView View(OpenDraft draft) =>
        validator.View(draft.Form, draft.Answers, draft.ApplicantType, draft.Documents);

    /// <summary>What keeps the draft from being sent, in the form's order.</summary>
    public IReadOnlyList<FieldProblem> Problems(OpenDraft draft, string? stepId = null) =>
        validator.Validate(draft.Form, draft.Answers, draft.Documents, draft.ApplicantType, stepId);

    /// <summary>The step list beside the form.</summary>
    /// <param name="currentId">The step on the screen; null on the pages after the form.</param>
    public IReadOnlyList<StepItem> Steps(OpenDraft draft, string? currentId, string checkTitle)
    {
        var steps = draft
            .Form.Steps.Select(
                (step, index) =>
                    new StepItem(
                        step.Title.ToString(),
                        StateOf(draft, step, index, currentId),
                        index <= draft.FurthestStep ? ApplicantRoutes.Step(draft.Id, step.Id) : null
                    )
            )
            .ToList();
        var checkIsOpen = FenceCheck(draft) is null;
        steps.Add(
            new StepItem(
                checkTitle,
                currentId is null ? StepState.Current : StepState.Todo,
                checkIsOpen ? ApplicantRoutes.Check(draft.Id) : null
            )
        );
        return steps;
    }

    public static int IndexOf(FormDefinition form, string stepId)
    {
        for (var index = 0; index < form.Steps.Count; index++)
            if (form.Steps[index].Id == stepId)
                return index;
        return -1;
    }

    private StepState StateOf(OpenDraft draft, FormStep step, int index, string? currentId)
    {
        if (step.Id == currentId)
            return StepState.Current;
        if (index > draft.FurthestStep)
            return StepState.Todo;
        if (Problems(draft, step.Id).Count == 0)
            return StepState.Done;
        // The furthest step was only opened: that it is not finished is no mistake yet.
        return index == draft.FurthestStep ? StepState.Todo : StepState.Problem;
    }

    private int FirstUnfinished(OpenDraft draft)
    {
        var furthest = Math.Min(draft.FurthestStep, draft.Form.Steps.Count - 1);
        for (var index = 0; index < furthest; index++)
            if (Problems(draft, draft.Form.Steps[index].Id).Count > 0)
                return index;
        return furthest;
    }
}
