using System.Globalization;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Applicant.Confirm;

/// <content>What runs out while the page is open. Shown to the second, said aloud only when something changes by it.</content>
public sealed partial class ConfirmPage
{
    private static readonly TimeSpan LastCall = TimeSpan.FromMinutes(1);

    private DateTimeOffset? ResendAt => _code?.ResendAt ?? _waitUntil;

    private bool IsWaiting => ResendAt > Clock.GetUtcNow();

    private bool IsExpired => _code is { } code && code.ExpiresAt <= Clock.GetUtcNow();

    /// <returns>Minutes and seconds that are left, e.g. <c>4:07</c>.</returns>
    private string Countdown(DateTimeOffset until)
    {
        var seconds = Math.Max(0, (int)Math.Ceiling((until - Clock.GetUtcNow()).TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}");
    }

    private static string ThaiTime(DateTimeOffset at) => ThaiDate.FormatTime(at, CultureInfo.CurrentUICulture);

    /// <summary>Draws the countdowns, once a second while there is one.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Clock);
        try
        {
            var last = Clock.GetUtcNow();
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                var now = Clock.GetUtcNow();
                // One tick more than what runs, to show that it has run out.
                if (ResendAt > last || (_code?.CoversContent == true && _code.ExpiresAt > last))
                {
                    Announce(last, now);
                    await InvokeAsync(StateHasChanged);
                }
                last = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private void Announce(DateTimeOffset last, DateTimeOffset now)
    {
        bool Passed(DateTimeOffset? moment) => moment > last && moment <= now;
        if (Passed(_code?.ExpiresAt))
            _announcement = T["Otp.Expired"];
        else if (Passed(_code?.ExpiresAt - LastCall))
            _announcement = T["Otp.OneMinuteLeft"];
        else if (Passed(ResendAt))
            _announcement = T["Otp.ResendNow"];
    }
}
