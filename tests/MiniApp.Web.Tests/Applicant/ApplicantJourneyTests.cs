using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;
using MiniApp.Web.Applicant;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Applicant;

public sealed class ApplicantJourneyTests
{
    private static readonly Guid Id = Guid.Parse("11111111-2222-3333-4444-555555555555");

    private static readonly FormDefinition Form = FormCatalog
        .Load(Path.Combine(Repository.Root, "forms"))
        .Forms.Single(form => form.Code == "mna005a");

    private readonly ApplicantJourney _journey = new(new FormValidator(TimeProvider.System));

    [Fact]
    public void NextAndBefore_WalkTheStepsAndEndAtChecking()
    {
        var draft = Draft(furthest: 3);
        var view = _journey.View(draft);
        var way = Form.Steps.Select(step => ApplicantJourney.After(draft, view, step));
        var back = Form.Steps.Select(step => ApplicantJourney.Before(draft, view, step));

        Assert.Equal([Step("place"), Step("business"), Step("documents"), $"/drafts/{Id}/check"], way);
        Assert.Equal([null, Step("applicant"), Step("place"), Step("business")], back);
    }

    [Theory]
    [InlineData("applicant", null)]
    [InlineData("place", null)]
    [InlineData("business", "place")]
    [InlineData("documents", "place")]
    [InlineData("nosuchstep", "place")]
    [InlineData("", "place")]
    public void Step_NotReachedOrUnknown_LeadsToWhereTheApplicantIs(string step, string? elsewhere)
    {
        var draft = Draft(furthest: 1, complete: true);

        Assert.Equal(elsewhere is null ? null : Step(elsewhere), _journey.FenceStep(draft, step));
    }

    [Fact]
    public void Resume_ADraftWithAnUnfinishedEarlierStep_GoesThere()
    {
        var draft = Draft(furthest: 3, complete: true);
        draft.Answers.Set("placeName", null);

        Assert.Equal(Step("place"), _journey.Resume(draft));
    }

    [Fact]
    public void Resume_WithALastPlace_GoesThereAsLongAsTheStepWasReached()
    {
        var draft = Draft(furthest: 1, complete: true);

        Assert.Equal(Step("place") + "#f-placeName", _journey.Resume(draft, new("place", "f-placeName")));
        Assert.Equal(Step("applicant"), _journey.Resume(draft, new("applicant", "")));
        Assert.Equal(Step("place"), _journey.Resume(draft, new("documents", "f-truth")));
        Assert.Equal(Step("place"), _journey.Resume(draft, new("nosuchstep", "f-truth")));
    }

    [Fact]
    public void Resume_AFormThatLostStepsSince_StaysWithinIt() =>
        Assert.Equal(Step("documents"), _journey.Resume(Draft(furthest: 99, complete: true)));

    [Fact]
    public void Check_BeforeTheLastStepWasReached_LeadsBack()
    {
        Assert.Equal(Step("applicant"), _journey.FenceCheck(Draft(furthest: 0)));
        Assert.Null(_journey.FenceCheck(Draft(furthest: 3)));
    }

    [Fact]
    public void Confirm_WithProblems_LeadsToChecking()
    {
        var draft = Draft(furthest: 3, complete: true, documents: true);
        Assert.Empty(_journey.Problems(draft));
        Assert.Null(_journey.FenceConfirm(draft));

        draft.Answers.Set("placeName", null);
        Assert.Equal($"/drafts/{Id}/check", _journey.FenceConfirm(draft));
    }

    [Fact]
    public void SubmittedDraft_OnEveryPage_LeadsToTheReceipt()
    {
        var draft = Draft(furthest: 3, complete: true, documents: true) with { State = DraftState.Submitted };
        var receipt = $"/drafts/{Id}/receipt";

        Assert.Equal(receipt, _journey.Resume(draft));
        Assert.Equal(receipt, _journey.FenceStep(draft, "applicant"));
        Assert.Equal(receipt, _journey.FenceCheck(draft));
        Assert.Equal(receipt, _journey.FenceConfirm(draft));
        Assert.Null(ApplicantJourney.FenceReceipt(draft));
    }

    [Fact]
    public void Receipt_OfAnOpenDraft_LeadsToChecking() =>
        Assert.Equal($"/drafts/{Id}/check", ApplicantJourney.FenceReceipt(Draft(furthest: 3)));

