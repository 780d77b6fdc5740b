using System.Globalization;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Sessions;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Applicant;

public sealed partial class SessionWatch
{
    /// <summary>How long before the end it is announced. WCAG 2.2.1 asks for 20 seconds; a page of a form takes longer.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _gone = new();
    private SessionOutlook? _outlook;
    private Task? _watching;

    [Parameter, EditorRequired]
    public Guid SessionId { get; set; }

    /// <summary>The page has found out by itself, earlier than this did.</summary>
    [Parameter]
    public bool Over { get; set; }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _watching = WatchAsync();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LookEvery, Clock);
        try
        {
            do
            {
                if (await LookAsync())
                    await InvokeAsync(StateHasChanged);
            } while (await timer.WaitForNextTickAsync(_gone.Token));
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    /// <returns>Whether there may be something else to say.</returns>
    private async Task<bool> LookAsync()
    {
        var before = _outlook;
        try
        {
            _outlook = await Sessions.LookAsync(SessionId, _gone.Token);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or OperationCanceledException))
        {
            // The database is away: that is said elsewhere, and nothing is known to have ended.
        }
        return _outlook != before;
    }

    private async Task StayAsync()
    {
        await Current.FindAsync(CancellationToken.None);
        await LookAsync();
    }

    private static string Time(DateTimeOffset at) => ThaiDate.FormatTime(at, CultureInfo.CurrentUICulture);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_watching is not null)
            await _watching;
        _gone.Dispose();
    }
}
