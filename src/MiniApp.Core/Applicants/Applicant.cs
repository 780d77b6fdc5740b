namespace MiniApp.Core.Applicants;

/// <summary>The person or company a session acts for, as Biz Portal named it in the link.</summary>
/// <param name="IdentityId">13 digits: national ID of a citizen, registration number of a juristic person.</param>
/// <param name="Type">Citizen or juristic person.</param>
public sealed record Applicant(string IdentityId, ApplicantType Type)
{
    /// <summary>Never the number itself: an applicant may end up in a log line.</summary>
    public override string ToString() => $"{Type} applicant";
}
