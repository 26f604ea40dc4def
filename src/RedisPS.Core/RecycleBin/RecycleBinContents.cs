using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>The keys of a recycled operation.</summary>
public static class RecycleBinContents
{
    /// <summary>Reads the keys that match.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="patterns">Redis patterns.</param>
    /// <returns>The keys, in the order in which they were removed.</returns>
    /// <exception cref="TransferException">The journal cannot be read. Of one that is damaged further on, the keys before that are given.</exception>
    public static IEnumerable<RecycledKey> Keys(RecycledOperation operation, IReadOnlyList<KeyPattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(operation);
        KeyQuery query = new() { Patterns = patterns };
        using RecycleReader reader = new(operation.Path);
        while (reader.Read())
        {
            if (!query.MatchesName(reader.Current.Key.Span, serverMatched: false)) { continue; }
            yield return new RecycledKey(reader.Current.Key)
            {
                Type = reader.Current.Type,
                Bytes = reader.Current.Bytes,
                ExpiresAt = reader.Current.ExpiresAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(at, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())) : null,
                Database = reader.Current.Database,
                Server = operation.Server,
                OperationId = operation.OperationId,
                RemovedAt = operation.RemovedAt,
                RecyclePath = operation.RecyclePath,
            };
        }
    }

    /// <summary>Prepares to bring keys back.</summary>
    /// <param name="operation">The operation that removed them.</param>
    /// <param name="client">The server.</param>
    /// <param name="connectionName">The connection's name, or null.</param>
    /// <param name="options">Which keys, and how.</param>
    /// <returns>What counts and does it.</returns>
    public static KeyImport Restore(RecycledOperation operation, RedisClient client, string? connectionName, KeyImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return new KeyImport(client, connectionName, "Restore", $"the recycle bin ({operation.OperationId})", () => new RecycleReader(operation.Path), options);
    }
}
