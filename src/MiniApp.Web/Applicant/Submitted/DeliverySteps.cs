using Microsoft.Extensions.Localization;
using MiniApp.Core.Submissions;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Applicant.Submitted;

internal enum DeliveryStepState
{
    Done,
    Current,
    Waiting,
    Failed,
}

/// <param name="At">Null while it has not happened.</param>
internal sealed record DeliveryStep(
    DeliveryStepState State,
    string Title,
    DateTimeOffset? At = null,
    string? Detail = null
);

/// <summary>A submission's record since it was confirmed last, in words.</summary>
internal static class DeliverySteps
{
    /// <param name="asksByItself">The portal finds out by itself what became of an unknown one; else staff does.</param>
    public static IReadOnlyList<DeliveryStep> Of(
        SubmissionView submission,
        bool asksByItself,
        IStringLocalizer<Text> text
    )
    {
        var steps = submission.LastRound.SelectMany(step => Past(step, submission, text)).ToList();
        if (Now(submission.State, asksByItself, text) is { } now)
            steps.Add(now);
        return steps;
    }

    private static IEnumerable<DeliveryStep> Past(
        SubmissionTransition step,
        SubmissionView submission,
        IStringLocalizer<Text> text
    )
    {
        DeliveryStep Done(string title, string? detail = null) => new(DeliveryStepState.Done, title, step.At, detail);
        DeliveryStep Failed(string title, string? detail = null) =>
            new(DeliveryStepState.Failed, title, step.At, detail);
        var said = submission.Said is { Length: > 0 } words ? text["BizPortal.Says", words].Value : null;
        switch (step.FromState, step.ToState)
        {
            case (_, SubmissionState.Confirming):
                yield return Done(text["Delivery.Confirmed"]);
                break;
            case (SubmissionState.Confirming, SubmissionState.Sending) when submission.State != SubmissionState.Sending:
                yield return Done(text["Delivery.Sent"]);
                break;
            case (_, SubmissionState.Unknown):
                yield return new(DeliveryStepState.Waiting, text["Delivery.NoAnswer"], step.At);
                break;
            case (_, SubmissionState.Accepted):
                yield return Done(text["Delivery.Received"], text["Delivery.ReceivedAs", submission.RequestId ?? ""]);
                break;
            case (_, SubmissionState.Refused):
                yield return Failed(text["Delivery.Refused"], said);
                break;
            case (SubmissionState.Unknown, SubmissionState.Ready):
                yield return Failed(text["Delivery.NotReceived"], said);
                break;
            case (_, SubmissionState.Ready):
                yield return Failed(text["Delivery.NotSent"]);
                break;
        }
    }

    private static DeliveryStep? Now(SubmissionState state, bool asksByItself, IStringLocalizer<Text> text) =>
        state switch
        {
            SubmissionState.Confirming => new(DeliveryStepState.Current, text["Delivery.Confirming"]),
            SubmissionState.Sending => new(DeliveryStepState.Current, text["Delivery.Sending"]),
            SubmissionState.Unknown => new(
                DeliveryStepState.Current,
                text[asksByItself ? "Delivery.Asking" : "Delivery.AskingStaff"]
            ),
            _ => null,
        };
}
