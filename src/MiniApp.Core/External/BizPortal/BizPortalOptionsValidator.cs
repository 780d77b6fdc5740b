using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.BizPortal;

/// <summary>Says at start which setting is wrong and what it should be, never what it is: some are secret.</summary>
internal sealed class BizPortalOptionsValidator : IValidateOptions<BizPortalOptions>
{
    public ValidateOptionsResult Validate(string? name, BizPortalOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(BizPortalOptions options)
    {
        if (!IsWeb(options.BaseUrl) || !options.BaseUrl!.AbsoluteUri.EndsWith('/'))
        {
            yield return "BizPortal:BaseUrl must be an absolute http or https address that ends with '/'.";
        }
        if (!IsHex(options.LinkKey, 64))
        {
            yield return "BizPortal:LinkKey must be 64 hexadecimal digits (AES-256 key).";
        }
        if (!IsHex(options.LinkIv, 32))
        {
            yield return "BizPortal:LinkIv must be 32 hexadecimal digits (AES IV).";
        }
        if (!IsWeb(options.CallbackUrl))
        {
            yield return "BizPortal:CallbackUrl must be an absolute http or https address.";
        }
        if (!Enum.IsDefined(options.ReadMethod))
        {
            yield return "BizPortal:ReadMethod must be Post or Get.";
        }
        if (!Enum.IsDefined(options.DataEncoding))
        {
            yield return "BizPortal:DataEncoding must be String or Object.";
        }
        if (options.ProfileVersion is null || !options.ProfileVersion.All(char.IsAsciiLetterOrDigit))
        {
            yield return "BizPortal:ProfileVersion must be letters and digits such as V7, or empty.";
        }
        foreach (var problem in ApplicationProblems(options).Concat(TimeProblems(options)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> ApplicationProblems(BizPortalOptions options)
    {
        if (options.Applications.Count == 0)
        {
            yield return "BizPortal:Applications must name at least one form with its ApplicationKey.";
        }
        foreach (var (formCode, application) in options.Applications)
        {
            if (string.IsNullOrWhiteSpace(application?.ApplicationKey))
            {
                yield return $"BizPortal:Applications:{formCode}:ApplicationKey must not be empty.";
            }
        }
    }

    private static IEnumerable<string> TimeProblems(BizPortalOptions options)
    {
        (string Setting, TimeSpan Value)[] limits =
        [
            (nameof(options.ConnectTimeout), options.ConnectTimeout),
            (nameof(options.CallTimeout), options.CallTimeout),
            (nameof(options.UploadTimeout), options.UploadTimeout),
        ];
        foreach (var (setting, _) in limits.Where(l => l.Value <= TimeSpan.Zero || l.Value > TimeSpan.FromHours(1)))
        {
            yield return $"BizPortal:{setting} must be more than 0 and at most 1 hour.";
        }
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > TimeSpan.FromMinutes(1))
        {
            yield return "BizPortal:RetryDelay must be between 0 and 1 minute.";
        }
    }

    private static bool IsWeb(Uri? uri) => uri is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static bool IsHex(string? text, int length) => text?.Length == length && text.All(char.IsAsciiHexDigit);
}
