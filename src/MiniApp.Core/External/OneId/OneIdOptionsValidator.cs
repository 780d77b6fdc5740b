using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.OneId;

/// <summary>Says at start which setting is wrong and what it should be, never what it is: some are secret.</summary>
internal sealed class OneIdOptionsValidator : IValidateOptions<OneIdOptions>
{
    private static readonly string[] Senders =
    [
        "TAXBOX",
        "eKYC_Info",
        "OneService",
        "OnePlatform",
        "OTP_SMS",
        "ONE.TH",
        "MOPH-DID",
    ];

    public ValidateOptionsResult Validate(string? name, OneIdOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(OneIdOptions options)
    {
        if (!options.IsConfigured)
        {
            yield break;
        }
        if (
            options.BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" }
            || !options.BaseUrl.AbsoluteUri.EndsWith('/')
        )
        {
            yield return "OneId:BaseUrl must be an absolute http or https address that ends with '/'.";
        }
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return "OneId:ClientId must not be empty where ONE ID is used.";
        }
        if (string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            yield return "OneId:ClientSecret must not be empty where ONE ID is used.";
        }
        if (options.SmsSender is { Length: > 0 } sender && !Senders.Contains(sender))
        {
            yield return $"OneId:SmsSender must be one of {string.Join(", ", Senders)}, or left out.";
        }
        (string Setting, TimeSpan Value)[] limits =
        [
            (nameof(options.ConnectTimeout), options.ConnectTimeout),
            (nameof(options.CallTimeout), options.CallTimeout),
            (nameof(options.AnswerTime), options.AnswerTime),
        ];
        foreach (var (setting, _) in limits.Where(l => l.Value <= TimeSpan.Zero || l.Value > TimeSpan.FromMinutes(1)))
        {
            yield return $"OneId:{setting} must be more than 0 and at most 1 minute.";
        }
        if (options.RequestsPerAddress < 1)
        {
            yield return "OneId:RequestsPerAddress must be 1 or more.";
        }
    }
}
