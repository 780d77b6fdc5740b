using Microsoft.Extensions.Options;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.Thai;

namespace MiniApp.Core.External.Hcm;

/// <summary>Says at start which setting is wrong and what it should be, never what it is: some are secret, some name people.</summary>
internal sealed class HcmOptionsValidator : IValidateOptions<HcmOptions>
{
    public ValidateOptionsResult Validate(string? name, HcmOptions options)
    {
        string[] problems = options.IsConfigured ? [.. Problems(options)] : [];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(HcmOptions options)
    {
        // Passwords and people's records travel over it.
        if (!ThaiDOptionsValidator.IsSafe(options.BaseUrl) || !options.BaseUrl!.AbsoluteUri.EndsWith('/'))
            yield return "Hcm:BaseUrl must be an absolute https address that ends with '/' (http only on this machine).";
        foreach (var problem in options.TokenUrl is null ? BasicProblems(options) : OAuthProblems(options))
            yield return problem;
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > TimeSpan.FromMinutes(1))
            yield return "Hcm:ConnectTimeout must be more than 0 and at most 1 minute.";
        if (options.CallTimeout <= TimeSpan.Zero || options.CallTimeout > TimeSpan.FromMinutes(2))
            yield return "Hcm:CallTimeout must be more than 0 and at most 2 minutes.";
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > TimeSpan.FromMinutes(1))
            yield return "Hcm:RetryDelay must be between 0 and 1 minute.";
        if (options.TitleCodes.Any(pair => string.IsNullOrWhiteSpace(pair.Value)))
            yield return "Hcm:TitleCodes must not have an empty code.";
        foreach (var (n, employee) in options.Employees.Index())
        {
            if (!NationalId.IsValid(NationalId.Normalise(employee.NationalId)))
                yield return $"Hcm:Employees:{n}:NationalId must be a national ID number with a valid check digit.";
            if (!HcmUsername.IsValid(employee.Username))
                yield return $"Hcm:Employees:{n}:Username must be letters, digits and . _ @ + - only.";
        }
    }

    private static IEnumerable<string> BasicProblems(HcmOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Username) || options.Username.Contains(':', StringComparison.Ordinal))
            yield return "Hcm:Username must be set, without ':', where Hcm:TokenUrl is not.";
        if (options.Password.Length == 0)
            yield return "Hcm:Password must be set where Hcm:TokenUrl is not.";
    }

    private static IEnumerable<string> OAuthProblems(HcmOptions options)
    {
        if (!ThaiDOptionsValidator.IsSafe(options.TokenUrl))
            yield return "Hcm:TokenUrl must be an absolute https address (http only on this machine).";
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return "Hcm:ClientId must not be empty.";
        if (string.IsNullOrWhiteSpace(options.ClientSecret))
            yield return "Hcm:ClientSecret must not be empty.";
        if (options.Username.Length > 0 || options.Password.Length > 0)
            yield return "Hcm:Username and Hcm:Password must be empty where Hcm:TokenUrl is set.";
    }
}

/// <summary>What may stand as a user name in a query of HCM.</summary>
public static class HcmUsername
{
    public const int Longest = 100;

    /// <summary>Strict, as HCM's query language gives a meaning to semicolons, quotes, blanks and wildcards.</summary>
    public static bool IsValid(string? username) =>
        username is { Length: > 0 and <= Longest }
        && username.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '+' or '-');
}
