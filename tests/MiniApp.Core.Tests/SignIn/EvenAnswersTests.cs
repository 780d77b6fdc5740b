using MiniApp.Core.SignIn;

namespace MiniApp.Core.Tests.SignIn;

/// <summary>By a clock that stands still: how long things really take plays no part.</summary>
public sealed class EvenAnswersTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private readonly StillClock _clock = new();

    private EvenAnswers Even => new(Step, _clock);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.3, 2)]
    [InlineData(1.999, 2)]
    [InlineData(2.001, 4)]
    [InlineData(3.5, 4)]
    [InlineData(9.9, 10)]
    public async Task Run_WhateverItTook_AnswersAtTheNextFullStep(double tookSeconds, double answersAtSeconds)
    {
        var answer = Even.RunAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(tookSeconds));
            return Task.FromResult("done");
        });

        Assert.False(answer.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(answersAtSeconds), _clock.NextTimerAt);
        _clock.Advance(_clock.NextTimerAt - _clock.Elapsed - TimeSpan.FromMilliseconds(1));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("done", await answer);
    }

    [Fact]
    public async Task Run_ThatFails_FailsAtTheSameTime()
    {
        var answer = Even.RunAsync<string>(() => throw new InvalidOperationException("no"));

        Assert.False(answer.IsCompleted);
        Assert.Equal(Step, _clock.NextTimerAt);
        _clock.Advance(Step);
        await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
    }
}
