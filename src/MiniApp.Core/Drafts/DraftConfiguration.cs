using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Drafts;

internal sealed class DraftConfiguration : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        builder.ToTable("drafts");
        builder.Property(draft => draft.ApplicantType).HasConversion<short>();
        builder.Property(draft => draft.State).StoredAsText();
        builder.Property(draft => draft.UpstreamTrouble).StoredAsText();
        builder.Ignore(draft => draft.Upstream);
        builder.UseSnakeCaseColumns();
        // xmin: PostgreSQL's own row version. A writer that read an older row is told so and reads again.
        builder.Property<uint>("xmin").IsRowVersion();
    }
}
