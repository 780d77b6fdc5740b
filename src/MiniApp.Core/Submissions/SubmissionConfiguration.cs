using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Submissions;

internal sealed class SubmissionConfiguration
    : IEntityTypeConfiguration<Submission>,
        IEntityTypeConfiguration<SubmissionTransition>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("submissions");
        builder.Property(submission => submission.State).StoredAsText();
        builder.HasMany(submission => submission.Transitions).WithOne().HasForeignKey(t => t.SubmissionId);
        builder.UseSnakeCaseColumns();
        builder.Property<uint>("xmin").IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<SubmissionTransition> builder)
    {
        builder.ToTable("submission_transitions");
        builder.Property(transition => transition.FromState).StoredAsText();
        builder.Property(transition => transition.ToState).StoredAsText();
        builder.UseSnakeCaseColumns();
    }
}
