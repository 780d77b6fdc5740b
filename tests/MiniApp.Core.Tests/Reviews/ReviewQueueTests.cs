using MiniApp.Core.Reviews;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Reviews;

public sealed class ReviewQueueTests(CoreSystem core) : ReviewTest(core)
{
    private async Task<IReadOnlyList<QueueRow>> FindAsync(QueueFilter filter, LiveStaff? staff = null) =>
        (await Queue.FindAsync(staff ?? Officer, filter, after: null, default)).Rows;

    [Fact]
    public async Task Find_DraftThatWasNeverShared_IsNotThere()
    {
        Assert.Empty(await FindAsync(new QueueFilter()));
        var id = await AskAsync();
        Assert.Equal(id, Assert.Single(await FindAsync(new QueueFilter())).Id);
    }

    [Fact]
    public async Task Find_ByText_FindsNameAnswerNumberAndIdNumberHoweverWritten()
    {
        await AnswerAsync("placeName", "ครัว แม่สมหญิง๑");
        var id = await AskAsync();
        var number = (await OpenAsync(id)).Review.Number;
        var identity = Session.Applicant.IdentityId;

        foreach (
            var text in new[]
            {
                "ครัวแม่",
                "สมหญิง 1",
                "แม่",
                $"{number}",
                identity,
                $"{identity[..1]}-{identity[1..5]}-{identity[5..10]}-{identity[10..12]}-{identity[12..]}",
            }
        )
            Assert.Equal(id, Assert.Single(await SearchAsync(text)).Id);
        // Each three letters are somewhere, but not one after the other.
        foreach (var text in new[] { "ครัวสมหญิง", "ไม่มี", "x", "3101234567890" })
            Assert.Empty(await SearchAsync(text));
        Assert.DoesNotContain(
            identity,
            (await Queue.SearchForAsync(new(), identity, default)).Person,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Find_ByFilters_LeavesOutTheRest()
    {
        var id = await AskAndTakeAsync();
        var row = Assert.Single(await FindAsync(new QueueFilter()));

        foreach (
            var (filter, isThere) in new (QueueFilter, bool)[]
            {
                (new(FormCode: CoreSteps.FormCode), true),
                (new(FormCode: "other"), false),
                (new(State: ReviewState.Waiting), true),
                (new(State: ReviewState.Approved), false),
                (new(Officer: QueueOfficer.Me), true),
                (new(Officer: QueueOfficer.Nobody), false),
                (new(Officer: QueueOfficer.Somebody, OfficerId: Officer.StaffId), true),
                (new(Province: row.Province), true),
                (new(Province: "99"), false),
                (new(Overdue: true), false),
            }
        )
            Assert.Equal(isThere, (await FindAsync(filter)).Any(found => found.Id == id));
        System.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Single(await FindAsync(new QueueFilter(Overdue: true)));
    }

    [Theory]
    [InlineData(QueueSort.Due)]
    [InlineData(QueueSort.Newest)]
    public async Task Find_PageAfterPage_ShowsEachOnce(QueueSort sort)
    {
        await SeedAsync(130);
        var seen = new List<QueueRow>();
        QueueCursor? after = null;
        do
        {
            var page = await Queue.FindAsync(Officer, new QueueFilter(Sort: sort), after, default);
            seen.AddRange(page.Rows);
            after = page.Next;
        } while (after is not null);

        Assert.Equal(130, seen.DistinctBy(row => row.Id).Count());
        Assert.Equal(130, seen.Count);
        var ordered =
            sort == QueueSort.Due
                ? seen.OrderBy(row => row.DueAt).ThenBy(row => row.Number)
                : seen.OrderByDescending(row => row.AskedAt).ThenByDescending(row => row.Number);
        Assert.Equal(ordered.Select(row => row.Id), seen.Select(row => row.Id));
    }

    [Fact]
    public async Task TakeNext_ManyOfficersAtOnce_EachGetsAnother()
    {
        await SeedAsync(40);
        var officers = new List<LiveStaff>();
        for (var n = 0; n < 10; n++)
            officers.Add(await StaffAsync($"เจ้าหน้าที่ {n}", StaffRole.Reviewer));

        var taken = await Task.WhenAll(
            officers.Select(async officer =>
            {
                var mine = new List<Guid>();
                while (await Queue.TakeNextAsync(officer, formCode: null, default) is { } id)
                    mine.Add(id);
                return mine;
            })
        );

        Assert.Equal(40, taken.Sum(mine => mine.Count));
        Assert.Equal(40, taken.SelectMany(mine => mine).Distinct().Count());
        Assert.Equal(40L, await ScalarAsync<long>("select count(*) from review_events where action = 'assign'"));
    }

    [Fact]
    public async Task Count_FollowsEveryChange()
    {
        var id = await AskAndTakeAsync();
        await SeedAsync(3);
        Assert.Equal(4, (await Queue.CountAsync(formCode: null, default))[ReviewState.Waiting]);

        await DecideAsync(id, ReviewAction.Approve);
        await ExecuteSqlAsync("delete from reviews where id <> $1", id);

        var counts = await Queue.CountAsync(CoreSteps.FormCode, default);
        Assert.Equal((0, 1), (counts[ReviewState.Waiting], counts[ReviewState.Approved]));
    }

    private async Task<IReadOnlyList<QueueRow>> SearchAsync(string text) =>
        await FindAsync(await Queue.SearchForAsync(new QueueFilter(), text, default));

    /// <summary>Many reviews, each of a draft of its own.</summary>
    private Task SeedAsync(int count) =>
        ExecuteSqlAsync(
            """
            with d as (
                insert into drafts (id, person, applicant_type, form_code, form_version, answers_sealed, prefill_sealed, state,
                    furthest_step, revision, created_at, updated_at, upstream_key)
                select gen_random_uuid(), person, applicant_type, form_code, form_version, answers_sealed, prefill_sealed, state,
                    furthest_step, revision, created_at, updated_at, gen_random_uuid()
                from drafts, generate_series(1, $1) where id = $2
                returning *
            )
            insert into reviews (id, draft_id, form_code, applicant_type, person, identity_sealed, name_sealed, state, round,
                revision, asked_at, due_at, changed_at, grams)
            select gen_random_uuid(), id, form_code, applicant_type, person, $3, $3, 'waiting', 1, 0, now() - random() * interval '9 days',
                now() + floor(random() * 5) * interval '1 day', now(), '{}' from d
            """,
            count,
            Draft.Id,
            Node.Get<ISealer>().SealText("ผู้ขอ")
        );
}
