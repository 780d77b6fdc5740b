using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Staff;

internal sealed class StaffPersonConfiguration : IEntityTypeConfiguration<StaffPerson>
{
    public void Configure(EntityTypeBuilder<StaffPerson> builder)
    {
        builder.ToTable("staff_people");
        builder.Property(person => person.Role).StoredAsText();
        builder.UseSnakeCaseColumns();
    }
}

internal sealed class StaffChangeConfiguration : IEntityTypeConfiguration<StaffChange>
{
    public void Configure(EntityTypeBuilder<StaffChange> builder)
    {
        builder.ToTable("staff_changes");
        builder.Property(change => change.Kind).StoredAsText();
        builder.Property(change => change.RoleBefore).StoredAsText();
        builder.Property(change => change.RoleAfter).StoredAsText();
        // So that a new person is written before what is said about them.
        builder.HasOne<StaffPerson>().WithMany().HasForeignKey(change => change.StaffId);
        builder.HasOne<StaffPerson>().WithMany().HasForeignKey(change => change.ActorId);
        builder.UseSnakeCaseColumns();
    }
}

internal sealed class StaffSessionConfiguration : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("staff_sessions");
        builder.UseSnakeCaseColumns();
    }
}
