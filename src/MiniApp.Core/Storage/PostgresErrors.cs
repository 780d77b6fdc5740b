using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MiniApp.Core.Storage;

internal static class PostgresErrors
{
    public static bool IsUniqueViolation(this DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
