using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Audit;

/// <summary>One entry of the audit in its place in the chain. Written by <see cref="AuditTrail"/> alone, changed by nobody.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3 … without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whole microseconds, as PostgreSQL keeps them.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>See <see cref="AuditActor"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>An <see cref="AuditAction"/>, e.g. <c>signed_in</c>.</summary>
    public required string Action { get; init; }

    public string? Subject { get; init; }
    public Guid? DraftId { get; init; }

    /// <summary>JSON object of texts.</summary>
    public required string Details { get; init; }

    public required byte[] PreviousHash { get; init; }
    public required byte[] Hash { get; init; }

    /// <returns>Empty where somebody has tampered with it: what is left can still be shown.</returns>
    internal IReadOnlyDictionary<string, string> ReadDetails()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Details) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).ValueGeneratedNever();
        builder.Property(entry => entry.Details).HasColumnType("json");
        builder.UseSnakeCaseColumns();
    }
}
