namespace MiniApp.Web.Shell;

/// <summary>Where the newest answers are. The lower-case name is the value of <c>data-save-state</c>, which scripts read.</summary>
public enum SaveState
{
    /// <summary>Nothing was typed on this page yet.</summary>
    Idle,

    /// <summary>Typed, not yet on its way.</summary>
    Waiting,
    Saving,

    /// <summary>Saved, and Biz Portal has it.</summary>
    Saved,

    /// <summary>Saved by the portal, not yet at Biz Portal: on its way, or kept from it by a <see cref="SaveTrouble"/>.</summary>
    Here,
    Failed,
}
