using Microsoft.Extensions.Options;
using MiniApp.Core.External.ThaiD;

namespace MiniApp.Core.External.Linkage;

/// <summary>Says at start which setting is wrong and what it should be, never what it is: some are secret.</summary>
internal sealed class LinkageOptionsValidator : IValidateOptions<LinkageOptions>
{
    public ValidateOptionsResult Validate(string? name, LinkageOptions options)
    {
        string[] problems = options.IsConfigured ? [.. Problems(options)] : [];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(LinkageOptions options)
    {
        // The secret and people's records travel over it.
        if (!ThaiDOptionsValidator.IsSafe(options.BaseUrl) || !options.BaseUrl!.AbsoluteUri.EndsWith('/'))
            yield return "Linkage:BaseUrl must be an absolute https address that ends with '/' (http only on this machine).";
        if (!IsHeader(options.ConsumerKey))
            yield return "Linkage:ConsumerKey must be set, of letters, digits and signs without blanks.";
        if (string.IsNullOrWhiteSpace(options.ConsumerSecret))
            yield return "Linkage:ConsumerSecret must not be empty.";
        if (string.IsNullOrWhiteSpace(options.OfficeId))
            yield return "Linkage:OfficeId must not be empty.";
        if (!Enum.IsDefined(options.Right))
            yield return "Linkage:Right must be Officer or Citizen.";
        if (!options.Person.IsConfigured)
            yield return "Linkage:Person:ServiceId must not be empty.";
        foreach (var problem in ProblemsOf("Person", options.Person).Concat(ProblemsOf("House", options.House)))
            yield return problem;
        var purposes = options.Purposes;
        if (purposes.Any(p => !IsCode(p.Code) || string.IsNullOrWhiteSpace(p.Th) || string.IsNullOrWhiteSpace(p.En)))
            yield return "Linkage:Purposes must each have a Code of small letters, digits and '-', and texts Th and En.";
        if (purposes.DistinctBy(purpose => purpose.Code, StringComparer.Ordinal).Count() != purposes.Count)
            yield return "Linkage:Purposes must not have the same Code twice.";
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > TimeSpan.FromMinutes(1))
            yield return "Linkage:ConnectTimeout must be more than 0 and at most 1 minute.";
        if (options.CallTimeout <= TimeSpan.Zero || options.CallTimeout > TimeSpan.FromMinutes(1))
            yield return "Linkage:CallTimeout must be more than 0 and at most 1 minute.";
    }

    private static IEnumerable<string> ProblemsOf(string name, LinkageService service)
    {
        if (!service.IsConfigured)
            yield break;
        if (string.IsNullOrWhiteSpace(service.Version))
            yield return $"Linkage:{name}:Version must not be empty.";
        if (service.Database is not (LinkageService.Central or LinkageService.OfAgency))
            yield return $"Linkage:{name}:Database must be 5000 or 6000.";
        if (service.Body.Count > 0 && !service.Body.ContainsValue(LinkageService.CitizenId))
            yield return $"Linkage:{name}:Body must have a key whose value is {LinkageService.CitizenId}.";
        if (service is { Database: LinkageService.Central, Body.Count: > 0 })
            yield return $"Linkage:{name}:Body goes with database 6000 only.";
    }

    private static bool IsHeader(string text) => text.Length > 0 && text.All(c => c is > ' ' and <= '~');

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
}
