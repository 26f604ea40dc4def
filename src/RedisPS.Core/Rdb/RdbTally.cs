using System.Globalization;
using System.Runtime.InteropServices;

namespace RedisPS.Core.Rdb;

/// <summary>What an RDB holds, counted while it is read from its first byte to its last.</summary>
public sealed class RdbTally
{
    // The announced count is written with 32 bits by servers before 7.4.
    private const long MostAnnounced = uint.MaxValue;
    private const int KeysPerReport = 1000;

    private RdbTally()
    {
    }

    /// <summary>How many keys.</summary>
    public long Keys { get; private set; }

    /// <summary>How many of them expire.</summary>
    public long ExpiringKeys { get; private set; }

    /// <summary>Keys by database.</summary>
    public IReadOnlyDictionary<int, long> KeysByDatabase { get; private set; } = new SortedDictionary<int, long>();

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> KeysByType { get; private set; } = new SortedDictionary<string, long>();

    /// <summary>The format's version.</summary>
    public int Version { get; private set; }

    /// <summary>What the checksum says.</summary>
    public RdbChecksum Checksum { get; private set; }

    /// <summary>The RDB's length in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many function libraries.</summary>
    public int Functions { get; private set; }

    /// <summary>The fields that describe the file: redis-ver, ctime, repl-id and others.</summary>
    public IReadOnlyDictionary<string, string> Auxiliary { get; private set; } = new Dictionary<string, string>();

    /// <summary>The modules whose data is inside.</summary>
    public IReadOnlyCollection<string> Modules { get; private set; } = [];

    /// <summary>Whether something follows the end, as in an append-only file that begins with an RDB.</summary>
    public bool HasTail { get; private set; }

    /// <summary>Reads an RDB to its end. Blocks as long as that takes.</summary>
    /// <param name="stream">The RDB, uncompressed.</param>
    /// <param name="progress">Told now and then how many bytes were read.</param>
    /// <param name="cancellationToken">Ends it between two keys.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="RdbFormatException">The RDB is damaged, or holds another number of keys than it announces.</exception>
    public static RdbTally Read(Stream stream, Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        RdbReader reader = new(stream) { NamesAreWanted = false };
        RdbTally tally = new() { Version = reader.Version };
        Dictionary<int, long> byDatabase = [];
        Dictionary<string, long> byType = new(StringComparer.Ordinal);
        while (reader.ReadKey())
        {
            RdbKey key = reader.Current;
            RdbValueFacts facts = reader.SkipValue();
            tally.Keys++;
            if (key.ExpiresAtMilliseconds is not null) { tally.ExpiringKeys++; }
            CollectionsMarshal.GetValueRefOrAddDefault(byDatabase, key.Database, out _)++;
            CollectionsMarshal.GetValueRefOrAddDefault(byType, facts.Type, out _)++;
            if (tally.Keys % KeysPerReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Invoke(reader.Position);
            }
        }

        tally.KeysByDatabase = new SortedDictionary<int, long>(byDatabase);
        tally.KeysByType = new SortedDictionary<string, long>(byType, StringComparer.Ordinal);
        tally.Checksum = reader.Checksum;
        tally.Bytes = reader.Position;
        tally.Functions = reader.Functions.Count;
        tally.Auxiliary = reader.Auxiliary;
        tally.Modules = reader.Modules;
        tally.HasTail = reader.HasMore();
        tally.CompareWith(reader.Announced);
        return tally;
    }

    private void CompareWith(IReadOnlyDictionary<int, (long Keys, long Expiring)> announced)
    {
        foreach ((int database, (long keys, _)) in announced)
        {
            long found = KeysByDatabase.GetValueOrDefault(database);
            if (keys < MostAnnounced && keys != found)
            {
                throw new RdbFormatException(string.Create(CultureInfo.InvariantCulture, $"Database {database} announces {keys:N0} keys and holds {found:N0}"), Bytes);
            }
        }
    }
}
