using Microsoft.Extensions.Options;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Staff;

/// <summary>Settings under <c>Staff</c>. Checked when the portal starts. A class, not a record: printing it shows nobody.</summary>
public sealed class StaffOptions
{
    public const string Section = "Staff";

    /// <summary>Put on the list at start while it has no administrator; left out: nobody.</summary>
    public FirstAdministrator? FirstAdministrator { get; set; }
}

public sealed class FirstAdministrator
{
    /// <summary>13 digits. Personal: kept where secrets are kept.</summary>
    public string NationalId { get; set; } = "";

    /// <summary>As the list shows it.</summary>
    public string Name { get; set; } = "";
}

/// <summary>Says which setting is wrong, never what it is: it names a person.</summary>
internal sealed class StaffOptionsValidator : IValidateOptions<StaffOptions>
{
    public ValidateOptionsResult Validate(string? name, StaffOptions options)
    {
        if (options.FirstAdministrator is not { } first)
            return ValidateOptionsResult.Success;
        if (!NationalId.IsValid(NationalId.Normalise(first.NationalId)))
            return ValidateOptionsResult.Fail(
                "Staff:FirstAdministrator:NationalId must be a national ID number with a valid check digit."
            );
        return string.IsNullOrWhiteSpace(first.Name)
            ? ValidateOptionsResult.Fail("Staff:FirstAdministrator:Name must not be empty.")
            : ValidateOptionsResult.Success;
    }
}
