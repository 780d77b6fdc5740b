using Microsoft.AspNetCore.Components;
using MiniApp.Core.Drafts;

namespace MiniApp.Web.Applicant.Form;

/// <content>Where on the page somebody is, and that they are there.</content>
public sealed partial class StepPage
{
    /// <summary>Moving between fields counts as activity, but need not be looked up each time.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private DraftPlace? _place;
    private DateTimeOffset _seenAt;

    [Inject]
    private DraftPlaces Places { get; set; } = null!;

    private async Task SeenAsync(string controlId)
    {
        try
        {
            var now = Clock.GetUtcNow();
            if (now - _seenAt > SeenEvery)
            {
                _sessionOver = await Current.FindAsync(CancellationToken.None) is null;
                _seenAt = now;
            }
            var place = new DraftPlace(StepId, controlId);
            // Whoever leaves a field for a button is still at that field.
            if (_sessionOver || place == _place || (controlId.Length == 0 && _place?.StepId == StepId))
                return;
            _place = place;
            await Places.RememberAsync(_session!, DraftId, StepId, controlId, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The database is away: saving says so, and a place is worth no message of its own.
            _place = null;
        }
    }
}
