namespace MiniApp.Core.Audit;

/// <summary>What was done. The whole list: nothing else can be on record.</summary>
public enum AuditAction
{
    SignedIn,
    SignInRefused,
    SignedOut,

    /// <summary>Somebody was put on the list of staff, had their role changed, was taken off.</summary>
    StaffAdded,
    StaffRoleChanged,
    StaffRemoved,

    /// <summary>An employee's HCM record and ThaiD: see <see cref="IdentityUpdates.UpdateEventKind"/>.</summary>
    RecordBegun,
    RecordScanned,
    RecordRefused,
    RecordConfirmed,
    RecordApplied,
    RecordEnded,

    /// <summary>Somebody's draft or request was looked at.</summary>
    Opened,
    Searched,
    Downloaded,
    Exported,

    /// <summary>A person was looked up at the Linkage Center.</summary>
    LookedUp,
    Commented,
    Claimed,
    Assigned,
    Released,
    Decided,

    /// <summary>Something else about a draft: shared, withdrawn, deleted.</summary>
    Changed,

    /// <summary>Old entries of the audit itself were removed, as the settings say.</summary>
    EntriesRemoved,
}
