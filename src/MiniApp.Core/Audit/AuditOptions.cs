using Microsoft.Extensions.Options;

namespace MiniApp.Core.Audit;

/// <summary>Settings under <c>Audit</c>. Checked when the portal starts.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>How long entries are kept, e.g. <c>3650.00:00:00</c> for ten years. Left out: for ever.</summary>
    public TimeSpan? KeepFor { get; set; }
}

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    /// <summary>What the law on computer crime asks of logs in Thailand (section 26).</summary>
    private static readonly TimeSpan Least = TimeSpan.FromDays(90);

    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        options.KeepFor < Least
            ? ValidateOptionsResult.Fail("Audit:KeepFor must be at least 90 days (90.00:00:00), or left out: for ever.")
            : ValidateOptionsResult.Success;
}
