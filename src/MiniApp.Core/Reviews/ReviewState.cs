namespace MiniApp.Core.Reviews;

/// <summary>Where a shared draft is.</summary>
public enum ReviewState
{
    /// <summary>Shared; an officer is to look at it.</summary>
    Waiting,

    /// <summary>One officer has approved; the form asks for a second.</summary>
    SecondOpinion,

    /// <summary>The applicant is to answer comments; what they are on may be changed.</summary>
    ChangesRequested,

    /// <summary>Exactly what was shared may be sent.</summary>
    Approved,

    Rejected,

    /// <summary>Taken back by the applicant; officers see that it was here, and no answers.</summary>
    Withdrawn,

    /// <summary>Sent to Biz Portal: read only.</summary>
    Submitted,
}

/// <summary>What can be done to it.</summary>
public enum ReviewAction
{
    /// <summary>The applicant shares the draft as it is now.</summary>
    Ask,

    /// <summary>The applicant takes it back.</summary>
    Withdraw,

    /// <summary>The applicant has sent the request.</summary>
    Submit,

    RequestChanges,
    Approve,
    Reject,

    /// <summary>A lead takes a decision back.</summary>
    Reopen,

    /// <summary>An officer takes it, or gets it.</summary>
    Assign,

    /// <summary>An officer gives it back to all.</summary>
    Release,
}
