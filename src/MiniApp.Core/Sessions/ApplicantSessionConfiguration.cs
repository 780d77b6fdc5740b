using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Sessions;

internal sealed class ApplicantSessionConfiguration : IEntityTypeConfiguration<ApplicantSession>
{
    public void Configure(EntityTypeBuilder<ApplicantSession> builder)
    {
        builder.ToTable("applicant_sessions");
        builder.Property(session => session.ApplicantType).HasConversion<short>();
        builder.Property(session => session.Method).StoredAsText();
        builder.UseSnakeCaseColumns();
    }
}
