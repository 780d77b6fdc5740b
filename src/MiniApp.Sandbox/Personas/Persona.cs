using System.Text.Json;

namespace MiniApp.Sandbox.Personas;

/// <summary>An invented person or company that can open a form.</summary>
/// <param name="Id">Key in the control API, e.g. <c>somying</c>.</param>
/// <param name="IdentityType"><c>Citizen</c> or <c>Juristic</c>, as the link spells it.</param>
/// <param name="Description">What is special about this one: which parts of the profile are missing.</param>
/// <param name="MobileNumber">Where the OTP goes; null when Biz Portal knows none.</param>
/// <param name="Profile">What Biz Portal answers, see the profile row of the contract. Every field may be missing.</param>
/// <param name="OneIdMobile">The mobile number of their account at ONE ID; null for those who have none.</param>
public sealed record Persona(
    string Id,
    string IdentityType,
    PersonaText Description,
    string? MobileNumber,
    JsonElement Profile,
    string? OneIdMobile = null
)
{
    /// <summary>13 digits with a valid check digit.</summary>
    public string IdentityId => Profile.GetProperty("identityId").GetString()!;

    public string Name => Profile.GetProperty("identityName").GetString()!;

    public bool IsJuristic => IdentityType == "Juristic";

    /// <summary>1 citizen, 2 juristic: how Create numbers them. [D]</summary>
    public int IdentityTypeNumber => IsJuristic ? 2 : 1;
}

/// <summary>A text in both languages.</summary>
public sealed record PersonaText(string Th, string En);
