using MiniApp.Core.Storage;

namespace MiniApp.Core.Submissions;

/// <summary>Keeps a claim alive while somebody works under it, and answers whether it still holds.</summary>
internal sealed class SubmissionLease : IAsyncDisposable
{
    private static readonly TimeSpan Beat = SubmissionStore.Lease / 4;
    private readonly CancellationTokenSource _done = new();
    private readonly SubmissionStore _store;
    private readonly Task _beating;

    private SubmissionLease(SubmissionStore store, SubmissionClaim claim)
    {
        (_store, Claim) = (store, claim);
        _beating = BeatAsync();
    }

    public SubmissionClaim Claim { get; }

    public static SubmissionLease Keep(SubmissionStore store, SubmissionClaim claim) => new(store, claim);

    /// <summary>To be called right before what may be done only once.</summary>
    /// <exception cref="ClaimLostException">This process was away for longer than the lease and somebody else took over.</exception>
    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        if (!await _store.RenewAsync(Claim, cancellationToken))
            throw new ClaimLostException();
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _beating;
        _done.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat);
        while (!_done.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_done.Token);
                if (!await _store.RenewAsync(Claim, _done.Token))
                    return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure.IsDatabaseAway())
            {
                // The database is away: the next beat may reach it, and ConfirmAsync decides what may be done.
            }
        }
    }
}
