using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace MiniApp.Core.Storage;

/// <summary>Statements that do without EF Core: those that run so often that it would be most of the work.</summary>
internal static class Sql
{
    /// <param name="values">Of $1, $2 and so on: never null, or a parameter that <see cref="Nullable"/> made.</param>
    public static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        return command;
    }

    /// <summary>Runs these together, all or none.</summary>
    public static async Task ExecuteAsync(
        this NpgsqlDataSource database,
        CancellationToken cancellationToken,
        params NpgsqlBatchCommand[] commands
    )
    {
        await using var batch = database.CreateBatch();
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs it in the context's transaction, if there is one.</summary>
    public static async Task RunAsync(this PortalDb db, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection())
        {
            BatchCommands = { command },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static T? Nullable<T>(this DbDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
