using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MiniApp.Core.Storage;
using Npgsql;

namespace MiniApp.Core.Tests.Storage;

/// <summary>The schema is written by hand: the model must say the same of every column.</summary>
public sealed class SchemaTests(CoreSystem core) : CoreTest(core)
{
    private sealed record Column(string Type, bool Nullable, bool HasDefault);

    [Fact]
    public async Task Model_EveryMappedColumn_IsInTheSchemaWithItsTypeAndNullability()
    {
        var schema = await ReadSchemaAsync();
        var problems = new List<string>();
        foreach (var (table, property, name) in await MappedColumnsAsync())
        {
            if (!schema.TryGetValue((table, name), out var column))
                problems.Add($"{table}.{name} is mapped and missing");
            else if (column.Type != property.GetColumnType())
                problems.Add($"{table}.{name} is {column.Type}, mapped as {property.GetColumnType()}");
            else if (column.Nullable != property.IsNullable)
                problems.Add($"{table}.{name} nullable: {column.Nullable}, mapped as {property.IsNullable}");
        }
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Schema_RequiredColumnOfAMappedTable_IsMapped()
    {
        var mapped = (await MappedColumnsAsync()).Select(column => (column.Table, column.Name)).ToHashSet();
        var tables = mapped.Select(column => column.Table).ToHashSet();

        var unmapped = (await ReadSchemaAsync())
            .Where(column => tables.Contains(column.Key.Table))
            .Where(column => column.Value is { Nullable: false, HasDefault: false })
            .Select(column => column.Key)
            .Where(key => !mapped.Contains(key));

        Assert.Empty(unmapped);
        Assert.True(tables.Count >= 6, "the model maps fewer tables than it should");
    }

    private async Task<IReadOnlyList<(string Table, IProperty Property, string Name)>> MappedColumnsAsync()
    {
        await using var db = await Node.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        return
        [
            .. db
                .Model.GetEntityTypes()
                .SelectMany(entity =>
                    entity.GetProperties().Select(p => (entity.GetTableName()!, p, p.GetColumnName()))
                )
                // PostgreSQL's own, on every table; information_schema does not list it.
                .Where(column => column.Item3 != "xmin"),
        ];
    }

    private async Task<Dictionary<(string Table, string Name), Column>> ReadSchemaAsync()
    {
        const string sql = """
            select c.table_name, c.column_name, c.is_nullable = 'YES',
                   c.column_default is not null or c.is_identity = 'YES',
                   format_type(a.atttypid, a.atttypmod)
            from information_schema.columns c
            join pg_attribute a on a.attrelid = c.table_name::regclass and a.attname = c.column_name
            where c.table_schema = 'public'
            """;
        await using var command = Node.Get<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new Dictionary<(string, string), Column>();
        while (await reader.ReadAsync())
            columns[(reader.GetString(0), reader.GetString(1))] = new Column(
                reader.GetString(4),
                reader.GetBoolean(2),
                reader.GetBoolean(3)
            );
        return columns;
    }
}
