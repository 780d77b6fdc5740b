using System.Data.Common;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Uploads;
using Npgsql;

namespace MiniApp.Core.Drafts;

/// <summary>A draft and its documents as they are read from their rows: every page of a draft begins with it, so without EF Core.</summary>
internal static class StoredDraft
{
    public static NpgsqlBatchCommand Read(LiveSession session, Guid draftId) =>
        Sql.Command(
            """
            select form_code, form_version, applicant_type, answers_sealed, prefill_sealed, state, furthest_step, revision,
                upstream_revision, upstream_trouble, upstream_draft_id, upstream_key, updated_at, open_fields
            from drafts where id = $1 and person = $2
            """,
            draftId,
            session.Person
        );

    public static NpgsqlBatchCommand ReadUploads(LiveSession session, Guid draftId) =>
        Sql.Command(
            """
            select u.id, u.field_id, u.name_sealed, u.content_type, u.size_bytes, u.file_id, u.completed_at
            from uploads u join drafts d on d.id = u.draft_id
            where d.id = $1 and d.person = $2 order by u.created_at
            """,
            draftId,
            session.Person
        );

    public static string FormCodeOf(DbDataReader row) => row.GetString(0);

    /// <returns>The version of the form it was begun with, and the draft, still without documents.</returns>
    public static (string FormVersion, OpenDraft Draft) Of(
        DbDataReader row,
        Guid draftId,
        FormDefinition form,
        ISealer sealer
    )
    {
        var upstream = new UpstreamStatus(
            row.GetInt32(7),
            row.GetInt32(8),
            row.IsDBNull(9) ? null : StoredText<UpstreamTrouble>.Read(row.GetString(9))
        );
        var draft = new OpenDraft(
            draftId,
            form,
            (ApplicantType)row.GetInt16(2),
            Answers.Open(sealer, row.GetFieldValue<byte[]>(3)),
            sealer.OpenJson<PrefillRecord>(row.GetFieldValue<byte[]>(4)),
            StoredText<DraftState>.Read(row.GetString(5)),
            row.GetInt32(6),
            upstream.Revision,
            upstream.IsSaved,
            row.IsDBNull(10) ? null : row.GetString(10),
            row.GetFieldValue<DateTimeOffset>(12),
            []
        )
        {
            Upstream = upstream,
            UpstreamKey = row.GetGuid(11),
            OpenFields = row.IsDBNull(13) ? null : row.GetFieldValue<string[]>(13),
        };
        return (row.GetString(1), draft);
    }

    public static Attachment UploadOf(DbDataReader row, ISealer sealer) =>
        new(
            row.GetGuid(0),
            row.GetString(1),
            sealer.OpenText(row.GetFieldValue<byte[]>(2)),
            row.GetString(3),
            row.GetInt64(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.Nullable<DateTimeOffset>(6)
        );
}
