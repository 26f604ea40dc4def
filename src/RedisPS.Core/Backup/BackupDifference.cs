using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Backup;

/// <summary>One thing in which a server is not what a backup holds.</summary>
public sealed class BackupDifference
{
    private readonly RedisKey? _key;

    internal BackupDifference(DifferenceKind kind, int? database, RedisKey? key, string expected, string found)
    {
        _key = key;
        Kind = kind;
        Database = database;
        Expected = expected;
        Found = found;
    }

    /// <summary>What differs.</summary>
    public DifferenceKind Kind { get; }

    /// <summary>The database; null for what belongs to the whole server.</summary>
    public int? Database { get; }

    /// <summary>The key, readable; null for a count.</summary>
    public string? Key => _key?.ToString();

    /// <summary>What the backup holds.</summary>
    public string Expected { get; }

    /// <summary>What the server has.</summary>
    public string Found { get; }

    /// <summary>The key, to the byte; null for a count.</summary>
    /// <returns>The key.</returns>
    public RedisKey? GetRedisKey() => _key;

    /// <summary>All of it in one line.</summary>
    /// <returns>Where, what, expected and found.</returns>
    public override string ToString()
    {
        string where = Database is { } database ? string.Create(CultureInfo.InvariantCulture, $"database {database}: ") : "";
        return Key is { } key ? $"{where}{key}: {Kind}: {Expected} in the backup, {Found} on the server" : $"{where}{Kind}: {Expected} in the backup, {Found} on the server";
    }
}
