using System.Runtime.InteropServices;

namespace MiniApp.Core.Drafts;

/// <summary>A draft's place in the outbox: see the members of <see cref="Draft"/> of the same names.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutboxPlace(
    Guid? SessionId,
    DateTimeOffset? UnsavedSince,
    DateTimeOffset? DueAt,
    int Attempts,
    UpstreamTrouble? Trouble
)
{
    // Long enough that somebody typing makes one save of many, short enough that another device finds the newest answers.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The place after one more change: saved together with others that follow within a short while.</summary>
    public OutboxPlace WithChange(Guid sessionId, DateTimeOffset now)
    {
        var place = this with { SessionId = sessionId, UnsavedSince = UnsavedSince ?? now };
        if (SessionId != sessionId && Trouble == UpstreamTrouble.SignInOver)
            place = place with { Trouble = null, Attempts = 0 };
        if (place.Trouble == UpstreamTrouble.SignInOver)
            return place;
        var (soon, latest) = (now + Pause, place.UnsavedSince.Value + LongestWait);
        var due = soon < latest ? soon : latest;
        // A new answer is no reason to knock sooner on a door that stayed shut.
        return place with { DueAt = place.Attempts > 0 && DueAt > due ? DueAt : due };
    }
}
