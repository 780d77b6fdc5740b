namespace MiniApp.Core.Applicants;

/// <summary>Who applies. The numbers are the wire's own (`identityType` of ApplicationRequest/Create).</summary>
public enum ApplicantType
{
    Citizen = 1,
    Juristic = 2,
}
