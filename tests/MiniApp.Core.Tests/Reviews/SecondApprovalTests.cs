using MiniApp.Core.Reviews;
using MiniApp.Core.Staff;

namespace MiniApp.Core.Tests.Reviews;

public sealed class SecondApprovalTests(CoreSystem core) : ReviewTest(core)
{
    protected override bool SecondApproval => true;

    [Fact]
    public async Task Approve_OnceByEach_IsApproved()
    {
        var id = await AskAndTakeAsync();
        await DecideAsync(id, ReviewAction.Approve);
        Assert.Equal(ReviewState.SecondOpinion, (await MineAsync()).State);
        Assert.Null((await OpenAsync(id)).Review.OfficerId);

        // The first can't be the second too, by any way.
        Assert.Null(await Queue.TakeNextAsync(Officer, formCode: null, default));
        await Desk.AssignAsync(Officer, id, Officer.StaffId, default);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => DecideAsync(id, ReviewAction.Approve));
        await Desk.AssignAsync(Officer, id, to: null, default);

        var second = await StaffAsync("เจ้าหน้าที่สอง", StaffRole.Reviewer);
        Assert.Equal(id, await Queue.TakeNextAsync(second, formCode: null, default));
        await DecideAsync(id, ReviewAction.Approve, second);

        Assert.True((await MineAsync()).Approves(Draft.Revision));
    }
}
