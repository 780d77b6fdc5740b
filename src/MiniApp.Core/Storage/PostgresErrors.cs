using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MiniApp.Core.Storage;

internal static class PostgresErrors
{
    /// <summary>Whether the database is away for now: stopped, starting, cut off. What was asked may have been done.</summary>
    public static bool IsDatabaseAway(this Exception failure) =>
        (failure as NpgsqlException ?? failure.InnerException as NpgsqlException) switch
        {
            // 57P: an operator or a crash ended the connection.
            PostgresException answer => answer.IsTransient
                || answer.SqlState.StartsWith("57P", StringComparison.Ordinal),
            { } broken => broken.IsTransient,
            null => false,
        };

    public static bool IsUniqueViolation(this DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
