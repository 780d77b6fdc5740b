using MiniApp.Core.Submissions;
using static MiniApp.Core.Submissions.SubmissionState;

namespace MiniApp.Core.Tests.Submissions;

public sealed class SubmissionStateTests
{
    internal static readonly HashSet<(SubmissionState From, SubmissionState To)> Legal =
    [
        (Ready, Confirming),
        (Confirming, Ready),
        (Confirming, Sending),
        (Sending, Ready),
        (Sending, Accepted),
        (Sending, Refused),
        (Sending, Unknown),
        (Refused, Ready),
        (Unknown, Accepted),
        (Unknown, Ready),
    ];

    internal static readonly Dictionary<SubmissionState, SubmissionState[]> Ways = new()
    {
        [Ready] = [],
        [Confirming] = [Confirming],
        [Sending] = [Confirming, Sending],
        [Accepted] = [Confirming, Sending, Accepted],
        [Refused] = [Confirming, Sending, Refused],
        [Unknown] = [Confirming, Sending, Unknown],
    };

    public static TheoryData<SubmissionState, SubmissionState> Pairs()
    {
        var pairs = new TheoryData<SubmissionState, SubmissionState>();
        foreach (var from in Enum.GetValues<SubmissionState>())
        foreach (var to in Enum.GetValues<SubmissionState>())
            pairs.Add(from, to);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void MoveTo_AnyPair_WorksOnlyWhereItIsLegal(SubmissionState from, SubmissionState to)
    {
        var submission = At(from);
        var later = submission.UpdatedAt.AddMinutes(1);

        if (Legal.Contains((from, to)))
        {
            submission.MoveTo(to, "test", later);
            Assert.Equal(to, submission.State);
            Assert.Equal(later, submission.UpdatedAt);
            Assert.Equal("test", submission.Cause);
            return;
        }
        Assert.Throws<InvalidOperationException>(() => submission.MoveTo(to, "test", later));
        Assert.Equal(from, submission.State);
        Assert.NotEqual("test", submission.Cause);
    }

    private static Submission At(SubmissionState state)
    {
        var submission = new Submission
        {
            Id = Guid.NewGuid(),
            Key = Guid.NewGuid(),
            DraftId = Guid.NewGuid(),
            Person = [],
            ContentHash = [],
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
        foreach (var step in Ways[state])
            submission.MoveTo(step, "way", DateTimeOffset.UnixEpoch);
        return submission;
    }
}
