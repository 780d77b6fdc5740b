using System.Security.Cryptography;
using System.Text;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Security;

/// <summary>
/// Turns an identity number into the key rows are found by: HMAC-SHA256 under a secret of this installation. 13 digits
/// would fall to a plain hash within minutes.
/// </summary>
public sealed class PersonKeys(InstallationSecrets secrets)
{
    /// <returns>32 bytes, the same for the same person on every node.</returns>
    public ValueTask<byte[]> KeyOfAsync(Applicant applicant, CancellationToken cancellationToken) =>
        HashAsync($"{(int)applicant.Type}:{applicant.IdentityId}", cancellationToken);

    /// <summary>The same for whatever else people are counted by, such as a telephone number.</summary>
    /// <param name="kind">A word: the same value of two kinds gives two keys.</param>
    public ValueTask<byte[]> KeyOfAsync(string kind, string value, CancellationToken cancellationToken) =>
        HashAsync($"{kind}:{value}", cancellationToken);

    private async ValueTask<byte[]> HashAsync(string text, CancellationToken cancellationToken) =>
        HMACSHA256.HashData(await secrets.GetAsync("person-key", cancellationToken), Encoding.UTF8.GetBytes(text));
}
