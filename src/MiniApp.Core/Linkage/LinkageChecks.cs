using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniApp.Core.Audit;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Linkage;

/// <summary>Why nothing was asked.</summary>
public enum LinkageRefusal
{
    /// <summary>The list of purposes has no such one.</summary>
    NoPurpose,

    /// <summary>This purpose has to be explained.</summary>
    NoteMissing,

    /// <summary>The staff session is over, or began before the portal knew the Linkage Center: sign in again.</summary>
    SignInAgain,

    /// <summary>The agency uses the citizen's right, and this person's card is not in the reader.</summary>
    CitizenCardMissing,
}

/// <summary>What came of a wish to look somebody up: exactly one of the three is set.</summary>
/// <param name="Comparison">The register has the person, alive or dead.</param>
/// <param name="Failure">The exchange was asked and gave nobody.</param>
/// <param name="Code">What the exchange called it.</param>
/// <param name="HouseFailure">Why the registered address is missing beside the rest.</param>
public sealed record LinkageResult(
    LinkageRefusal? Refusal = null,
    LinkageFailure? Failure = null,
    string? Code = null,
    LinkageComparison? Comparison = null,
    LinkageFailure? HouseFailure = null
)
{
    /// <summary>Null where nothing was asked.</summary>
    public LinkageOutcome? Outcome =>
        Comparison is { IsAlive: false } ? LinkageOutcome.Dead
        : Comparison is { } comparison
            ? comparison.Overall switch
            {
                LinkageAgreement.Same => LinkageOutcome.Matched,
                LinkageAgreement.Different => LinkageOutcome.Differed,
                _ => LinkageOutcome.Unclear,
            }
        : Failure is { } failure
            ? failure == LinkageFailure.NotFound ? LinkageOutcome.NotFound
                : LinkageOutcome.Failed
        : null;

    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => $"{nameof(LinkageResult)} {Refusal}{Outcome}";
}

