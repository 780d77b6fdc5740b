using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Drafts;

/// <summary>What a deleted draft left at Biz Portal.</summary>
public sealed class UpstreamRemoval
{
    public required Guid Id { get; init; }
    public required byte[] Person { get; init; }
    public required string FormCode { get; init; }
    public string? UpstreamDraftId { get; init; }

    /// <summary>Still there: each is taken off once it is gone.</summary>
    public required List<string> FileIds { get; set; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Next try; moved on before each, so that no other node tries at the same time.</summary>
    public required DateTimeOffset DueAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Due at once.</summary>
    /// <param name="draftIdThere">Null where the draft itself stays.</param>
    public static UpstreamRemoval Of(Draft draft, string? draftIdThere, List<string> fileIds, DateTimeOffset now) =>
        new()
        {
            Id = Guid.NewGuid(),
            Person = draft.Person,
            FormCode = draft.FormCode,
            UpstreamDraftId = draftIdThere,
            FileIds = fileIds,
            DueAt = now,
            CreatedAt = now,
        };
}

internal sealed class UpstreamRemovalConfiguration : IEntityTypeConfiguration<UpstreamRemoval>
{
    public void Configure(EntityTypeBuilder<UpstreamRemoval> builder)
    {
        builder.ToTable("upstream_removals");
        builder.UseSnakeCaseColumns();
    }
}
