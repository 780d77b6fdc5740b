using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Forms;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Drafts;

/// <summary>What made a version of a draft.</summary>
public enum VersionCause
{
    /// <summary>The first of all, with what the profile knew.</summary>
    Begun,

    /// <summary>As Biz Portal had kept it.</summary>
    Reopened,

    Typed,

    /// <summary>The profile was read once more.</summary>
    Refilled,

    /// <summary>The applicant went back to an earlier version.</summary>
    Restored,
}

/// <summary>A draft's answers as they were saved at one time, sealed.</summary>
public sealed class DraftVersion
{
    public long Id { get; init; }
    public required Guid DraftId { get; init; }

    /// <summary>The draft's revision that it holds.</summary>
    public required int Revision { get; init; }

    /// <summary>Null in the newest: the draft's own. Sealed once, and stored once, for as long as people type.</summary>
    public byte[]? AnswersSealed { get; init; }
    public required VersionCause Cause { get; init; }

    /// <summary>The sign-in in which it was saved.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>First and last saved change in it.</summary>
    public required DateTimeOffset BeganAt { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
}

internal sealed class DraftVersionConfiguration : IEntityTypeConfiguration<DraftVersion>
{
    public void Configure(EntityTypeBuilder<DraftVersion> builder)
    {
        builder.ToTable("draft_versions");
        builder.Property(version => version.Cause).StoredAsText();
        builder.HasOne<Draft>().WithMany().HasForeignKey(version => version.DraftId);
        builder.UseSnakeCaseColumns();
    }
}

/// <summary>A line of a draft's history.</summary>
/// <param name="IsThisSignIn">Saved in the session that is asking.</param>
/// <param name="Changes">Against the version before; empty for the first.</param>
/// <param name="IsCurrent">The draft is as it was then.</param>
public sealed record SavedVersion(
    long Id,
    VersionCause Cause,
    DateTimeOffset SavedAt,
    bool IsThisSignIn,
    IReadOnlyList<AnswerDifference> Changes,
    bool IsCurrent
);

/// <summary>An answer that differs between two versions.</summary>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none any more.</param>
public sealed record AnswerDifference(string FieldId, JsonNode? Before, JsonNode? After)
{
    /// <summary>What became different from <paramref name="before"/> to <paramref name="after"/>, by field id.</summary>
    public static IReadOnlyList<AnswerDifference> Between(Answers before, Answers after) =>
        [
            .. before
                .FieldIds.Union(after.FieldIds, StringComparer.Ordinal)
                .Where(id => !JsonNode.DeepEquals(before[id], after[id]))
                .Select(id => new AnswerDifference(id, before[id], after[id])),
        ];
}
