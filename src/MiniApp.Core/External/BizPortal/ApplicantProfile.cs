using System.Text.Json.Nodes;

namespace MiniApp.Core.External.BizPortal;

/// <summary>What Biz Portal knows about an applicant. Any field may be missing or of another type than usual.</summary>
/// <param name="Data">The profile as it came; forms prefill from it by path.</param>
public sealed record ApplicantProfile(JsonObject Data)
{
    /// <summary>Full name of a citizen, registered name of a juristic person.</summary>
    public string? IdentityName => Data.Text("identityName");

    public string? Email => Data.Text("email");

    /// <summary>As sent: citizens only, its format and calendar are not promised.</summary>
    public string? BirthDate => Data.Member("citizenInformation").Text("birthDate");

    /// <summary>Juristic persons only.</summary>
    public string? JuristicType => Data.Member("juristicInformation").Text("juristicType");

    public override string ToString() => nameof(ApplicantProfile);
}
