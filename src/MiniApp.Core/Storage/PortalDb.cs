using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Audit;
using MiniApp.Core.Drafts;
using MiniApp.Core.IdentityUpdates;
using MiniApp.Core.Linkage;
using MiniApp.Core.Otp;
using MiniApp.Core.Reviews;
using MiniApp.Core.Sessions;
using MiniApp.Core.SignIn;
using MiniApp.Core.Staff;
using MiniApp.Core.Submissions;
using MiniApp.Core.Uploads;

namespace MiniApp.Core.Storage;

/// <summary>The portal's one store. Created per operation through its factory: a circuit outlives any unit of work.</summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<ApplicantSession> Sessions => Set<ApplicantSession>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<DraftVersion> DraftVersions => Set<DraftVersion>();
    public DbSet<UpstreamRemoval> UpstreamRemovals => Set<UpstreamRemoval>();
    public DbSet<Upload> Uploads => Set<Upload>();
    public DbSet<HcmUser> HcmUsers => Set<HcmUser>();
    public DbSet<IdentityUpdate> IdentityUpdates => Set<IdentityUpdate>();
    public DbSet<IdentityUpdateEvent> IdentityUpdateEvents => Set<IdentityUpdateEvent>();
    public DbSet<LinkageCheck> LinkageChecks => Set<LinkageCheck>();
    public DbSet<OtpChallenge> OtpChallenges => Set<OtpChallenge>();
    public DbSet<OneIdAttempt> OneIdAttempts => Set<OneIdAttempt>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<ReviewRound> ReviewRounds => Set<ReviewRound>();
    public DbSet<ReviewEvent> ReviewEvents => Set<ReviewEvent>();
    public DbSet<ReviewComment> ReviewComments => Set<ReviewComment>();
    public DbSet<ReviewSeen> ReviewViews => Set<ReviewSeen>();
    public DbSet<StaffPerson> StaffPeople => Set<StaffPerson>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<Submission> Submissions => Set<Submission>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);
}
