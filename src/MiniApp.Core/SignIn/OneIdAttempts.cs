using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.OneId;
using MiniApp.Core.Otp;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.SignIn;

/// <summary>The record of who asked for codes, in PostgreSQL, so that the limits hold across nodes and restarts.</summary>
public sealed class OneIdAttempts(
    IDbContextFactory<PortalDb> databases,
    PersonKeys keys,
    ISealer sealer,
    IOptions<OneIdOptions> options,
    TimeProvider clock
)
{
    /// <summary>Wrong tries for one code.</summary>
    public const int MaxWrongTries = 5;

    /// <summary>Codes for a person or number in a day: with the tries for each, what a guesser has.</summary>
    public const int MaxRequestsPerDay = 10;

    /// <summary>The document does not say how long a code works; this is what people are used to.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Any constant that nothing else in this database locks.
    private const long LockKey = 0x4F4E4549_44303130;

    /// <summary>Writes a wish for a code down before ONE ID is asked, or says how long to wait.</summary>
    internal async Task<(OneIdAttempt? Attempt, OneIdAsked Refusal)> ReserveAsync(
        string mobile,
        string nationalId,
        string address,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var attempt = new OneIdAttempt
        {
            Id = Guid.NewGuid(),
            Person = await keys.KeyOfAsync(new Applicant(nationalId, ApplicantType.Citizen), ct),
            Mobile = await keys.KeyOfAsync("mobile", mobile, ct),
            Address = await keys.KeyOfAsync("address", address, ct),
            IdentitySealed = sealer.SealText(nationalId),
            MobileSealed = sealer.SealText(mobile),
            Reference = "",
            RequestedAt = now,
            ExpiresAt = now + Lifetime,
        };
        await using var db = await databases.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One lock for all: three counts have to hold against parallel requests, and each takes but a moment.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", ct);
        await db.OneIdAttempts.Where(a => a.RequestedAt <= now - Day).ExecuteDeleteAsync(ct);
        if (await WaitUntilAsync(db, attempt, now, ct) is { } until)
            return (null, new OneIdAsked(OneIdAsk.Wait, WaitUntil: until));
        if (await WaitForAddressAsync(db, attempt.Address, now, ct) is { } later)
            return (null, new OneIdAsked(OneIdAsk.WaitAddress, WaitUntil: later));
        db.OneIdAttempts.Add(attempt);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (attempt, new OneIdAsked(OneIdAsk.OnItsWay, attempt.Id));
    }

    /// <returns>Null when there is none that a code could be entered for.</returns>
    internal async Task<OneIdAttempt?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db
            .OneIdAttempts.AsNoTracking()
            .SingleOrDefaultAsync(
                a => a.Id == id && (a.State == OneIdAttemptState.Sent || a.State == OneIdAttemptState.NotKnown),
                ct
            );
    }

    internal async Task<OneIdAttemptView> ViewAsync(OneIdAttempt attempt, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return new OneIdAttemptView(
            ThaiPhone.Mask(sealer.OpenText(attempt.MobileSealed)),
            attempt.Reference,
            await WaitUntilAsync(db, attempt, now, ct) ?? now,
            attempt.ExpiresAt,
            MaxWrongTries - attempt.WrongTries
        );
    }

    internal (string Mobile, string NationalId) NumbersOf(OneIdAttempt attempt) =>
        (sealer.OpenText(attempt.MobileSealed), sealer.OpenText(attempt.IdentitySealed));

    /// <param name="reference">As ONE ID gave it; null makes one up in the shape of those.</param>
    internal async Task SettleAsync(Guid id, OneIdAttemptState state, string? reference = null)
    {
        // No caller's token: what was asked for must be on record when the visitor has gone.
        await using var db = await databases.CreateDbContextAsync();
        reference ??= await InventReferenceAsync(db);
        // ONE ID counts its minute from when it sent the message, which is after it was asked.
        var now = clock.GetUtcNow();
        var expiresAt = now + Lifetime;
        await db
            .OneIdAttempts.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(a => a.State, state)
                    .SetProperty(a => a.Reference, reference)
                    .SetProperty(a => a.RequestedAt, now)
                    .SetProperty(a => a.ExpiresAt, expiresAt)
            );
    }

    /// <returns>Tries made, this one included; null when there is none left.</returns>
    internal async Task<int?> CountTryAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var tries = await db
            .Database.SqlQuery<int>(
                $"""
                update one_id_attempts set wrong_tries = wrong_tries + 1
                where id = {id} and state in ('sent', 'not_known') and wrong_tries < {MaxWrongTries}
                returning wrong_tries
                """
            )
            .ToListAsync(ct);
        return tries.Count == 0 ? null : tries[0];
    }

    /// <summary>The code certainly was not looked at.</summary>
    internal async Task GiveTryBackAsync(Guid id)
    {
        await using var db = await databases.CreateDbContextAsync();
        await db
            .OneIdAttempts.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.WrongTries, a => a.WrongTries - 1));
    }

    /// <summary>Makes the attempt the one that was confirmed.</summary>
    /// <returns>False when it was so already: one code, one sign-in.</returns>
    internal async Task<bool> ConfirmAsync(Guid id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db
                .OneIdAttempts.Where(a => a.Id == id && a.State == OneIdAttemptState.Sent)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, OneIdAttemptState.Confirmed)) == 1;
    }

    private static async Task<DateTimeOffset?> WaitUntilAsync(
        PortalDb db,
        OneIdAttempt attempt,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var day = await db
            .OneIdAttempts.Where(a =>
                (a.Person == attempt.Person || a.Mobile == attempt.Mobile)
                && a.RequestedAt > now - Day
                && a.State != OneIdAttemptState.NotAsked
            )
            .OrderBy(a => a.RequestedAt)
            .Select(a => a.RequestedAt)
            .ToListAsync(ct);
        var recent = OtpService.WaitUntil(day.FindAll(at => at > now - OtpService.RequestWindow), now);
        return day.Count >= MaxRequestsPerDay ? day[^MaxRequestsPerDay] + Day : recent;
    }

    private async Task<DateTimeOffset?> WaitForAddressAsync(
        PortalDb db,
        byte[] address,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var most = options.Value.RequestsPerAddress;
        var times = await db
            .OneIdAttempts.Where(a => a.Address == address && a.RequestedAt > now - OtpService.RequestWindow)
            .OrderByDescending(a => a.RequestedAt)
            .Select(a => a.RequestedAt)
            .Take(most)
            .ToListAsync(ct);
        return times.Count >= most ? times[^1] + OtpService.RequestWindow : null;
    }

    private static async Task<string> InventReferenceAsync(PortalDb db)
    {
        var real = await db
            .OneIdAttempts.Where(a => a.State == OneIdAttemptState.Sent || a.State == OneIdAttemptState.Confirmed)
            .OrderByDescending(a => a.RequestedAt)
            .Select(a => a.Reference)
            .FirstOrDefaultAsync();
        return string.Concat((real ?? "AAAAAA").Select(Another));
    }

    private static char Another(char letter) =>
        letter switch
        {
            >= '0' and <= '9' => Any("0123456789"),
            >= 'a' and <= 'z' => Any("abcdefghijklmnopqrstuvwxyz"),
            >= 'A' and <= 'Z' => Any("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            _ => letter,
        };

    private static char Any(string letters) => letters[RandomNumberGenerator.GetInt32(letters.Length)];
}
