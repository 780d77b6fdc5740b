using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Applicants;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Sessions;

/// <summary>
/// Sessions of citizens who came without a link. They see and edit their drafts; whatever needs Biz Portal's token waits
/// for the next link: see <see cref="LiveSession.HasBizPortal"/>.
/// </summary>
public sealed class CitizenSignIn(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    PersonKeys people,
    TimeProvider clock
)
{
    /// <summary>Always a new session. Call it only once the identity is proven: nobody asks again.</summary>
    /// <param name="nationalId">13 digits with the right check digit.</param>
    /// <param name="method">Any but <see cref="SignInMethod.Link"/>.</param>
    public async Task<LiveSession> StartAsync(
        string nationalId,
        SignInMethod method,
        CancellationToken cancellationToken
    )
    {
        if (!NationalId.IsValid(nationalId))
            throw new ArgumentException("Not a national ID number.", nameof(nationalId));
        ArgumentOutOfRangeException.ThrowIfEqual(method, SignInMethod.Link);

        var applicant = new Applicant(nationalId, ApplicantType.Citizen);
        var person = await people.KeyOfAsync(applicant, cancellationToken);
        var now = clock.GetUtcNow();
        var session = new ApplicantSession
        {
            Id = Guid.NewGuid(),
            Person = person,
            ClaimedPerson = person,
            IdentityConfirmedAt = now,
            ApplicantType = applicant.Type,
            IdentitySealed = sealer.SealText(nationalId),
            Method = method,
            CreatedAt = now,
            LastSeenAt = now,
        };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return new LiveSession(session.Id, applicant, person, FormCode: null) { Method = method };
    }
}
