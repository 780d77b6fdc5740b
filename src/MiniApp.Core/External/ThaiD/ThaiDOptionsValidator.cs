using System.Net;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.ThaiD;

/// <summary>Says at start which setting is wrong and what it should be, never what it is: some are secret.</summary>
internal sealed class ThaiDOptionsValidator : IValidateOptions<ThaiDOptions>
{
    public ValidateOptionsResult Validate(string? name, ThaiDOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Tokens and codes travel over it: https, or plain http that never leaves this machine.</summary>
    internal static bool IsSafe(Uri? uri) =>
        uri is { IsAbsoluteUri: true, Scheme: "https" }
        || (uri is { IsAbsoluteUri: true, Scheme: "http" } && (uri.IsLoopback || IsLoopback(uri.Host)));

    private static bool IsLoopback(string host) => IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip);

    private static IEnumerable<string> Problems(ThaiDOptions options)
    {
        if (!options.IsConfigured)
        {
            if (IsSet(options.ClientId) || IsSet(options.ClientSecret))
                yield return "ThaiD:Authority must be set where ThaiD:ClientId or ThaiD:ClientSecret is.";
            yield break;
        }
        if (!IsSafe(options.Authority))
            yield return "ThaiD:Authority must be an absolute https address (http only on this machine).";
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return "ThaiD:ClientId must not be empty.";
        if (string.IsNullOrWhiteSpace(options.ClientSecret))
            yield return "ThaiD:ClientSecret must not be empty.";
        if (IsSet(options.ApiKeyHeader) != IsSet(options.ApiKey))
            yield return "ThaiD:ApiKeyHeader and ThaiD:ApiKey must both be set or both be empty.";
        if (options.ApiKeyHeader?.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') == false)
            yield return "ThaiD:ApiKeyHeader must be the name of an HTTP header.";
        if (options.CallbackPath is not ['/', not ('/' or '\\'), ..])
            yield return "ThaiD:CallbackPath must be a path of this portal that begins with one '/'.";
        if (!HasOpenId(options.SignInScope) || !HasOpenId(options.RecordScope))
            yield return "ThaiD:SignInScope and ThaiD:RecordScope must contain openid.";
        if (string.IsNullOrWhiteSpace(options.NationalIdClaim))
            yield return "ThaiD:NationalIdClaim must not be empty.";
        foreach (var problem in TimeProblems(options))
            yield return problem;
    }

    private static IEnumerable<string> TimeProblems(ThaiDOptions options)
    {
        if (options.MaxAuthenticationAge <= TimeSpan.Zero)
            yield return "ThaiD:MaxAuthenticationAge must be more than 0, or left out.";
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromMinutes(5))
            yield return "ThaiD:ClockSkew must be between 0 and 5 minutes.";
        if (options.CallTimeout <= TimeSpan.Zero || options.CallTimeout > TimeSpan.FromMinutes(1))
            yield return "ThaiD:CallTimeout must be more than 0 and at most 1 minute.";
        if (options.MetadataLifetime < TimeSpan.FromMinutes(1))
            yield return "ThaiD:MetadataLifetime must be at least 1 minute.";
    }

    /// <summary>A file may say null where it means nothing.</summary>
    private static bool IsSet(string? setting) => !string.IsNullOrEmpty(setting);

    private static bool HasOpenId(string? scope) => (scope ?? "").Split(' ').Contains("openid", StringComparer.Ordinal);
}
