using System.Globalization;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Rdb;
using RedisPS.Core.Values;

namespace RedisPS.Core.Backup;

/// <summary>The keys of a backup, one after the other, with one in memory at a time. Whether the file is whole is known when its end was reached.</summary>
/// <param name="backup">The backup.</param>
/// <param name="query">What is wanted.</param>
public sealed class BackupContent(RedisBackup backup, BackupQuery query) : IDisposable
{
    private readonly Stream _stream = BackupData.Open(backup.Path);
    private readonly Dictionary<int, KeyOrigin> _origins = [];

    /// <summary>Keys looked at so far, wanted or not.</summary>
    public long KeysRead { get; private set; }

    /// <summary>Reads on.</summary>
    /// <param name="cancellationToken">Ends it between two keys.</param>
    /// <returns>A <see cref="RedisKeyInfo"/> or a <see cref="RedisValue"/> for each key that is wanted. Times to live are those at the time of the backup.</returns>
    /// <exception cref="RdbFormatException">The file is damaged; what came before is what it holds up to there.</exception>
    public IEnumerable<object> Read(CancellationToken cancellationToken = default)
    {
        RdbReader reader = new(_stream);
        while (reader.ReadKey())
        {
            cancellationToken.ThrowIfCancellationRequested();
            KeysRead++;
            RdbKey key = reader.Current;
            if ((query.Databases.Count > 0 && !query.Databases.Contains(key.Database)) || !query.Keys.MatchesName(key.Key.Span, serverMatched: false)) { continue; }
            if (query.Values is { } options)
            {
                RedisValue value = reader.ReadValue(options, backup.Name, out _);
                value.TimeToLive = Left(reader, key);
                if (WantsType(value.Type)) { yield return value; }
                continue;
            }

            RdbValueFacts facts = reader.SkipValue();
            if (WantsType(facts.Type)) { yield return Info(reader, key, facts); }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private bool WantsType(string type) => query.Keys.Types.Count == 0 || query.Keys.Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    private RedisKeyInfo Info(RdbReader reader, RdbKey key, RdbValueFacts facts)
    {
        if (!_origins.TryGetValue(key.Database, out KeyOrigin? origin)) { _origins[key.Database] = origin = new KeyOrigin(backup.Name, key.Database, null); }
        RedisKeyInfo info = new(key.Key, origin)
        {
            Type = KeyTypes.Intern(facts.Type),
            Encoding = KeyTypes.Intern(facts.Encoding),
            SerializedValue = facts.SerializedBytes,
            PttlMilliseconds = Left(reader, key) is { } left ? (long)left.TotalMilliseconds : -1,
        };
        if (facts.Length is { } length) { info.LengthValue = length; }
        if (key.ExpiresAtMilliseconds is { } at) { info.ExpiresAtMilliseconds = at; }
        if (key.IdleSeconds is { } idle) { info.IdleSeconds = idle; }
        if (key.Frequency is { } frequency) { info.FrequencyValue = frequency; }
        return info;
    }

    // What was left when the snapshot was taken; of a file of unknown origin, of which the time is written inside.
    private static TimeSpan? Left(RdbReader reader, RdbKey key)
    {
        if (key.ExpiresAtMilliseconds is not { } at) { return null; }
        long taken = reader.Auxiliary.TryGetValue("ctime", out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds * 1000 : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return TimeSpan.FromMilliseconds(Math.Max(0, at - taken));
    }
}
