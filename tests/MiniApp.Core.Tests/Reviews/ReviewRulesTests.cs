using MiniApp.Core.Reviews;
using MiniApp.Core.Staff;

namespace MiniApp.Core.Tests.Reviews;

public sealed class ReviewRulesTests
{
    private static readonly ReviewAction[] Actions = Enum.GetValues<ReviewAction>();

    /// <summary>Whatever is done in whatever order, what must always hold holds.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Next_AnySequence_KeepsWhatMustAlwaysHold(bool needsSecond)
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var state = ReviewState.Waiting;
            var approvals = 0;
            for (var step = 0; step < 30; step++)
            {
                var action = Actions[random.Next(Actions.Length)];
                if (ReviewRules.Next(state, action, needsSecond) is not { } next)
                    continue;
                approvals = action switch
                {
                    ReviewAction.Approve => approvals + 1,
                    ReviewAction.Assign or ReviewAction.Release or ReviewAction.Submit => approvals,
                    _ => 0,
                };
                // Nothing leaves what was sent, and nothing but an approval, the last of those asked for, approves.
                Assert.NotEqual(ReviewState.Submitted, state);
                if (next == ReviewState.Approved && state != ReviewState.Approved)
                    Assert.Equal(needsSecond ? 2 : 1, approvals);
                // Only the applicant's own acts share, take back and send.
                if (next is ReviewState.Withdrawn or ReviewState.Submitted && next != state)
                    Assert.Contains(action, new[] { ReviewAction.Withdraw, ReviewAction.Submit });
                // Officers never move what the applicant has in hand.
                if (state is ReviewState.ChangesRequested or ReviewState.Withdrawn && next != state)
                    Assert.Contains(action, new[] { ReviewAction.Ask, ReviewAction.Withdraw, ReviewAction.Submit });
                state = next;
            }
        }
    }

    [Fact]
    public void MayDo_SecondApproval_IsAnotherOfficers()
    {
        var officer = Staff(StaffRole.Reviewer);

        Assert.True(ReviewRules.MayDo(ReviewAction.Approve, officer, officer.StaffId, firstOfficerId: Guid.NewGuid()));
        Assert.False(ReviewRules.MayDo(ReviewAction.Approve, officer, officer.StaffId, officer.StaffId));
        // Finding something wrong after all is.
        Assert.True(ReviewRules.MayDo(ReviewAction.RequestChanges, officer, officer.StaffId, officer.StaffId));
    }

    [Theory]
    [InlineData(StaffRole.Reviewer, false)]
    [InlineData(StaffRole.Lead, true)]
    [InlineData(StaffRole.Administrator, true)]
    public void MayDo_WhatAColleagueHas_IsForLeads(StaffRole role, bool may)
    {
        var staff = Staff(role);

        Assert.Equal(may, ReviewRules.MayDo(ReviewAction.Assign, staff, Guid.NewGuid(), null));
        Assert.Equal(may, ReviewRules.MayDo(ReviewAction.Reopen, staff, Guid.NewGuid(), null));
        // Nobody decides what is not theirs; a lead takes it over first, on record.
        Assert.False(ReviewRules.MayDo(ReviewAction.Approve, staff, Guid.NewGuid(), null));
        Assert.False(ReviewRules.MayDo(ReviewAction.Reject, staff, null, null));
    }

    [Theory]
    [InlineData(ReviewAction.Ask)]
    [InlineData(ReviewAction.Withdraw)]
    [InlineData(ReviewAction.Submit)]
    public void MayDo_WhatIsTheApplicants_NoOfficer(ReviewAction action)
    {
        var staff = Staff(StaffRole.Administrator);
        Assert.False(ReviewRules.MayDo(action, staff, staff.StaffId, null));
    }

    private static LiveStaff Staff(StaffRole role) =>
        new(Guid.NewGuid(), Guid.NewGuid(), "เจ้าหน้าที่", role)
        {
            EndsAt = DateTimeOffset.MaxValue,
            IsIdleLimit = true,
        };
}
