using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Drafts;

/// <summary>Where in its form somebody was last.</summary>
/// <param name="ControlId">Element id of the control; empty when they were in none.</param>
public sealed record DraftPlace(string StepId, string ControlId);

/// <summary>
/// Keeps the last place of each draft, in a table of its own: moving on in a form changes no draft, and must not wait for
/// one that is being saved.
/// </summary>
public sealed partial class DraftPlaces(IDbContextFactory<PortalDb> databases, TimeProvider clock)
{
    /// <summary>Does nothing for a draft that is not this person's.</summary>
    /// <param name="controlId">As a browser says it: anything that is no control's id counts as none.</param>
    public async Task RememberAsync(
        LiveSession session,
        Guid draftId,
        string stepId,
        string controlId,
        CancellationToken cancellationToken
    )
    {
        var control = controlId.Length <= 200 && ControlId.IsMatch(controlId) ? controlId : "";
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into draft_places (draft_id, step_id, control_id, at)
            select id, {stepId}, {control}, {clock.GetUtcNow()} from drafts
            where id = {draftId} and person = {session.Person} and state = 'open'
            on conflict (draft_id) do update
            set step_id = excluded.step_id, control_id = excluded.control_id, at = excluded.at
            """,
            cancellationToken
        );
    }

    /// <returns>Null when it was never opened, or is not this person's.</returns>
    public async Task<DraftPlace?> FindAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Database.SqlQuery<DraftPlace>(
                $"""
                select p.step_id as "StepId", p.control_id as "ControlId"
                from draft_places p join drafts d on d.id = p.draft_id
                where d.id = {draftId} and d.person = {session.Person}
                """
            )
            .SingleOrDefaultAsync(cancellationToken);
    }

    [GeneratedRegex("^f-[A-Za-z0-9_-]+$", RegexOptions.None, 100)]
    private static partial Regex ControlId { get; }
}
