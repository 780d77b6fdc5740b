using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Linkage;

/// <summary>What a check came to. All that is kept of the register's answer.</summary>
public enum LinkageOutcome
{
    /// <summary>Alive, names and birth date agree, nothing differs.</summary>
    Matched,

    /// <summary>Something differs.</summary>
    Differed,

    /// <summary>Nothing differs, but not enough is known to say that it is the same person.</summary>
    Unclear,

    Dead,

    NotFound,

    /// <summary>No answer came, or none that can be relied on.</summary>
    Failed,
}

/// <summary>Somebody was looked up. Written before the exchange is asked; the outcome follows. Never changed otherwise, never deleted.</summary>
public sealed class LinkageCheck
{
    public required Guid Id { get; init; }

    /// <summary>The request it was for. It may be gone: what was done with somebody's data stays on record.</summary>
    public required Guid DraftId { get; init; }

    /// <summary>Who looked.</summary>
    public required Guid StaffId { get; init; }

    /// <summary>Code of the purpose.</summary>
    public required string Purpose { get; init; }

    /// <summary>Sealed: people write names into it.</summary>
    public byte[]? NoteSealed { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null: the portal was stopped before the answer came.</summary>
    public LinkageOutcome? Outcome { get; init; }
}

/// <summary>A check, readable.</summary>
public sealed record LinkageCheckEntry(
    Guid Id,
    string StaffName,
    string Purpose,
    string? Note,
    DateTimeOffset At,
    LinkageOutcome? Outcome
)
{
    /// <summary>Names people: not for logs.</summary>
    public override string ToString() => $"Linkage check {Id}";
}

internal sealed class LinkageCheckConfiguration : IEntityTypeConfiguration<LinkageCheck>
{
    public void Configure(EntityTypeBuilder<LinkageCheck> builder)
    {
        builder.ToTable("linkage_checks");
        builder.Property(check => check.Outcome).StoredAsText();
        builder.HasOne<StaffPerson>().WithMany().HasForeignKey(check => check.StaffId);
        builder.UseSnakeCaseColumns();
    }
}
