using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Drafts;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Reviews;

internal sealed class ReviewConfiguration
    : IEntityTypeConfiguration<Review>,
        IEntityTypeConfiguration<ReviewRound>,
        IEntityTypeConfiguration<ReviewEvent>,
        IEntityTypeConfiguration<ReviewComment>,
        IEntityTypeConfiguration<ReviewSeen>
{
    public void Configure(EntityTypeBuilder<Review> builder)
    {
        builder.ToTable("reviews");
        builder.Property(review => review.ApplicantType).HasConversion<short>();
        builder.Property(review => review.State).StoredAsText();
        builder.Property(review => review.Number).ValueGeneratedOnAdd();
        builder.Property(review => review.Version).IsConcurrencyToken();
        builder.HasOne<Draft>().WithMany().HasForeignKey(review => review.DraftId);
        builder.UseSnakeCaseColumns();
    }

    public void Configure(EntityTypeBuilder<ReviewRound> builder)
    {
        builder.ToTable("review_rounds");
        builder.HasKey(round => new { round.ReviewId, round.Round });
        builder.HasOne<Review>().WithMany().HasForeignKey(round => round.ReviewId);
        builder.UseSnakeCaseColumns();
    }

    public void Configure(EntityTypeBuilder<ReviewEvent> builder)
    {
        builder.ToTable("review_events");
        builder.Property(happened => happened.Action).StoredAsText();
        builder.Property(happened => happened.State).StoredAsText();
        builder.HasOne<Review>().WithMany().HasForeignKey(happened => happened.ReviewId);
        builder.UseSnakeCaseColumns();
    }

    public void Configure(EntityTypeBuilder<ReviewComment> builder)
    {
        builder.ToTable("review_comments");
        builder.HasOne<Review>().WithMany().HasForeignKey(comment => comment.ReviewId);
        builder.UseSnakeCaseColumns();
    }

    public void Configure(EntityTypeBuilder<ReviewSeen> builder)
    {
        builder.ToTable("review_views");
        builder.HasKey(seen => new { seen.ReviewId, seen.StaffId });
        builder.UseSnakeCaseColumns();
    }
}
