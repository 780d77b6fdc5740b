using Microsoft.AspNetCore.Components;
using MiniApp.Core.Reviews;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Staff.Review;

public sealed partial class ReviewPage
{
    private LiveStaff? _staff;
    private OpenReview? _open;
    private SharedAnswers? _against;
    private IReadOnlyList<StaffMember> _colleagues = [];
    private string? _problem;

    [Parameter]
    public Guid ReviewId { get; set; }

    /// <summary>The round to hold it against; null: what this officer saw last, else the one before.</summary>
    [SupplyParameterFromQuery]
    private int? Against { get; set; }

    /// <summary>What was just done.</summary>
    [SupplyParameterFromQuery]
    private string? Said { get; set; }

    [Inject]
    private CurrentStaff Current { get; set; } = null!;

    [Inject]
    private ReviewDesk Desk { get; set; } = null!;

    [Inject]
    private StaffList List { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private ReviewTalk Talk =>
        new(
            EventCallback.Factory.Create<(string, string)>(this, CommentAsync),
            EventCallback.Factory.Create<(Guid, string)>(this, ReplyAsync),
            EventCallback.Factory.Create<(Guid, bool)>(this, ResolveAsync)
        );

    protected override async Task OnInitializedAsync()
    {
        if (await Current.FindAsync(CancellationToken.None) is not { } staff)
            return;
        _staff = staff;
        _colleagues = await List.ListAsync(CancellationToken.None);
        await LoadAsync();
        if (_open is null)
            Navigation.NotFound();
    }

    private async Task LoadAsync()
    {
        _open = await Desk.OpenAsync(_staff!, ReviewId, round: null, CancellationToken.None);
        if (_open is not { Shared: { } shared } open)
            return;
        var earlier = Against ?? (open.Seen is { } seen && seen.Round < shared.Round ? seen.Round : shared.Round - 1);
        _against =
            earlier >= 1 && earlier < shared.Round
                ? await Desk.OpenRoundAsync(ReviewId, earlier, CancellationToken.None)
                : null;
    }

    private Task ActAsync(DeskAct act) =>
        TryAsync(
            act.Action switch
            {
                ReviewAction.Assign => "assigned",
                ReviewAction.Release => "released",
                _ => "decided",
            },
            () =>
                act.Action is ReviewAction.Assign or ReviewAction.Release
                    ? Desk.AssignAsync(_staff!, ReviewId, act.To, CancellationToken.None)
                    : Desk.DecideAsync(_staff!, ReviewId, act.Version, act.Action, act.Reason, CancellationToken.None)
        );

    private Task CommentAsync((string FieldId, string Text) comment) =>
        TryAsync(
            "commented",
            () =>
                Desk.CommentAsync(
                    _staff!,
                    ReviewId,
                    comment.FieldId.Length > 0 ? comment.FieldId : null,
                    comment.Text,
                    CancellationToken.None
                )
        );

    private Task ReplyAsync((Guid ThreadId, string Text) reply) =>
        TryAsync(
            "replied",
            () => Desk.ReplyAsync(_staff!, ReviewId, reply.ThreadId, reply.Text, CancellationToken.None)
        );

    private Task ResolveAsync((Guid ThreadId, bool Resolved) choice) =>
        TryAsync(
            "resolved",
            () => Desk.ResolveAsync(_staff!, ReviewId, choice.ThreadId, choice.Resolved, CancellationToken.None)
        );

    /// <summary>Does it and shows the page anew; when it can't be done, says so beside what is there now.</summary>
    private async Task TryAsync(string said, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception refused) when (refused is ReviewConflictException or UnauthorizedAccessException)
        {
            _problem = refused is ReviewConflictException ? "Conflict" : "NotAllowed";
            await LoadAsync();
            return;
        }
        Navigation.NavigateTo(StaffRoutes.ReviewAfter(ReviewId, said));
    }

    internal static NoticeKind KindOf(ReviewState state) =>
        state switch
        {
            ReviewState.Approved or ReviewState.Submitted => NoticeKind.Good,
            ReviewState.Rejected => NoticeKind.Problem,
            ReviewState.ChangesRequested => NoticeKind.Warning,
            _ => NoticeKind.Info,
        };
}

/// <summary>What an officer wants done.</summary>
/// <param name="Version">What they had on the page.</param>
/// <param name="To">Who gets it.</param>
public sealed record DeskAct(ReviewAction Action, int Version, string? Reason, Guid? To);
