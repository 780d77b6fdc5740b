using Microsoft.AspNetCore.Components;
using MiniApp.Core.Forms;
using MiniApp.Core.Reviews;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;

namespace MiniApp.Web.Staff.Queue;

public sealed partial class QueuePage
{
    private LiveStaff? _staff;
    private QueueUrl? _url;
    private Core.Reviews.QueuePage? _page;
    private IReadOnlyDictionary<ReviewState, long> _counts = new Dictionary<ReviewState, long>();
    private IReadOnlyList<FormDefinition> _forms = [];
    private IReadOnlyList<StaffMember> _colleagues = [];
    private Dictionary<Guid, string> _officers = [];
    private DateTimeOffset _now;

    [Inject]
    private CurrentStaff Current { get; set; } = null!;

    [Inject]
    private ReviewQueueStore Queue { get; set; } = null!;

    [Inject]
    private ReviewDesk Desk { get; set; } = null!;

    [Inject]
    private StaffList List { get; set; } = null!;

    [Inject]
    private FormCatalog Catalog { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery]
    private string? Officer { get; set; }

    [SupplyParameterFromQuery]
    private string? Province { get; set; }

    [SupplyParameterFromQuery]
    private bool Overdue { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    private string? SearchText { get; set; }

    [SupplyParameterFromQuery]
    private string? Person { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? After { get; set; }

    /// <summary>What was just done.</summary>
    [SupplyParameterFromQuery]
    private string? Said { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await Current.FindAsync(CancellationToken.None) is not { } staff)
            return;
        _staff = staff;
        _now = Clock.GetUtcNow();
        _url = QueueUrl.Read(Form, State, Officer, Province, Overdue, SearchText, Person, Sort, After);
        _forms = [.. Catalog.Forms];
        _colleagues = await List.ListAsync(CancellationToken.None);
        _officers = _colleagues.ToDictionary(one => one.Id, one => one.Name);
        _counts = await Queue.CountAsync(_url.Filter.FormCode, CancellationToken.None);
        _page = await Queue.FindAsync(staff, _url.Filter, _url.After, CancellationToken.None);
    }

    private async Task TakeNextAsync()
    {
        var next = await Queue.TakeNextAsync(_staff!, _url!.Filter.FormCode, CancellationToken.None);
        Navigation.NavigateTo(next is { } id ? StaffRoutes.Review(id) : StaffRoutes.QueueAfter(_url, "nothing-left"));
    }

    private async Task AssignAsync()
    {
        var form = HttpContext.Request.Form;
        var given = 0;
        if (Guid.TryParse(form["To"], out var to))
            foreach (
                var id in form["Id"]
                    .Select(text => Guid.TryParse(text, out var parsed) ? parsed : Guid.Empty)
                    .Distinct()
            )
                if (await IsAssignedAsync(id, to))
                    given++;
        Navigation.NavigateTo(StaffRoutes.QueueAfter(_url!, given > 0 ? "assigned" : "not-assigned"));
    }

    private async Task<bool> IsAssignedAsync(Guid id, Guid to)
    {
        try
        {
            await Desk.AssignAsync(_staff!, id, to, CancellationToken.None);
            return true;
        }
        catch (Exception refused) when (refused is ReviewConflictException or UnauthorizedAccessException)
        {
            // Somebody was quicker, or it is a colleague's: the rest is given out all the same.
            return false;
        }
    }

    // Numbers with separators are read at a glance.
    private static string Count(long count) => count.ToString("N0", System.Globalization.CultureInfo.CurrentCulture);
}
