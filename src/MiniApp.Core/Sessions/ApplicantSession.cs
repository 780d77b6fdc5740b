using MiniApp.Core.Applicants;

namespace MiniApp.Core.Sessions;

/// <summary>One sign-in: who and how; for one by link also for which form, and the sealed Biz Portal tokens.</summary>
public sealed class ApplicantSession
{
    public required Guid Id { get; init; }

    /// <summary>Key that drafts are found by: <see cref="ClaimedPerson"/> once confirmed at entry, before that one of the session's own.</summary>
    public required byte[] Person { get; init; }

    /// <summary>Key of the person the link named.</summary>
    public required byte[] ClaimedPerson { get; init; }

    /// <summary>When Biz Portal gave out this person's profile under this session's token; null while it has not.</summary>
    public DateTimeOffset? IdentityConfirmedAt { get; init; }
    public required ApplicantType ApplicantType { get; init; }
    public required byte[] IdentitySealed { get; init; }
    public SignInMethod Method { get; init; } = SignInMethod.Link;

    /// <summary>The form that the link opened; null in a session that came without one.</summary>
    public string? FormCode { get; init; }

    /// <summary>Biz Portal's tokens; null in a session that came without a link.</summary>
    public byte[]? TokensSealed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndReason { get; private set; }

    /// <summary>When Biz Portal gave no new token any more; null while it does.</summary>
    public DateTimeOffset? UpstreamEndedAt { get; set; }

    public void End(DateTimeOffset at, string reason)
    {
        EndedAt ??= at;
        EndReason ??= reason;
    }
}
