using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Audit;
using MiniApp.Core.Storage;
using Npgsql;

namespace MiniApp.Core.Tests.Audit;

/// <summary>What is written stays, in one row, and any change of it is found.</summary>
public sealed class AuditChainTests(CoreSystem core) : AuditTest(core)
{
    [Fact]
    public async Task Chain_OfWhatWasWritten_IsWhole_AndSaysItsHead()
    {
        Assert.Null((await VerifyAsync()).Break);
        await RecordManyAsync(3);

        var proof = await VerifyAsync();

        Assert.Equal((null, 3, 1, 3), (proof.Break, proof.Count, proof.First, proof.Head.Sequence));
        Assert.Equal(proof.Head, AuditHead.Parse(proof.Head.ToString()));
        await RecordAsync();
        Assert.Null((await VerifyAsync(proof.Head)).Break);
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'staff:00000000-0000-0000-0000-000000000000' where sequence = 3")]
    [InlineData("update audit_entries set at = at + interval '1 microsecond' where sequence = 3")]
    [InlineData("update audit_entries set action = 'signed_in' where sequence = 3")]
    [InlineData("update audit_entries set subject = null where sequence = 3")]
    [InlineData("update audit_entries set draft_id = gen_random_uuid() where sequence = 3")]
    [InlineData("update audit_entries set details = '{\"role\": \"Reviewer\"}' where sequence = 3")]
    [InlineData("update audit_entries set previous_hash = hash where sequence = 3")]
    [InlineData("update audit_entries set hash = sha256(details::text::bytea) where sequence = 3")]
    // Two changed places.
    [InlineData(
        """
            update audit_entries set sequence = 0 where sequence = 3;
            update audit_entries set sequence = 3 where sequence = 4;
            update audit_entries set sequence = 4 where sequence = 0
            """
    )]
    // One put between, the others moved up.
    [InlineData(
        """
            update audit_entries set sequence = -sequence - 1 where sequence >= 3;
            update audit_entries set sequence = -sequence where sequence < 0;
            insert into audit_entries select 3, at, actor, action, subject, draft_id, details, hash, hash
                from audit_entries where sequence = 2;
            update audit_chain set sequence = sequence + 1
            """
    )]
    public async Task Entry_ChangedInsertedOrMoved_IsTheFirstBroken(string tampering)
    {
        await RecordManyAsync(5);

        await TamperAsync(tampering);

        var proof = await VerifyAsync();
        Assert.Equal((AuditBreak.Altered, 3), (proof.Break, proof.BrokenAt));
    }

    [Theory]
    [InlineData("delete from audit_entries where sequence = 3", AuditBreak.Missing, 3L)]
    [InlineData("delete from audit_entries where sequence = 1", AuditBreak.Missing, 1L)]
    [InlineData("delete from audit_entries where sequence > 3", AuditBreak.WrongEnd, 4L)]
    [InlineData("delete from audit_entries", AuditBreak.WrongEnd, 1L)]
    // The end is moved back with them: it is under the key.
    [InlineData(
        """
            delete from audit_entries where sequence > 3;
            update audit_chain set sequence = 3, hash = (select hash from audit_entries where sequence = 3)
            """,
        AuditBreak.EndAltered,
        null
    )]
    // As if they had been removed as too old.
    [InlineData(
        """
            update audit_chain set removed_to = 2, removed_hash = (select hash from audit_entries where sequence = 2);
            delete from audit_entries where sequence <= 2
            """,
        AuditBreak.EndAltered,
        null
    )]
    // As if nothing had ever been written.
    [InlineData(
        """
            delete from audit_entries;
            update audit_chain set sequence = 0, hash = removed_hash, mac = null
            """,
        AuditBreak.EndAltered,
        null
    )]
    [InlineData("delete from audit_chain", AuditBreak.EndAltered, null)]
    [InlineData("delete from sealed_secrets where name = 'audit-key'", AuditBreak.NoKey, null)]
    [InlineData(
        "insert into audit_entries select 6, at, actor, action, subject, draft_id, details, hash, hash from audit_entries where sequence = 5",
        AuditBreak.Altered,
        6L
    )]
    public async Task Entries_RemovedOrAdded_AreFound(string tampering, AuditBreak expected, long? at)
    {
        await RecordManyAsync(5);

        await TamperAsync(tampering);

        var proof = await VerifyAsync();
        Assert.Equal((expected, at), (proof.Break, proof.BrokenAt));
    }

    /// <summary>Entries, end and its seal as they once were: only what was noted elsewhere can tell.</summary>
    [Fact]
    public async Task Chain_SetBackToAnEarlierState_IsFoundByANotedHead()
    {
        await RecordManyAsync(3);
        await ExecuteSqlAsync("create table earlier as select * from audit_chain");
        await RecordManyAsync(2);
        var noted = (await VerifyAsync()).Head;

        await TamperAsync(
            """
            delete from audit_entries where sequence > 3;
            delete from audit_chain;
            insert into audit_chain select * from earlier
            """
        );

        Assert.Null((await VerifyAsync()).Break);
        Assert.Equal((AuditBreak.NotedHeadGone, 5), await BreakAsync());
        await RecordManyAsync(2);
        Assert.Equal((AuditBreak.NotedHeadGone, 5), await BreakAsync());

        async Task<(AuditBreak?, long?)> BreakAsync()
        {
            var proof = await VerifyAsync(noted);
            return (proof.Break, proof.BrokenAt);
        }
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'x'")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("delete from audit_chain")]
    [InlineData("truncate audit_chain")]
    public async Task Database_ChangesOfEntries_AreRefused(string sql)
    {
        await RecordManyAsync(1);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteSqlAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Null((await VerifyAsync()).Break);
    }

    [Fact]
    public async Task Entry_IsKeptOnlyWithWhatItRecords()
    {
        await RecordAsync();
        await using (var db = await Node.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                Trail.RecordAsync(db, AuditEvent.By(Officer, AuditAction.Decided), default)
            );
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Trail.RecordAsync(db, AuditEvent.By(Officer, AuditAction.Decided), default);
            await transaction.RollbackAsync();
        }
        await RecordAsync();

        var proof = await VerifyAsync();
        Assert.Equal((null, 2), (proof.Break, proof.Count));
        Assert.DoesNotContain(
            await Reader.ListAsync(new(), null, 9, default),
            line => line.Action == AuditAction.Decided
        );
    }

    [Fact]
    public async Task Entries_OfManyAtOnceOnTwoNodes_AreOneChain()
    {
        var other = await StartNodeAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(n =>
                    (n % 2 == 0 ? Trail : other.Get<AuditTrail>()).RecordAsync(
                        AuditEvent.By(Officer, AuditAction.Opened).With("n", n),
                        default
                    )
                )
        );

        var proof = await VerifyAsync();
        Assert.Equal((null, 100), (proof.Break, proof.Count));
    }

    [Theory]
    [InlineData("1509900001013")]
    [InlineData("1-5099-00001-01-3")]
    [InlineData("1 5099 00001 01 3")]
    [InlineData("๑๕๐๙๙๐๐๐๐๑๐๑๓")]
    public async Task Details_ThatHoldAnIdNumber_AreBlottedOut(string number)
    {
        await Trail.RecordAsync(
            AuditEvent.By(Officer, AuditAction.Searched).With("why", $"asked for {number}"),
            default
        );

        var details = await ScalarAsync<string>("select details::text from audit_entries");

        Assert.DoesNotContain(number, details, StringComparison.Ordinal);
        Assert.Contains("asked for", details, StringComparison.Ordinal);
    }
}
