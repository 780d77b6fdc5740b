using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniApp.Core.External.Hcm;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.Storage;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>How far an update has come.</summary>
public enum UpdateState
{
    /// <summary>The person was sent to ThaiD.</summary>
    Begun,

    /// <summary>ThaiD has said who it was; nothing is shown or written before HCM says the same.</summary>
    Scanned,

    /// <summary>It can't go on: see the reason. What ThaiD said is forgotten.</summary>
    Refused,

    /// <summary>Ended by its person, a newer one, or time. What ThaiD said is forgotten.</summary>
    Ended,
}

/// <summary>Why an update can't go on.</summary>
public enum UpdateRefusal
{
    /// <summary>HCM knows no such account.</summary>
    NoAccount,

    /// <summary>HCM has suspended the account.</summary>
    Suspended,

    /// <summary>The account has no worker.</summary>
    NoWorker,

    /// <summary>The worker has no Thai national ID, or more than one: whose record it is can't be told.</summary>
    NoNationalId,

    /// <summary>Somebody else scanned than who is signed in.</summary>
    OtherPerson,

    /// <summary>HCM's record has another national ID than the one who scanned.</summary>
    OtherRecord,
}

/// <summary>One update of a record, from a press of the button. Bound to one staff session.</summary>
public sealed class IdentityUpdate
{
    public required Guid Id { get; init; }
    public required Guid StaffId { get; init; }
    public required Guid SessionId { get; init; }

    /// <summary>SHA-256 of the secret in the protected state.</summary>
    public required byte[] StateHash { get; init; }

    public UpdateState State { get; set; }
    public UpdateRefusal? Refusal { get; set; }

    /// <summary>Sealed <see cref="UpdateWork"/>.</summary>
    public required byte[] WorkSealed { get; set; }

    /// <summary>Counts what was shown: only what a person has seen last can be confirmed.</summary>
    public int Revision { get; set; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Then ThaiD's data are forgotten.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Somebody is writing to HCM until then at the latest.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
}

/// <summary>What an update is about; lies sealed.</summary>
internal sealed record UpdateWork(string Username)
{
    public ThaiDIdentity? Scan { get; init; }

    /// <summary>HCM's record as it was last shown.</summary>
    public HcmRecord? Shown { get; init; }

    public int? AddressIndex { get; init; }
    public PlaceAnswer? Place { get; init; }
    public IReadOnlyList<ItemResult> Results { get; init; } = [];

    public override string ToString() => nameof(UpdateWork);
}

/// <summary>What happened to an update. Never changed, never deleted.</summary>
public enum UpdateEventKind
{
    Begun,
    Scanned,
    Refused,

    /// <summary>The person has confirmed: what is written about to be sent to HCM, with before and after.</summary>
    Confirmed,

    /// <summary>What became of each item.</summary>
    Applied,
    Ended,
}

public sealed class IdentityUpdateEvent
{
    public long Id { get; private init; }
    public required Guid UpdateId { get; init; }

    /// <summary>Who did it.</summary>
    public required Guid StaffId { get; init; }

    public required UpdateEventKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Sealed list of <see cref="ItemResult"/> with before and after; null where there is none.</summary>
    public byte[]? ItemsSealed { get; init; }

    /// <summary>Why it was refused.</summary>
    public UpdateRefusal? Refusal { get; init; }
}

/// <summary>Somebody's account at HCM, as they named it.</summary>
public sealed class HcmUser
{
    public required byte[] Person { get; init; }
    public required byte[] UsernameSealed { get; set; }

    /// <summary>When HCM's record had the national ID that ThaiD said; null: never yet.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
}

internal sealed class IdentityUpdateConfiguration : IEntityTypeConfiguration<IdentityUpdate>
{
    public void Configure(EntityTypeBuilder<IdentityUpdate> builder)
    {
        builder.ToTable("identity_updates");
        builder.Property(update => update.State).StoredAsText();
        builder.Property(update => update.Refusal).StoredAsText();
        builder.UseSnakeCaseColumns();
    }
}

internal sealed class IdentityUpdateEventConfiguration : IEntityTypeConfiguration<IdentityUpdateEvent>
{
    public void Configure(EntityTypeBuilder<IdentityUpdateEvent> builder)
    {
        builder.ToTable("identity_update_events");
        builder.Property(happened => happened.Kind).StoredAsText();
        builder.Property(happened => happened.Refusal).StoredAsText();
        builder.UseSnakeCaseColumns();
    }
}

internal sealed class HcmUserConfiguration : IEntityTypeConfiguration<HcmUser>
{
    public void Configure(EntityTypeBuilder<HcmUser> builder)
    {
        builder.ToTable("hcm_users");
        builder.HasKey(user => user.Person);
        builder.UseSnakeCaseColumns();
    }
}
