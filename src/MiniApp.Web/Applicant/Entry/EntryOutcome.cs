namespace MiniApp.Web.Applicant.Entry;

/// <summary>What came of opening a form.</summary>
internal abstract record EntryOutcome
{
    private EntryOutcome() { }

    /// <summary>Go on at a clean URL.</summary>
    public sealed record GoOn(string Url) : EntryOutcome;

    /// <summary>Missing, garbled, wrong key, expired, used: one page for all, so that it tells a forger nothing.</summary>
    public sealed record UnusableLink : EntryOutcome;

    public sealed record UnknownForm : EntryOutcome;

    /// <summary>This kind of applicant cannot ask for this license.</summary>
    public sealed record NotForApplicant(Core.Applicants.ApplicantType Type) : EntryOutcome;

    /// <summary>The draft the link names is not this person's, or is gone.</summary>
    public sealed record DraftNotFound(string FormCode) : EntryOutcome;

    /// <summary>Biz Portal does not answer.</summary>
    public sealed record Unavailable : EntryOutcome;
}
