using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.OneId;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.SignIn;

/// <summary>
/// Signs a citizen in by mobile number and ID card number. ONE ID makes, sends and checks the code. Whether it knows the
/// numbers is not said: neither by words, nor by what comes next, nor by how long it takes.
/// </summary>
public sealed partial class OneIdSignIn(
    OneIdAttempts attempts,
    OneIdClient oneId,
    CitizenSignIn citizens,
    IOptions<OneIdOptions> options,
    TimeProvider clock,
    ILogger<OneIdSignIn> logger
)
{
    private readonly EvenAnswers _even = new(options.Value.AnswerTime, clock);

    /// <param name="mobile">10 digits.</param>
    /// <param name="nationalId">13 digits with the right check digit.</param>
    /// <param name="address">Of the visitor's network.</param>
    public Task<OneIdAsked> RequestAsync(
        string mobile,
        string nationalId,
        string address,
        CancellationToken cancellationToken
    ) =>
        _even.RunAsync(async () =>
        {
            var (attempt, refusal) = await attempts.ReserveAsync(mobile, nationalId, address, cancellationToken);
            return attempt is null ? refusal : await AskAsync(attempt, mobile, nationalId);
        });

    /// <summary>Another code for the same numbers.</summary>
    /// <returns>Null when there is no such attempt any more.</returns>
    public async Task<OneIdAsked?> RequestAgainAsync(
        Guid attemptId,
        string address,
        CancellationToken cancellationToken
    )
    {
        if (await attempts.FindAsync(attemptId, cancellationToken) is not { } former)
            return null;
        var (mobile, nationalId) = attempts.NumbersOf(former);
        return await RequestAsync(mobile, nationalId, address, cancellationToken);
    }

    /// <returns>What the visitor may know of an attempt; null when there is none any more.</returns>
    public async Task<OneIdAttemptView?> FindAsync(Guid attemptId, CancellationToken cancellationToken) =>
        await attempts.FindAsync(attemptId, cancellationToken) is { } attempt
            ? await attempts.ViewAsync(attempt, cancellationToken)
            : null;

    /// <summary>Checks a code. A try is counted before ONE ID is asked, so that parallel guesses cannot slip past the limit.</summary>
    public Task<OneIdChecked> ConfirmAsync(Guid attemptId, string code, CancellationToken cancellationToken) =>
        _even.RunAsync(async () =>
        {
            if (await attempts.FindAsync(attemptId, cancellationToken) is not { } attempt)
                return new OneIdChecked(OneIdCheck.Gone);
            if (attempt.ExpiresAt <= clock.GetUtcNow())
                return new OneIdChecked(OneIdCheck.Expired);
            if (await attempts.CountTryAsync(attemptId, cancellationToken) is not { } tries)
                return new OneIdChecked(OneIdCheck.Exhausted);
            var triesLeft = OneIdAttempts.MaxWrongTries - tries;
            return attempt.State == OneIdAttemptState.Sent
                ? await CheckAsync(attempt, code, triesLeft)
                : Wrong(triesLeft);
        });

    private async Task<OneIdAsked> AskAsync(OneIdAttempt attempt, string mobile, string nationalId)
    {
        try
        {
            // From here on no caller's token: a message may go out.
            var answer = await oneId.RequestCodeAsync(mobile, nationalId, CancellationToken.None);
            var state = answer.Outcome switch
            {
                OneIdRequestOutcome.Sent => OneIdAttemptState.Sent,
                OneIdRequestOutcome.UnknownMobile or OneIdRequestOutcome.IdCardMismatch => OneIdAttemptState.NotKnown,
                _ => OneIdAttemptState.NotSent,
            };
            await attempts.SettleAsync(attempt.Id, state, answer.Reference);
            if (state == OneIdAttemptState.NotSent)
                NotSent(logger, attempt.Id, answer.Outcome);
            var waitUntil = clock.GetUtcNow() + Otp.OtpService.ResendAfter;
            return answer.Outcome switch
            {
                OneIdRequestOutcome.TooSoon => new(OneIdAsk.WaitOneId, WaitUntil: waitUntil),
                OneIdRequestOutcome.SendingFailed => new(OneIdAsk.NotSent, WaitUntil: waitUntil),
                OneIdRequestOutcome.InvalidIdCard => new(OneIdAsk.InvalidIdCard),
                _ when state == OneIdAttemptState.NotSent => new(OneIdAsk.Unavailable, WaitUntil: waitUntil),
                _ => new(OneIdAsk.OnItsWay, attempt.Id),
            };
        }
        catch (OneIdException failure)
        {
            var reached = failure.Failure != OneIdFailure.Unreachable;
            await attempts.SettleAsync(attempt.Id, reached ? OneIdAttemptState.NotSent : OneIdAttemptState.NotAsked);
            return new(
                OneIdAsk.Unavailable,
                WaitUntil: reached ? clock.GetUtcNow() + Otp.OtpService.ResendAfter : null
            );
        }
    }

    private async Task<OneIdChecked> CheckAsync(OneIdAttempt attempt, string code, int triesLeft)
    {
        var (mobile, nationalId) = attempts.NumbersOf(attempt);
        try
        {
            var outcome = await oneId.ConfirmCodeAsync(mobile, attempt.Reference, code, CancellationToken.None);
            switch (outcome)
            {
                case OneIdConfirmOutcome.Confirmed when await attempts.ConfirmAsync(attempt.Id):
                    // ONE ID took both numbers together when it sent the code, and now the code that went to the one.
                    return new(
                        OneIdCheck.SignedIn,
                        triesLeft,
                        await citizens.StartAsync(nationalId, SignInMethod.OneId, CancellationToken.None)
                    );
                case OneIdConfirmOutcome.Confirmed:
                    return new(OneIdCheck.Gone);
                case OneIdConfirmOutcome.InvalidCode or OneIdConfirmOutcome.UnknownMobile:
                    return Wrong(triesLeft);
                case OneIdConfirmOutcome.NoAccessToken or OneIdConfirmOutcome.NoRefreshToken:
                    NotConfirmed(logger, attempt.Id, outcome);
                    return new(OneIdCheck.NotFinished, triesLeft);
                default:
                    NotConfirmed(logger, attempt.Id, outcome);
                    return new(OneIdCheck.Unavailable, triesLeft);
            }
        }
        catch (OneIdException failure)
        {
            if (failure.Failure != OneIdFailure.Unreachable)
                return new(OneIdCheck.Unavailable, triesLeft);
            await attempts.GiveTryBackAsync(attempt.Id);
            return new(OneIdCheck.Unavailable, triesLeft + 1);
        }
    }

    private static OneIdChecked Wrong(int triesLeft) =>
        new(triesLeft > 0 ? OneIdCheck.Wrong : OneIdCheck.Exhausted, triesLeft);

    [LoggerMessage(2111, LogLevel.Warning, "ONE ID attempt {AttemptId}: no code was sent ({Outcome})")]
    private static partial void NotSent(ILogger logger, Guid attemptId, OneIdRequestOutcome outcome);

    [LoggerMessage(2112, LogLevel.Warning, "ONE ID attempt {AttemptId}: not confirmed ({Outcome})")]
    private static partial void NotConfirmed(ILogger logger, Guid attemptId, OneIdConfirmOutcome outcome);
}
