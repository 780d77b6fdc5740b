using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.Storage;

namespace MiniApp.Core.SignIn;

public enum OneIdAttemptState
{
    /// <summary>Counted against the limits before ONE ID is asked, so that a lost answer cannot be used to send more.</summary>
    Requesting,
    Sent,

    /// <summary>ONE ID does not know the two numbers together. To the visitor it looks like <see cref="Sent"/>.</summary>
    NotKnown,
    NotSent,

    /// <summary>ONE ID was not reached: this counts for nothing.</summary>
    NotAsked,
    Confirmed,
}

/// <summary>A visitor's wish to sign in by ONE ID.</summary>
public sealed class OneIdAttempt
{
    public required Guid Id { get; init; }
    public required byte[] Person { get; init; }

    /// <summary>Keyed hash of the mobile number.</summary>
    public required byte[] Mobile { get; init; }

    /// <summary>Keyed hash of the network address.</summary>
    public required byte[] Address { get; init; }
    public required byte[] IdentitySealed { get; init; }
    public required byte[] MobileSealed { get; init; }
    public required string Reference { get; set; }
    public OneIdAttemptState State { get; set; }
    public int WrongTries { get; set; }

    /// <summary>When ONE ID answered; until then when it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class OneIdAttemptConfiguration : IEntityTypeConfiguration<OneIdAttempt>
{
    public void Configure(EntityTypeBuilder<OneIdAttempt> builder)
    {
        builder.ToTable("one_id_attempts");
        builder.Property(attempt => attempt.State).StoredAsText();
        builder.UseSnakeCaseColumns();
    }
}
