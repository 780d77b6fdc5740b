namespace MiniApp.Core.Drafts;

/// <summary>Why Biz Portal does not have the newest answers although it was asked to take them.</summary>
public enum UpstreamTrouble
{
    /// <summary>It did not answer, or not sensibly: it is asked again by itself.</summary>
    NoAnswer,

    /// <summary>It answered and did not take the draft: it is asked again by itself, as the reason may pass.</summary>
    Refused,

    /// <summary>The sign-in there has ended: it is asked again once the person is back with a new link.</summary>
    SignInOver,
}

/// <summary>How far a draft has come at Biz Portal.</summary>
/// <param name="Revision">The newest revision in PostgreSQL.</param>
/// <param name="UpstreamRevision">The revision Biz Portal has; -1 while it has none.</param>
/// <param name="Trouble">Of the last attempt; null where it succeeded or none was made.</param>
public sealed record UpstreamStatus(int Revision, int UpstreamRevision, UpstreamTrouble? Trouble)
{
    public bool IsSaved => UpstreamRevision >= Revision;
}
