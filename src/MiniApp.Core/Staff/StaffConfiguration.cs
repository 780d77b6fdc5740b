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

internal sealed class StaffSessionConfiguration : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("staff_sessions");
        builder.UseSnakeCaseColumns();
    }
}
