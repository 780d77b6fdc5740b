using MiniApp.Core.Staff;

namespace MiniApp.Core.Reviews;

/// <summary>The order of a review's states, and who may do what. Nothing else decides either.</summary>
public static class ReviewRules
{
    private static readonly ReviewState[] Undecided = [ReviewState.Waiting, ReviewState.SecondOpinion];

    /// <summary>The actions of officers that decide something.</summary>
    public static readonly IReadOnlyList<ReviewAction> Decisions =
    [
        ReviewAction.Approve,
        ReviewAction.RequestChanges,
        ReviewAction.Reject,
        ReviewAction.Reopen,
    ];

    /// <summary>The state after <paramref name="action"/>; null when it can't be done in this state.</summary>
    /// <param name="needsSecond">The form asks for two approvals.</param>
    public static ReviewState? Next(ReviewState state, ReviewAction action, bool needsSecond) =>
        action switch
        {
            ReviewAction.Ask when state is ReviewState.ChangesRequested or ReviewState.Withdrawn => ReviewState.Waiting,
            ReviewAction.Withdraw
                when state is not (ReviewState.Rejected or ReviewState.Withdrawn or ReviewState.Submitted) =>
                ReviewState.Withdrawn,
            ReviewAction.Submit when state != ReviewState.Submitted => ReviewState.Submitted,
            ReviewAction.RequestChanges when Undecided.Contains(state) => ReviewState.ChangesRequested,
            ReviewAction.Approve when state == ReviewState.Waiting && needsSecond => ReviewState.SecondOpinion,
            ReviewAction.Approve when Undecided.Contains(state) => ReviewState.Approved,
            ReviewAction.Reject when Undecided.Contains(state) => ReviewState.Rejected,
            ReviewAction.Reopen when state is ReviewState.Approved or ReviewState.Rejected => ReviewState.Waiting,
            ReviewAction.Assign or ReviewAction.Release when Undecided.Contains(state) => state,
            ReviewAction.Assign or ReviewAction.Release when state == ReviewState.ChangesRequested => state,
            _ => null,
        };

    /// <summary>Whether this officer may do it, as far as role and earlier part in it go; the state is asked elsewhere.</summary>
    /// <param name="officerId">Who works on it.</param>
    /// <param name="firstOfficerId">Who approved it first.</param>
    public static bool MayDo(ReviewAction action, LiveStaff staff, Guid? officerId, Guid? firstOfficerId) =>
        action switch
        {
            ReviewAction.Approve or ReviewAction.RequestChanges or ReviewAction.Reject => officerId == staff.StaffId
                // The second pair of eyes is another one.
                && (action != ReviewAction.Approve || firstOfficerId != staff.StaffId),
            ReviewAction.Reopen => staff.Role >= StaffRole.Lead,
            // Whoever has it gives it on; what nobody has anybody takes; a lead gives out all.
            ReviewAction.Assign or ReviewAction.Release => officerId is null
                || officerId == staff.StaffId
                || staff.Role >= StaffRole.Lead,
            _ => false,
        };
}
