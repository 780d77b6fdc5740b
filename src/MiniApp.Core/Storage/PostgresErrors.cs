using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MiniApp.Core.Storage;

public static class PostgresErrors
{
    /// <summary>Whether the database is away for now: stopped, starting, cut off. What was asked may have been done.</summary>
    public static bool IsDatabaseAway(this Exception failure)
    {
        // Entity Framework wraps what Npgsql says, and sometimes wraps that again.
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is NpgsqlException broken)
                // 57P: an operator or a crash ended the connection. 55000: it lets nobody in.
                return broken.IsTransient || broken is PostgresException { SqlState: ['5', '7', 'P', ..] or "55000" };
        return false;
    }

    internal static bool IsUniqueViolation(this DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
