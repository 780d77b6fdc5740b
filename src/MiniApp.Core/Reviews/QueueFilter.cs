namespace MiniApp.Core.Reviews;

/// <summary>Whose reviews.</summary>
public enum QueueOfficer
{
    Anybody,
    Me,
    Nobody,
    Somebody,
}

public enum QueueSort
{
    /// <summary>What is due first comes first.</summary>
    Due,

    /// <summary>What was shared last comes first.</summary>
    Newest,
}

/// <summary>Which reviews an officer wants to see.</summary>
/// <param name="FormCode">Null: of every form.</param>
/// <param name="State">Null: those that wait for an officer.</param>
/// <param name="OfficerId">Whose, with <see cref="QueueOfficer.Somebody"/>.</param>
/// <param name="Province">Two digits of the official code.</param>
/// <param name="Overdue">Only those that should have been decided by now.</param>
/// <param name="Text">A number, or two letters and more of a name or an answer.</param>
/// <param name="Person">Keyed hash of an ID number, in hexadecimal digits.</param>
public sealed record QueueFilter(
    string? FormCode = null,
    ReviewState? State = null,
    QueueOfficer Officer = QueueOfficer.Anybody,
    Guid? OfficerId = null,
    string? Province = null,
    bool Overdue = false,
    string? Text = null,
    string? Person = null,
    QueueSort Sort = QueueSort.Due
)
{
    /// <summary>What is searched for may be a name or an ID number: never in a log.</summary>
    public override string ToString() => $"Queue of {FormCode ?? "all forms"}, {State}";
}

/// <summary>A place in the queue: the rows after this one.</summary>
/// <param name="At">Of the row: due or shared, as it is sorted by.</param>
public sealed record QueueCursor(DateTimeOffset At, long Number);

/// <summary>A line of the queue.</summary>
public sealed record QueueRow(
    Guid Id,
    long Number,
    string FormCode,
    string ApplicantName,
    string? Province,
    ReviewState State,
    int Round,
    DateTimeOffset AskedAt,
    DateTimeOffset DueAt,
    Guid? OfficerId
)
{
    /// <summary>Names are personal: a row may end up in a log line.</summary>
    public override string ToString() => $"Review {Id}";
}

/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, QueueCursor? Next);
