using System.Text.Json;
using Npgsql;

namespace MiniApp.Core.Forms;

/// <summary>Every version of a form that this portal has served: a draft begun with an older one can still be read.</summary>
public sealed class FormVersions(NpgsqlDataSource database)
{
    /// <summary>Keeps the forms that are served now; of a version that is known already, the newer text.</summary>
    public async Task SaveAsync(FormCatalog catalog, CancellationToken cancellationToken)
    {
        foreach (var file in catalog.Files)
        {
            await using var command = database.CreateCommand(
                """
                insert into form_versions (code, version, definition) values ($1, $2, $3)
                on conflict (code, version) do update set definition = excluded.definition, stored_at = now()
                where form_versions.definition <> excluded.definition
                """
            );
            command.Parameters.Add(new() { Value = file.Form!.Code });
            command.Parameters.Add(new() { Value = file.Form.Version });
            command.Parameters.Add(new() { Value = file.Text });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <returns>Null when this version was never served, or is written in a way that this portal no longer reads.</returns>
    public async Task<FormDefinition?> FindAsync(string code, string version, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select definition from form_versions where code = $1 and version = $2"
        );
        command.Parameters.Add(new() { Value = code });
        command.Parameters.Add(new() { Value = version });
        return await command.ExecuteScalarAsync(cancellationToken) is string text ? Read(text) : null;
    }

    private static FormDefinition? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<FormDefinition>(text, FormJson.Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
