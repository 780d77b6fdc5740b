using MiniApp.Core.IdentityUpdates;
using MiniApp.Web.Security;
using MiniApp.Web.Security.ThaiD;

namespace MiniApp.Web.Staff.IdentityUpdate;

/// <summary>
/// A scan for the employee's HCM record. It signs nobody in: the staff session is there before and stays as it is. The
/// update's id and secret travel in the protected state.
/// </summary>
internal sealed class RecordUpdatePurpose(IdentityUpdateService updates) : ISignInPurpose
{
    public const string PurposeName = "record-update";

    private const string IdItem = "update";
    private const string SecretItem = "secret";

    public string Name => PurposeName;

    public string Home => StaffRoutes.Identity;

    public bool WantsRecord => true;

    // Only from the employee's page: a link elsewhere must not begin one.
    public bool StartsByLink => false;

    public static IReadOnlyDictionary<string, string?> ItemsOf(BegunUpdate update) =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [IdItem] = update.Id.ToString("N"),
            [SecretItem] = update.Secret,
        };

    public async Task<bool> IsDoneAsync(HttpContext context) =>
        await context.FindStaffAsync() is { } staff && await updates.IsScannedAsync(staff, context.RequestAborted);

    public async Task<string> CompleteAsync(HttpContext context, SignInResult result)
    {
        if (
            await context.FindStaffAsync() is { } staff
            && result.Items.TryGetValue(IdItem, out var text)
            && Guid.TryParseExact(text, "N", out var id)
            && result.Items.TryGetValue(SecretItem, out var secret)
            // To its end, even when the browser does not wait for it.
            && await updates.AcceptAsync(staff, id, secret ?? "", result.Identity, CancellationToken.None)
        )
            return StaffRoutes.Identity;
        return StaffRoutes.IdentityAfter(IdentitySaid.ScanNotUsed);
    }
}
