using System.Text.Json.Nodes;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using Npgsql;

namespace MiniApp.Core.Drafts;

/// <summary>Two pages on one draft: field by field, nothing is overwritten that the writer has not seen. A group is one field.</summary>
internal static class DraftMerge
{
    /// <summary>Writes what may be written into <paramref name="answers"/>.</summary>
    /// <param name="unseen">Changes by others that the writer does not know.</param>
    /// <returns>Which fields changed, and which were left as they are.</returns>
    public static (IReadOnlyCollection<string> Written, IReadOnlyList<FieldConflict> Conflicts) Apply(
        Answers answers,
        IReadOnlyDictionary<string, JsonNode?> changes,
        IReadOnlyList<DraftFieldChange> unseen
    )
    {
        var by = unseen.ToDictionary(change => change.FieldId, StringComparer.Ordinal);
        var written = new List<string>();
        var conflicts = new List<FieldConflict>();
        foreach (var (fieldId, mine) in changes)
        {
            if (JsonNode.DeepEquals(answers[fieldId], mine))
                continue;
            if (by.TryGetValue(fieldId, out var other))
            {
                conflicts.Add(new FieldConflict(other, mine?.DeepClone(), answers[fieldId]?.DeepClone()));
                continue;
            }
            answers.Set(fieldId, mine);
            written.Add(fieldId);
        }
        return (written, conflicts);
    }

    /// <summary>What others changed, with the values that it has now.</summary>
    public static IReadOnlyList<ChangedElsewhere> Elsewhere(
        IEnumerable<DraftFieldChange> unseen,
        Answers answers,
        IReadOnlyList<FieldConflict> conflicts
    ) =>
        [
            .. unseen
                .Where(change => !conflicts.Any(conflict => conflict.FieldId == change.FieldId))
                .Select(change => new ChangedElsewhere(change, answers[change.FieldId]?.DeepClone())),
        ];

    /// <summary>The newest change of each field after <paramref name="revision"/>.</summary>
    /// <param name="except">Changes of this page are left out.</param>
    public static async Task<IReadOnlyList<DraftFieldChange>> ChangesSinceAsync(
        NpgsqlConnection connection,
        Guid draftId,
        int revision,
        Guid except,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command(
                    """
                    select f.field_id, f.revision, f.changed_at, f.page_id, f.session_id, s.created_at
                    from draft_fields f left join applicant_sessions s on s.id = f.session_id
                    where f.draft_id = $1 and f.revision > $2 and f.page_id <> $3
                    """,
                    draftId,
                    revision,
                    except
                ),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var changes = new List<DraftFieldChange>();
        while (await rows.ReadAsync(cancellationToken))
            changes.Add(
                new(
                    rows.GetString(0),
                    rows.GetInt32(1),
                    rows.GetFieldValue<DateTimeOffset>(2),
                    rows.GetGuid(3),
                    rows.GetGuid(4),
                    rows.Nullable<DateTimeOffset>(5)
                )
            );
        return changes;
    }

    /// <summary>Notes that these fields have changed with this revision. Run it in the transaction that changes them.</summary>
    public static NpgsqlBatchCommand Stamp(
        Guid draftId,
        int revision,
        IReadOnlyCollection<string> fieldIds,
        LiveSession session,
        Guid pageId,
        DateTimeOffset now
    ) =>
        Sql.Command(
            """
            insert into draft_fields (draft_id, field_id, revision, changed_at, page_id, session_id)
            select $1, field_id, $2, $3, $4, $5 from unnest($6) field_id
            on conflict (draft_id, field_id) do update
            set revision = excluded.revision, changed_at = excluded.changed_at, page_id = excluded.page_id,
                session_id = excluded.session_id
            """,
            draftId,
            revision,
            now,
            pageId,
            session.Id,
            fieldIds.ToArray()
        );
}
