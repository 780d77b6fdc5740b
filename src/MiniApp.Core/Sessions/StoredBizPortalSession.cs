using Microsoft.EntityFrameworkCore;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Sessions;

/// <summary>Tokens kept in PostgreSQL: the row's lock makes the refresh single-flight across all nodes.</summary>
/// <param name="confirm">
/// Runs before the first call while the identity is unconfirmed, so that nothing is said in the name of somebody Biz Portal
/// has not answered for. Null only for that confirmation itself.
/// </param>
internal sealed class StoredBizPortalSession(
    Guid sessionId,
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    BizPortalClient bizPortal,
    TimeProvider clock,
    Func<CancellationToken, Task>? confirm
) : IBizPortalSession
{
    private const string Operation = "session";

    // Longer than a database takes to start again. Somebody waits for the page.
    private static readonly TimeSpan KeepingLimit = TimeSpan.FromSeconds(20);

    public async ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var session =
            await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sessionId, cancellationToken)
            ?? throw Over();
        var tokens = TokensOf(session);
        if (session.IdentityConfirmedAt is not null || confirm is null)
            return tokens.AccessToken;
        await confirm(cancellationToken);
        // Confirming may have renewed the token.
        session = await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == sessionId, cancellationToken);
        return TokensOf(session).AccessToken;
    }

    public async ValueTask<string> RefreshAsync(string rejectedToken, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session =
            await db
                .Sessions.FromSql($"select * from applicant_sessions where id = {sessionId} for update")
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Over();

        var tokens = TokensOf(session);
        if (tokens.AccessToken != rejectedToken)
            return tokens.AccessToken;

        // The old refresh token is worth nothing once Biz Portal has seen it: a page that goes away must not lose the new one.
        BizPortalTokens? fresh = null;
        try
        {
            fresh = await RefreshAsync(tokens);
            session.TokensSealed = sealer.SealJson(fresh);
        }
        catch (BizPortalException over) when (over.Failure == BizPortalFailure.SessionOver)
        {
            // The page looks here, and tells the person before they want to send.
            session.UpstreamEndedAt ??= clock.GetUtcNow();
        }
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception failure) when (fresh is not null && failure.IsDatabaseAway())
        {
            await KeepAsync(rejectedToken, session.TokensSealed!);
        }
        return fresh?.AccessToken ?? throw Over();
    }

    /// <summary>
    /// The database went away while Biz Portal gave new tokens. They are the only ones that work now, so they are worth
    /// trying for a while to keep.
    /// </summary>
    private Task KeepAsync(string replacedToken, byte[] freshSealed) =>
        OnRecord.KeepAsync(
            clock,
            async () =>
            {
                await using var db = await databases.CreateDbContextAsync();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var session = await db
                    .Sessions.FromSql($"select * from applicant_sessions where id = {sessionId} for update")
                    .SingleOrDefaultAsync();
                if (session is null || TokensOf(session).AccessToken != replacedToken)
                    return;
                // Whoever tried the old ones meanwhile was told that the session is over.
                (session.TokensSealed, session.UpstreamEndedAt) = (freshSealed, null);
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            },
            KeepingLimit
        );

    private async Task<BizPortalTokens> RefreshAsync(BizPortalTokens tokens)
    {
        try
        {
            return await bizPortal.RefreshAsync(tokens.UserId, tokens.RefreshToken, CancellationToken.None);
        }
        catch (BizPortalException refused)
            when (refused.Failure is BizPortalFailure.Refused or BizPortalFailure.SessionOver)
        {
            throw new BizPortalException(BizPortalFailure.SessionOver, Operation, refused.HttpStatus, inner: refused);
        }
        catch (BizPortalException failure)
        {
            // Whatever became of the refresh: the call that needed it was turned away and has done nothing.
            throw new BizPortalException(BizPortalFailure.Unreachable, Operation, failure.HttpStatus, inner: failure);
        }
    }

    private BizPortalTokens TokensOf(ApplicantSession session) =>
        session is { EndedAt: null, TokensSealed: { } tokens }
            ? sealer.OpenJson<BizPortalTokens>(tokens)
            : throw Over();

    private static BizPortalException Over() => new(BizPortalFailure.SessionOver, Operation);
}
