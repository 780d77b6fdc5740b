using MiniApp.Core.Drafts;
using MiniApp.Core.Reviews;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Staff;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Reviews;

/// <summary>An applicant with a whole draft, and officers.</summary>
public abstract class ReviewTest(CoreSystem core) : CoreTest(core)
{
    protected LiveSession Session { get; private set; } = null!;

    protected OpenDraft Draft { get; set; } = null!;

    protected LiveStaff Officer { get; private set; } = null!;

    protected LiveStaff Lead { get; private set; } = null!;

    protected ReviewSharing Sharing => Node.Get<ReviewSharing>();

    protected ReviewDesk Desk => Node.Get<ReviewDesk>();

    protected ReviewQueueStore Queue => Node.Get<ReviewQueueStore>();

    protected virtual string Review => "required";

    protected virtual bool SecondApproval => false;

    protected override IEnumerable<(string Name, string Value)> Settings() =>
        [("Forms:Directory", ReviewForms.Write(Review, SecondApproval))];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session = await Node.SignInAsync(System, "somying");
        Draft = await Node.CompleteDraftAsync(Session);
        Officer = await StaffAsync("เจ้าหน้าที่หนึ่ง", StaffRole.Reviewer);
        Lead = await StaffAsync("หัวหน้างาน", StaffRole.Lead);
    }

    /// <summary>Somebody new on the agency's list.</summary>
    protected async Task<LiveStaff> StaffAsync(string name, StaffRole role)
    {
        var id = Guid.NewGuid();
        await ExecuteSqlAsync(
            "insert into staff_people (id, person, name_sealed, role, added_at) values ($1, $2, $3, $4, now())",
            id,
            Guid.NewGuid().ToByteArray(),
            Node.Get<ISealer>().SealText(name),
            role.ToString().ToLowerInvariant()
        );
        return new LiveStaff(Guid.NewGuid(), id, name, role) { EndsAt = DateTimeOffset.MaxValue, IsIdleLimit = true };
    }

    /// <summary>Shared by the applicant as it is now.</summary>
    protected async Task<Guid> AskAsync()
    {
        Draft = await Node.DraftAsync(Session, Draft.Id);
        Assert.Equal(AskOutcome.Asked, await Sharing.AskAsync(Session, Draft.Id, Draft.Revision, default));
        return (await Sharing.FindAsync(Session, Draft.Id, default))!.Id;
    }

    /// <summary>Shared, and taken by <see cref="Officer"/>.</summary>
    protected async Task<Guid> AskAndTakeAsync()
    {
        var id = await AskAsync();
        await Desk.AssignAsync(Officer, id, Officer.StaffId, default);
        return id;
    }

    protected async Task<OpenReview> OpenAsync(Guid reviewId, LiveStaff? staff = null) =>
        await Desk.OpenAsync(staff ?? Officer, reviewId, round: null, default)
        ?? throw new InvalidOperationException("No such review.");

    /// <summary>Decides on what is there now.</summary>
    protected async Task DecideAsync(Guid reviewId, ReviewAction action, LiveStaff? staff = null, string? reason = null)
    {
        var open = await OpenAsync(reviewId, staff);
        await Desk.DecideAsync(staff ?? Officer, reviewId, open.Review.Version, action, reason, default);
    }

    protected async Task<ReviewOfDraft> MineAsync() => (await Sharing.FindAsync(Session, Draft.Id, default))!;

    protected Task AnswerAsync(string fieldId, string value) => Node.AnswerAsync(Session, Draft.Id, fieldId, value);
}
