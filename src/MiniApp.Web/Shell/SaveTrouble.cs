namespace MiniApp.Web.Shell;

/// <summary>Why the newest answers are not at Biz Portal, or not saved at all.</summary>
public enum SaveTrouble
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Biz Portal does not answer; it is asked again by itself.</summary>
    NoAnswer,

    /// <summary>Biz Portal answered and did not take the draft; it is asked again by itself.</summary>
    Refused,

    /// <summary>The sign-in at Biz Portal has ended; the portal's own goes on.</summary>
    SignInOver,

    /// <summary>The portal's own store is away; saving is tried again by itself.</summary>
    Store,

    /// <summary>The draft was submitted or removed in another place.</summary>
    Closed,

    /// <summary>Officers have the draft.</summary>
    BeingChecked,

    /// <summary>The sign-in has ended.</summary>
    SessionOver,
}
