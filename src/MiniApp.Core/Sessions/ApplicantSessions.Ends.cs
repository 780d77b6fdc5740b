using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;

namespace MiniApp.Core.Sessions;

/// <summary>When a session will end if nothing happens.</summary>
/// <param name="IsIdleLimit">It ends for want of activity: any request puts it off. Otherwise nothing does.</param>
/// <param name="IsOver">It ended, or never was.</param>
/// <param name="IsUpstreamOver">Biz Portal gives no new token any more; the portal itself goes on.</param>
public sealed record SessionOutlook(DateTimeOffset EndsAt, bool IsIdleLimit, bool IsOver, bool IsUpstreamOver);

/// <content>How sessions end: by themselves, foreseeably, or because somebody signs out.</content>
public sealed partial class ApplicantSessions
{
    /// <summary>Longest that signing out waits for Biz Portal.</summary>
    private static readonly TimeSpan RevokeLimit = TimeSpan.FromSeconds(3);

    /// <summary>Looks without counting as activity.</summary>
    public async Task<SessionOutlook> LookAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (session is not { EndedAt: null })
            return new SessionOutlook(now, IsIdleLimit: false, IsOver: true, IsUpstreamOver: true);
        var (idle, absolute) = (session.LastSeenAt + IdleLimit, session.CreatedAt + AbsoluteLimit);
        var end = idle < absolute ? idle : absolute;
        return new SessionOutlook(end, idle < absolute, now > end, session.UpstreamEndedAt is not null);
    }

    /// <summary>Ends the session here, then at Biz Portal if it answers: its token must be of no use to whoever comes next.</summary>
    public async Task SignOutAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { EndedAt: null } session)
            return;
        session.End(clock.GetUtcNow(), "signed out");
        await db.SaveChangesAsync(cancellationToken);
        if (session.TokensSealed is not { } tokensSealed)
            return;
        var tokens = sealer.OpenJson<BizPortalTokens>(tokensSealed);
        using var limit = new CancellationTokenSource(RevokeLimit, clock);
        try
        {
            await bizPortal.RevokeAsync(tokens.UserId, tokens.RefreshToken, tokens.AccessToken, limit.Token);
        }
        catch (Exception failure) when (failure is BizPortalException or OperationCanceledException)
        {
            NotRevoked(logger, id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId} signed out; Biz Portal was not told")]
    private static partial void NotRevoked(ILogger logger, Guid sessionId);
}
