using Microsoft.AspNetCore.Components;
using MiniApp.Core.Audit;
using MiniApp.Core.Forms;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Staff.People;

public sealed partial class StaffPeoplePage
{
    private const int HistoryLength = 30;
    private const string IdField = "nationalId";
    private const string NameField = "name";

    private LiveStaff? _staff;
    private IReadOnlyList<StaffMember> _members = [];
    private IReadOnlyList<StaffEvent> _history = [];
    private IReadOnlyList<FieldProblem> _problems = [];

    [Inject]
    private CurrentStaff Current { get; set; } = null!;

    [Inject]
    private StaffList List { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Done { get; set; }

    [SupplyParameterFromForm(FormName = "add")]
    private NewMember Form { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new NewMember();
        _staff = await Current.FindAsync(CancellationToken.None);
        _members = await List.ListAsync(CancellationToken.None);
        _history = await List.HistoryAsync(HistoryLength, CancellationToken.None);
    }

    private async Task AddAsync()
    {
        if (_staff is null)
            return;
        var outcome = await List.AddAsync(
            _staff.StaffId,
            Form.NationalId,
            Form.Name,
            Form.Role,
            CancellationToken.None
        );
        if (outcome == StaffListOutcome.Done)
        {
            Navigation.NavigateTo(StaffRoutes.PeopleAfter("added"));
            return;
        }
        var field = outcome == StaffListOutcome.NameMissing ? NameField : IdField;
        _problems = [new FieldProblem(field, T[$"Staff.Problem{outcome}"])];
    }

    private string? ProblemOf(string field) => _problems.FirstOrDefault(problem => problem.FieldId == field)?.Message;

    private RenderFragment Message(string field) =>
        builder =>
        {
            builder.OpenElement(0, "div");
            builder.AddAttribute(1, "id", $"f-{field}-error");
            if (ProblemOf(field) is { } message)
            {
                builder.OpenElement(2, "p");
                builder.AddAttribute(3, "class", "field-error");
                builder.AddContent(4, Icons.Of(IconName.Problem));
                builder.AddContent(5, message);
                builder.CloseElement();
            }
            builder.CloseElement();
        };

    private string TextOf(StaffEvent change) =>
        change.Kind switch
        {
            AuditAction.StaffAdded => T["Staff.HistoryAdded", change.Name, RoleName(change.RoleAfter)],
            AuditAction.StaffRemoved => T["Staff.HistoryRemoved", change.Name],
            _ => T["Staff.HistoryRole", change.Name, RoleName(change.RoleBefore), RoleName(change.RoleAfter)],
        };

    private string RoleName(StaffRole? role) => T[$"Staff.Role{role}"];

    /// <summary>What the form sends.</summary>
    internal sealed class NewMember
    {
        public string? NationalId { get; set; }
        public string? Name { get; set; }
        public StaffRole Role { get; set; }
    }
}
