namespace MiniApp.Core.Drafts;

/// <content>The draft's way to Biz Portal: a draft that is due is a message in the outbox.</content>
public sealed partial class Draft
{
    // The first wait after a failed attempt, doubled with each further one.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    /// <summary>Biz Portal's id of this draft; null until it was saved there.</summary>
    public string? UpstreamDraftId { get; private set; }

    /// <summary>Sent with the first save, so that a repeat after a lost reply means the same draft.</summary>
    public Guid UpstreamKey { get; init; } = Guid.NewGuid();

    /// <summary>The revision first sent with <see cref="UpstreamKey"/>; null before. A repeat may be answered for that one.</summary>
    public int? UpstreamKeyRevision { get; private set; }

    /// <summary>The revision Biz Portal has; -1 while it has none.</summary>
    public int UpstreamRevision { get; private set; } = -1;
    public DateTimeOffset? UpstreamSavedAt { get; private set; }

    /// <summary>The session that changed the draft last: it is saved with that one's tokens.</summary>
    public Guid? UpstreamSessionId { get; private set; }

    /// <summary>When the oldest change was made that Biz Portal does not have.</summary>
    public DateTimeOffset? UpstreamUnsavedSince { get; private set; }

    /// <summary>When to save at Biz Portal; null when there is nothing to save or nobody to save it for.</summary>
    public DateTimeOffset? UpstreamDueAt { get; private set; }

    /// <summary>Until then a node is at it and others leave it alone.</summary>
    public DateTimeOffset? UpstreamLeasedUntil { get; private set; }

    /// <summary>Failed attempts since the last one that succeeded.</summary>
    public int UpstreamAttempts { get; private set; }
    public UpstreamTrouble? UpstreamTrouble { get; private set; }

    public UpstreamStatus Upstream => new(Revision, UpstreamRevision, UpstreamTrouble);

    /// <summary>Puts the newest change into the outbox, together with others that follow within a short while.</summary>
    public void QueueUpstream(Guid sessionId, DateTimeOffset now)
    {
        var place = new OutboxPlace(
            UpstreamSessionId,
            UpstreamUnsavedSince,
            UpstreamDueAt,
            UpstreamAttempts,
            UpstreamTrouble
        ).WithChange(sessionId, now);
        UpstreamSessionId = place.SessionId;
        UpstreamUnsavedSince = place.UnsavedSince;
        UpstreamDueAt = place.DueAt;
        (UpstreamAttempts, UpstreamTrouble) = (place.Attempts, place.Trouble);
    }

    /// <summary>Somebody waits for it: due at once, whatever came before.</summary>
    public void HurryUpstream(Guid sessionId, DateTimeOffset now)
    {
        QueueUpstream(sessionId, now);
        if (UpstreamDueAt is not null)
            UpstreamDueAt = now;
    }

    /// <summary>Records which revision goes out with the first save.</summary>
    /// <returns>The revision that Biz Portal will have under <see cref="UpstreamKey"/>, at least.</returns>
    public int BeginFirstSave(int revision) => UpstreamKeyRevision ??= revision;

    /// <summary>Records that Biz Portal holds <paramref name="revision"/>.</summary>
    public void SavedUpstream(string upstreamDraftId, int revision, DateTimeOffset at)
    {
        UpstreamDraftId = upstreamDraftId;
        UpstreamRevision = Math.Max(UpstreamRevision, revision);
        UpstreamSavedAt = at;
        (UpstreamLeasedUntil, UpstreamAttempts, UpstreamTrouble) = (null, 0, null);
        if (Upstream.IsSaved)
            (UpstreamDueAt, UpstreamUnsavedSince) = (null, null);
        else
            UpstreamUnsavedSince = at;
    }

    /// <summary>Records that Biz Portal did not take it, and when to try again.</summary>
    /// <param name="jitter">0 to 1: drafts that failed together must not come back together.</param>
    public void NotSavedUpstream(UpstreamTrouble trouble, DateTimeOffset now, double jitter)
    {
        UpstreamLeasedUntil = null;
        UpstreamTrouble = trouble;
        UpstreamAttempts++;
        var wait = FirstRetry * Math.Pow(2, Math.Min(UpstreamAttempts - 1, 10));
        wait = (wait < LongestRetry ? wait : LongestRetry) * (0.5 + (0.5 * jitter));
        UpstreamDueAt = trouble == Drafts.UpstreamTrouble.SignInOver ? null : now + wait;
    }

    /// <summary>The session it was to be saved with is over at Biz Portal, and the person has another: due at once with that.</summary>
    public void GoOnUpstream(Guid sessionId, DateTimeOffset now)
    {
        UpstreamSessionId = sessionId;
        (UpstreamDueAt, UpstreamLeasedUntil, UpstreamAttempts, UpstreamTrouble) = (now, null, 0, null);
    }
}
