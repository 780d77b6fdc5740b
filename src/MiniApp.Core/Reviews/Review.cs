using MiniApp.Core.Applicants;

namespace MiniApp.Core.Reviews;

/// <summary>A draft that its applicant has shared with the agency.</summary>
public sealed class Review
{
    public required Guid Id { get; init; }

    /// <summary>Given by PostgreSQL.</summary>
    public long Number { get; private init; }
    public required Guid DraftId { get; init; }
    public required string FormCode { get; init; }
    public required ApplicantType ApplicantType { get; init; }
    public required byte[] Person { get; init; }
    public required byte[] IdentitySealed { get; init; }
    public required byte[] NameSealed { get; set; }
    public string? Province { get; set; }
    public ReviewState State { get; private set; }
    public int Round { get; private set; }

    /// <summary>The draft's revision that was shared.</summary>
    public int Revision { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
    public Guid? OfficerId { get; private set; }
    public Guid? FirstOfficerId { get; private set; }
    public required int[] Grams { get; set; }

    /// <summary>Counts changes: whoever decides says which they have seen.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Begins with the first sharing.</summary>
    public void Begin(int revision, DateTimeOffset now, DateTimeOffset dueAt)
    {
        (State, Round, Revision) = (ReviewState.Waiting, 1, revision);
        (AskedAt, DueAt, ChangedAt) = (now, dueAt, now);
    }

    /// <summary>Begins with the sending: this form's drafts are not shared before.</summary>
    public void BeginSubmitted(int revision, DateTimeOffset now)
    {
        Begin(revision, now, now);
        State = ReviewState.Submitted;
    }

    /// <exception cref="ReviewConflictException">It can't be done in this state.</exception>
    public void Do(ReviewAction action, bool needsSecond, DateTimeOffset now)
    {
        State =
            ReviewRules.Next(State, action, needsSecond)
            ?? throw new ReviewConflictException($"A review in state {State} can't take {action}.");
        ChangedAt = now;
        Version++;
    }

    /// <summary>Shared once more, after changes or after it was taken back.</summary>
    public void AskAgain(int revision, DateTimeOffset now, DateTimeOffset dueAt)
    {
        Do(ReviewAction.Ask, needsSecond: false, now);
        (Round, Revision, AskedAt, DueAt, FirstOfficerId) = (Round + 1, revision, now, dueAt, null);
    }

    /// <summary>The request was sent; what had not been shared so is another round.</summary>
    public void Submit(int revision, DateTimeOffset now)
    {
        Do(ReviewAction.Submit, needsSecond: false, now);
        if (revision != Revision)
            (Round, Revision) = (Round + 1, revision);
    }

    public void Approve(Guid staffId, bool needsSecond, DateTimeOffset now)
    {
        Do(ReviewAction.Approve, needsSecond, now);
        if (State == ReviewState.SecondOpinion)
            // Open to everybody else.
            (FirstOfficerId, OfficerId) = (staffId, null);
    }

    public void Reopen(DateTimeOffset now, DateTimeOffset dueAt)
    {
        Do(ReviewAction.Reopen, needsSecond: false, now);
        (DueAt, FirstOfficerId, OfficerId) = (dueAt, null, null);
    }

    /// <param name="staffId">Who has it now; null: nobody.</param>
    public void GiveTo(Guid? staffId, DateTimeOffset now)
    {
        Do(staffId is null ? ReviewAction.Release : ReviewAction.Assign, needsSecond: false, now);
        OfficerId = staffId;
    }

    /// <summary>Somebody commented: nothing moves, but it is not what it was.</summary>
    public void Touch(DateTimeOffset now)
    {
        ChangedAt = now;
        Version++;
    }
}

/// <summary>What was shared in one round: officers see this and not the draft, which may have gone on.</summary>
public sealed class ReviewRound
{
    public required Guid ReviewId { get; init; }
    public required int Round { get; init; }
    public required int Revision { get; init; }
    public required string FormVersion { get; init; }
    public required byte[] AnswersSealed { get; init; }
    public required byte[] PrefillSealed { get; init; }

    /// <summary>A list of <see cref="Uploads.Attachment"/>.</summary>
    public required byte[] DocumentsSealed { get; init; }
    public required DateTimeOffset SharedAt { get; init; }
}

/// <summary>Something that happened to a review.</summary>
public sealed class ReviewEvent
{
    public long Id { get; private init; }
    public required Guid ReviewId { get; init; }
    public required ReviewAction Action { get; init; }

    /// <summary>The state it led to.</summary>
    public required ReviewState State { get; init; }
    public required int Round { get; init; }

    /// <summary>Null: the applicant.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>The reason; for an assignment who got it.</summary>
    public byte[]? NoteSealed { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A comment on an answer, a document or the whole; or an answer to one.</summary>
public sealed class ReviewComment
{
    public required Guid Id { get; init; }
    public required Guid ReviewId { get; init; }

    /// <summary>The first comment of its thread; itself for that one.</summary>
    public required Guid ThreadId { get; init; }
    public required int Round { get; init; }

    /// <summary>Null: on the whole.</summary>
    public string? FieldId { get; init; }

    /// <summary>Null: the applicant.</summary>
    public Guid? StaffId { get; init; }
    public required byte[] TextSealed { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public Guid? ResolvedBy { get; private set; }

    /// <summary>Ends the thread, or opens it again.</summary>
    /// <param name="by">Null opens it.</param>
    public void Resolve(Guid? by, DateTimeOffset now)
    {
        ResolvedBy = by;
        ResolvedAt = by is null ? null : now;
    }
}

/// <summary>What an officer saw last.</summary>
public sealed class ReviewSeen
{
    public required Guid ReviewId { get; init; }
    public required Guid StaffId { get; init; }
    public required int Round { get; set; }
    public required DateTimeOffset SeenAt { get; set; }
}

/// <summary>It can't be done (any more): the state, or somebody else, has moved on.</summary>
public sealed class ReviewConflictException(string message) : Exception(message);