    [Fact]
    public void StepList_ShowsDoneCurrentProblemAndToDo()
    {
        var draft = Draft(furthest: 2, complete: true);
        draft.Answers.Set("placeName", null);

        var steps = StepList(draft, "applicant");

        Assert.Equal(
            [StepState.Current, StepState.Problem, StepState.Done, StepState.Todo, StepState.Todo],
            steps.Select(step => step.State)
        );
        Assert.Equal([Step("applicant"), Step("place"), Step("business"), null, null], steps.Select(step => step.Href));
    }

    [Fact]
    public void StepList_TheFurthestStepUnfinished_IsNoMistakeYet()
    {
        var steps = StepList(Draft(furthest: 1), "applicant");
        Assert.Equal(StepState.Todo, steps[1].State);
    }

    [Fact]
    public void StepList_OnCheckAnswers_MarksItAsCurrent()
    {
        var steps = StepList(Draft(furthest: 3, complete: true, documents: true), null);

        Assert.Equal(StepState.Current, steps[^1].State);
        Assert.Equal($"/drafts/{Id}/check", steps[^1].Href);
        Assert.All(steps.SkipLast(1), step => Assert.Equal(StepState.Done, step.State));
    }

    [Fact]
    public void StepOfWhichNothingIsShown_IsPassedOver()
    {
        var form = Hiding("place");
        var draft = Draft(furthest: 2) with { Form = form };
        var view = _journey.View(draft);

        Assert.Equal(Step("business"), ApplicantJourney.After(draft, view, form.Steps[0]));
        Assert.Equal(Step("applicant"), ApplicantJourney.Before(draft, view, form.Steps[2]));
        Assert.Equal(Step("applicant"), _journey.FenceStep(draft, "place"));
        Assert.Equal(
            [Step("applicant"), Step("business"), null, null],
            StepList(draft, "applicant").Select(step => step.Href)
        );

        draft.Answers.Set("sellsAlcohol", true);
        view = _journey.View(draft);

        Assert.Equal(Step("place"), ApplicantJourney.After(draft, view, form.Steps[0]));
        Assert.Null(_journey.FenceStep(draft, "place"));
        Assert.Equal(StepState.Problem, StepList(draft, "applicant")[1].State);
    }

    [Fact]
    public void LastStepHidden_CheckIsOpenWithoutIt()
    {
        var draft = Draft(furthest: 2, complete: true) with { Form = Hiding("documents") };

        Assert.Null(_journey.FenceCheck(draft));
        Assert.Null(_journey.FenceConfirm(draft));
    }

    /// <summary>The form with one step shown only to those who sell alcohol.</summary>
    private static FormDefinition Hiding(string stepId) =>
        Form with
        {
            Steps =
            [
                .. Form.Steps.Select(step =>
                    step.Id != stepId
                        ? step
                        : step with
                        {
                            Sections =
                            [
                                .. step.Sections.Select(section =>
                                    section with
                                    {
                                        VisibleWhen = new Condition("sellsAlcohol", EqualTo: "true"),
                                    }
                                ),
                            ],
                        }
                ),
            ],
        };

    private IReadOnlyList<StepItem> StepList(OpenDraft draft, string? current)
    {
        var view = _journey.View(draft);
        return ApplicantJourney.Steps(draft, view, ApplicantJourney.Unfinished(draft, view), current, "Check");
    }

    private static string Step(string id) => $"/drafts/{Id}/steps/{id}";

    private static OpenDraft Draft(int furthest, bool complete = false, bool documents = false)
    {
        var answers = complete ? SampleAnswers.For(Form, ApplicantType.Citizen) : new Answers();
        var files = documents ? SampleAnswers.RequiredDocuments(Form, answers, ApplicantType.Citizen) : [];
        return new OpenDraft(
            Id,
            Form,
            ApplicantType.Citizen,
            answers,
            new PrefillRecord(PrefillOutcome.Filled, default, []),
            DraftState.Open,
            furthest,
            Revision: 1,
            IsSavedUpstream: false,
            UpstreamDraftId: null,
            default,
            [
                .. files.Select(field => new Attachment(
                    Guid.NewGuid(),
                    field.Id,
                    "file.pdf",
                    "application/pdf",
                    10,
                    "id",
                    default
                )),
            ]
        );
    }
}