/// <summary>
/// Staff check who applies. On record before the exchange is asked: a look-up that can't be recorded does not happen. Of the
/// answer nothing is kept but the outcome.
/// </summary>
public sealed class LinkageChecks(
    IDbContextFactory<PortalDb> databases,
    LinkageClient client,
    StaffSessions sessions,
    AuditTrail audit,
    ISealer sealer,
    IOptions<LinkageOptions> options,
    TimeProvider clock
)
{
    public bool IsConfigured => options.Value.IsConfigured;

    public bool NeedsCitizenCard => options.Value.Right == LinkageRight.Citizen;

    public IReadOnlyList<LinkagePurpose> Purposes => options.Value.PurposesInForce;

    /// <returns>What is in the officer's card readers now; null where they have to sign in again first.</returns>
    public async Task<AgentReading?> ReadAgentAsync(LiveStaff staff, CancellationToken cancellationToken) =>
        await sessions.NationalIdAsync(staff.SessionId, cancellationToken) is { } agentId
            ? await client.ReadAgentAsync(agentId, cancellationToken)
            : null;

    /// <param name="note">What it is for in the officer's words; cut at <see cref="LinkagePurpose.LongestNote"/>.</param>
    public async Task<LinkageResult> CheckAsync(
        LiveStaff staff,
        Guid draftId,
        LinkageSubject subject,
        string? purpose,
        string? note,
        CancellationToken cancellationToken
    )
    {
        note = note?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LinkagePurpose.LongestNote)] : null;
        if (Purposes.FirstOrDefault(known => known.Code == purpose) is not { } chosen)
            return new LinkageResult(LinkageRefusal.NoPurpose);
        if (chosen.AskNote && note is null)
            return new LinkageResult(LinkageRefusal.NoteMissing);
        if (await sessions.NationalIdAsync(staff.SessionId, cancellationToken) is not { } agentId)
            return new LinkageResult(LinkageRefusal.SignInAgain);
        if (NeedsCitizenCard)
        {
            var reading = await client.ReadAgentAsync(agentId, cancellationToken);
            if (reading.State == AgentState.Unknown)
                return new LinkageResult(Failure: reading.Why);
            if (!reading.HasCardOf(subject.NationalId))
                return new LinkageResult(LinkageRefusal.CitizenCardMissing);
        }
        var check = await BeginAsync(staff, draftId, chosen.Code, note, cancellationToken);
        LinkageResult? result = null;
        try
        {
            result = await AskAsync(agentId, subject, cancellationToken);
            return result;
        }
        finally
        {
            // Also where the page was left meanwhile: somebody was looked up.
            await EndAsync(check, result?.Outcome ?? LinkageOutcome.Failed);
        }
    }

    /// <returns>Earlier checks for this request, newest first.</returns>
    public async Task<IReadOnlyList<LinkageCheckEntry>> HistoryAsync(Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (
            from check in db.LinkageChecks.AsNoTracking()
            join person in db.StaffPeople on check.StaffId equals person.Id
            where check.DraftId == draftId
            orderby check.At descending
            select new { check, person.NameSealed }
        )
            .Take(50)
            .ToListAsync(cancellationToken);
        return
        [
            .. found.Select(row => new LinkageCheckEntry(
                row.check.Id,
                sealer.OpenText(row.NameSealed),
                row.check.Purpose,
                row.check.NoteSealed is { } note ? sealer.OpenText(note) : null,
                row.check.At,
                row.check.Outcome
            )),
        ];
    }

    private async Task<LinkageResult> AskAsync(
        string agentId,
        LinkageSubject subject,
        CancellationToken cancellationToken
    )
    {
        var person = await client.FindPersonAsync(agentId, subject.NationalId, cancellationToken);
        if (person is LinkageAnswer<LinkagePerson>.Failed failed)
            return new LinkageResult(Failure: failed.Why, Code: failed.Code);
        LinkageHouse? house = null;
        LinkageFailure? houseFailure = null;
        if (options.Value.House.IsConfigured)
            (house, houseFailure) = await client.FindHouseAsync(agentId, subject.NationalId, cancellationToken) switch
            {
                LinkageAnswer<LinkageHouse>.Found found => (found.Value, (LinkageFailure?)null),
                LinkageAnswer<LinkageHouse>.Failed none => (null, none.Why),
                _ => (null, LinkageFailure.Malformed),
            };
        var (value, alive) = person switch
        {
            LinkageAnswer<LinkagePerson>.Found found => (found.Value, true),
            LinkageAnswer<LinkagePerson>.Dead dead => (dead.Value, false),
            _ => throw new InvalidOperationException("An answer is found, dead or failed."),
        };
        return new LinkageResult(
            Comparison: LinkageComparison.Of(subject, value, alive, house),
            HouseFailure: houseFailure
        );
    }

    private async Task<LinkageCheck> BeginAsync(
        LiveStaff staff,
        Guid draftId,
        string purpose,
        string? note,
        CancellationToken cancellationToken
    )
    {
        var check = new LinkageCheck
        {
            Id = Guid.NewGuid(),
            DraftId = draftId,
            StaffId = staff.StaffId,
            Purpose = purpose,
            NoteSealed = note is null ? null : sealer.SealText(note),
            At = clock.GetUtcNow(),
        };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.LinkageChecks.Add(check);
        await db.SaveChangesAsync(cancellationToken);
        await RecordAsync(db, check, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return check;
    }

    /// <summary>
    /// The one place where a look-up goes into the audit, in the transaction of the check and before the exchange is asked: who,
    /// for which request, what for. What fails here stops the look-up.
    /// </summary>
    private Task RecordAsync(PortalDb db, LinkageCheck check, CancellationToken cancellationToken) =>
        audit.RecordAsync(
            db,
            new AuditEvent(AuditActor.Staff(check.StaffId), AuditAction.LookedUp, "service:person", check.DraftId).With(
                "purpose",
                check.Purpose
            ),
            cancellationToken
        );

    private Task EndAsync(LinkageCheck check, LinkageOutcome outcome) =>
        OnRecord.KeepAsync(
            clock,
            async () =>
            {
                await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
                await db
                    .LinkageChecks.Where(row => row.Id == check.Id && row.Outcome == null)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.Outcome, (LinkageOutcome?)outcome),
                        CancellationToken.None
                    );
            }
        );
}
