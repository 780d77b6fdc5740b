using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Core.Tests.Submissions;

/// <summary>PostgreSQL itself keeps the order of states and the record of them: by plain SQL, past all of the portal's code.</summary>
public sealed class SubmissionRulesTests(CoreSystem core) : CoreTest(core)
{
    private LiveSession _session = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _session = await Node.SignInAsync(System, "somying");
    }

    [Theory]
    [MemberData(nameof(SubmissionStateTests.Pairs), MemberType = typeof(SubmissionStateTests))]
    public async Task Update_AnyPairOfStates_WorksOnlyWhereItIsLegalAndIsRecorded(
        SubmissionState from,
        SubmissionState to
    )
    {
        var id = await InStateAsync(from);
        var steps = await CountStepsAsync(id);

        if (SubmissionStateTests.Legal.Contains((from, to)))
        {
            await MoveAsync(id, to);
            Assert.Equal(steps + 1, await CountStepsAsync(id));
            Assert.Equal(
                $"{Name(from)}>{Name(to)}:by hand",
                await ScalarAsync<string>(
                    """
                    select from_state || '>' || to_state || ':' || cause from submission_transitions
                    where submission_id = $1 order by id desc limit 1
                    """,
                    id
                )
            );
            return;
        }
        if (from == to)
            await MoveAsync(id, to);
        else
            await RefusedAsync(() => MoveAsync(id, to));
        Assert.Equal(Name(from), await ScalarAsync<string>("select state from submissions where id = $1", id));
        Assert.Equal(steps, await CountStepsAsync(id));
    }

    [Theory]
    [InlineData("confirming")]
    [InlineData("sending")]
    [InlineData("accepted")]
    [InlineData("unknown")]
    public async Task Insert_AnythingButReady_IsRefused(string state)
    {
        var draft = await Node.StartDraftAsync(_session);

        await RefusedAsync(() => InsertAsync(draft, state));
    }

    [Fact]
    public async Task Update_WithoutCause_IsRefused()
    {
        var id = await InStateAsync(SubmissionState.Ready);

        await RefusedAsync(() => ExecuteSqlAsync("update submissions set state = 'confirming' where id = $1", id));
        // A cause said earlier does not do for a later change either.
        await ExecuteSqlAsync("update submissions set cause = 'earlier' where id = $1", id);
        await RefusedAsync(() => ExecuteSqlAsync("update submissions set state = 'confirming' where id = $1", id));
    }

    [Theory]
    [InlineData("update submission_transitions set cause = 'other' where submission_id = $1")]
    [InlineData("delete from submission_transitions where submission_id = $1")]
    [InlineData(
        """
            insert into submission_transitions (submission_id, from_state, to_state, cause, at)
            values ($1, 'sending', 'accepted', 'made up', now())
            """
    )]
    public async Task Record_ChangedByHand_IsRefused(string sql)
    {
        var id = await InStateAsync(SubmissionState.Sending);

        await RefusedAsync(() => ExecuteSqlAsync(sql, id));

        Assert.Equal(2, await CountStepsAsync(id));
    }

    [Fact]
    public async Task Key_OfASubmission_ChangesOnlyAfterARefusal()
    {
        const string newKey = "update submissions set key = gen_random_uuid() where id = $1";
        foreach (var state in Enum.GetValues<SubmissionState>())
        {
            var id = await InStateAsync(state);
            await RefusedAsync(() => ExecuteSqlAsync(newKey, id));
        }
        var refused = await InStateAsync(SubmissionState.Refused);
        await ExecuteSqlAsync(
            "update submissions set state = 'ready', cause = 'anew', key = gen_random_uuid() where id = $1",
            refused
        );
    }

    [Fact]
    public async Task RequestNumber_ComesWithAcceptanceAndStays()
    {
        var sending = await InStateAsync(SubmissionState.Sending);
        await RefusedAsync(() => ExecuteSqlAsync("update submissions set request_id = 'X-1' where id = $1", sending));
        await RefusedAsync(() =>
            ExecuteSqlAsync(
                "update submissions set state = 'accepted', cause = 'no number', request_sealed = null where id = $1",
                sending
            )
        );
        var accepted = await InStateAsync(SubmissionState.Accepted);
        await RefusedAsync(() => ExecuteSqlAsync("update submissions set request_id = 'X-2' where id = $1", accepted));
    }

    [Fact]
    public async Task SealedRequest_WithTheCode_IsThereExactlyWhileTheOutcomeIsOpen()
    {
        var confirming = await InStateAsync(SubmissionState.Confirming);
        await RefusedAsync(() =>
            ExecuteSqlAsync("update submissions set state = 'sending', cause = 'by hand' where id = $1", confirming)
        );
        var sending = await InStateAsync(SubmissionState.Sending);
        await RefusedAsync(() =>
            ExecuteSqlAsync("update submissions set state = 'ready', cause = 'by hand' where id = $1", sending)
        );
    }

    [Theory]
    [InlineData(SubmissionState.Ready, true)]
    [InlineData(SubmissionState.Confirming, false)]
    [InlineData(SubmissionState.Sending, false)]
    [InlineData(SubmissionState.Accepted, false)]
    [InlineData(SubmissionState.Refused, true)]
    [InlineData(SubmissionState.Unknown, false)]
    public async Task DeleteDraft_WithASubmission_WorksOnlyWhereNothingMayHaveBeenReceived(
        SubmissionState state,
        bool works
    )
    {
        var id = await InStateAsync(state);
        Task<int> DeleteAsync() =>
            ExecuteSqlAsync("delete from drafts where id = (select draft_id from submissions where id = $1)", id);

        if (works)
            Assert.Equal(1, await DeleteAsync());
        else
            await RefusedAsync(DeleteAsync);

        Assert.Equal(works ? 0 : 1, await ScalarAsync<long>("select count(*) from submissions where id = $1", id));
    }

    private async Task<Guid> InStateAsync(SubmissionState state)
    {
        var id = await InsertAsync(await Node.StartDraftAsync(_session), "ready");
        foreach (var step in SubmissionStateTests.Ways[state])
            await MoveAsync(id, step);
        return id;
    }

    private async Task<Guid> InsertAsync(Guid draftId, string state)
    {
        var id = Guid.NewGuid();
        await ExecuteSqlAsync(
            """
            insert into submissions (id, key, draft_id, person, state, content_hash, created_at, updated_at)
            values ($1, $1, $2, $3, $4, $5, now(), now())
            """,
            id,
            draftId,
            _session.Person,
            state,
            new byte[32]
        );
        return id;
    }

    private Task<int> MoveAsync(Guid id, SubmissionState to) =>
        ExecuteSqlAsync(
            """
            update submissions set state = $2, cause = 'by hand', updated_at = now(),
                request_id = case when $2 = 'accepted' then 'X-1' end,
                request_sealed = case when $2 in ('sending', 'unknown') then '\x00'::bytea end
            where id = $1
            """,
            id,
            Name(to)
        );

    private Task<long> CountStepsAsync(Guid id) =>
        ScalarAsync<long>("select count(*) from submission_transitions where submission_id = $1", id);

    private static async Task RefusedAsync<T>(Func<Task<T>> change)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(change);
        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    private static string Name(SubmissionState state) => state.ToString().ToLowerInvariant();
}
