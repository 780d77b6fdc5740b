namespace MiniApp.Core.Staff;

/// <summary>What somebody may do; each may do what those before it may.</summary>
public enum StaffRole
{
    /// <summary>Reviews license requests.</summary>
    Reviewer,

    /// <summary>Gives requests out and decides disputed ones.</summary>
    Lead,

    /// <summary>Keeps the list of staff.</summary>
    Administrator,
}

/// <summary>Somebody on the agency's list, or once on it.</summary>
public sealed class StaffPerson
{
    public required Guid Id { get; init; }

    /// <summary>Key of the person: see <see cref="Security.PersonKeys"/>.</summary>
    public required byte[] Person { get; init; }

    public required byte[] NameSealed { get; init; }

    public required StaffRole Role { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>One sign-in of somebody on the list.</summary>
public sealed class StaffSession
{
    public required Guid Id { get; init; }
    public required Guid StaffId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>How well they proved who they are; null where the provider did not say.</summary>
    public decimal? Ial { get; init; }

    /// <summary>When they did.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Their ID number, sealed, where the Linkage Center asks for it; goes when the session is over.</summary>
    public byte[]? NationalIdSealed { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndReason { get; private set; }
}
