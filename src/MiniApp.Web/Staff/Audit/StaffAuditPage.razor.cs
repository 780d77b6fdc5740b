using Microsoft.AspNetCore.Components;
using MiniApp.Core.Audit;
using MiniApp.Core.Forms;
using MiniApp.Core.Staff;

namespace MiniApp.Web.Staff.Audit;

public sealed partial class StaffAuditPage
{
    private const int PageLength = 50;

    private AuditQuery _query = null!;
    private IReadOnlyList<AuditLine> _lines = [];
    private List<(string Actor, string Name)> _actors = [];
    private IReadOnlyList<FieldProblem> _problems = [];
    private bool _hasOlder;

    [Inject]
    private AuditReader Reader { get; set; } = null!;

    [Inject]
    private StaffList List { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [SupplyParameterFromQuery]
    private string? Until { get; set; }

    [SupplyParameterFromQuery]
    private string? Actor { get; set; }

    [SupplyParameterFromQuery]
    private string? Action { get; set; }

    [SupplyParameterFromQuery]
    private string? Subject { get; set; }

    [SupplyParameterFromQuery]
    private long? Before { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _query = AuditQuery.Read(From, Until, Actor, Action, Subject);
        _problems = [.. _query.Problems.Select(field => new FieldProblem(field, T["Audit.BadDate"]))];
        _actors =
        [
            (AuditActor.System.Text, T["Audit.BySystem"]),
            .. (await List.ListAsync(CancellationToken.None)).Select(member =>
                (AuditActor.Staff(member.Id).Text, member.Name)
            ),
        ];
        // One more than is shown: whether there is another page.
        var found = await Reader.ListAsync(_query.Filter, Before, PageLength + 1, CancellationToken.None);
        _hasOlder = found.Count > PageLength;
        _lines = [.. found.Take(PageLength)];
        // Somebody who left, or no staff at all: chosen in the list below.
        if (_query.Actor is { } actor && _actors.TrueForAll(known => known.Actor != actor))
            _actors.Add(
                (actor, _lines.FirstOrDefault(line => line.Actor == actor)?.ActorName ?? AuditText.Actor(actor, T))
            );
    }

    private string? ProblemOf(string field) => _problems.FirstOrDefault(problem => problem.FieldId == field)?.Message;
}
