namespace MiniApp.Core.IdentityUpdates;

/// <summary>What became of one attribute that was confirmed.</summary>
public enum ItemOutcome
{
    /// <summary>Confirmed; nothing has been sent yet.</summary>
    Planned,

    /// <summary>HCM has it now.</summary>
    Done,

    /// <summary>HCM was changed by somebody else since it was shown: nothing was written. Look again.</summary>
    ChangedMeanwhile,

    /// <summary>HCM understood and said no.</summary>
    Refused,

    /// <summary>The portal's own account may not change it.</summary>
    NotAllowed,

    /// <summary>HCM can't be reached or failed, and does not have it: try again.</summary>
    Failed,

    /// <summary>HCM did not answer and can't be asked: it may have it or not. Look again later.</summary>
    Unknown,
}

/// <param name="Before">As it was shown.</param>
/// <param name="After">As it was to be.</param>
/// <param name="Message">What HCM said, for the person; may quote what was sent.</param>
public sealed record ItemResult(
    IdentityItem Attribute,
    string? Before,
    string? After,
    ItemOutcome Outcome,
    string? Message = null
)
{
    public bool IsOpen => Outcome is not ItemOutcome.Done;

    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => $"{Attribute}: {Outcome}";
}
