using System.Security.Cryptography;
using System.Text;
using MiniApp.Core.Applicants;
using Npgsql;

namespace MiniApp.Core.Security;

/// <summary>
/// Turns an identity number into the key rows are found by: HMAC-SHA256 under a secret of this installation. 13 digits
/// would fall to a plain hash within minutes.
/// </summary>
public sealed class PersonKeys(NpgsqlDataSource database, ISealer sealer)
{
    private byte[]? _secret;

    /// <returns>32 bytes, the same for the same person on every node.</returns>
    public ValueTask<byte[]> KeyOfAsync(Applicant applicant, CancellationToken cancellationToken) =>
        HashAsync($"{(int)applicant.Type}:{applicant.IdentityId}", cancellationToken);

    /// <summary>The same for whatever else people are counted by, such as a telephone number.</summary>
    /// <param name="kind">A word: the same value of two kinds gives two keys.</param>
    public ValueTask<byte[]> KeyOfAsync(string kind, string value, CancellationToken cancellationToken) =>
        HashAsync($"{kind}:{value}", cancellationToken);

    private async ValueTask<byte[]> HashAsync(string text, CancellationToken cancellationToken)
    {
        _secret ??= await LoadAsync(cancellationToken);
        return HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text));
    }

    private async Task<byte[]> LoadAsync(CancellationToken ct)
    {
        // Two nodes may get here first at once: the insert that comes second does nothing and both read the same row.
        await using var insert = database.CreateCommand(
            "insert into sealed_secrets (name, value_sealed) values ('person-key', $1) on conflict do nothing"
        );
        insert.Parameters.Add(new() { Value = sealer.Seal(RandomNumberGenerator.GetBytes(32)) });
        await insert.ExecuteNonQueryAsync(ct);

        await using var select = database.CreateCommand(
            "select value_sealed from sealed_secrets where name = 'person-key'"
        );
        return sealer.Open((byte[])(await select.ExecuteScalarAsync(ct))!);
    }
}
