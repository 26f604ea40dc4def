using System.Globalization;
using System.Runtime.InteropServices;

namespace RedisPS.Core.Backup;

/// <summary>What restoring keys would do, counted before anything is changed.</summary>
public sealed class KeyRestorePlan
{
    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);

    private readonly string _action;

    internal KeyRestorePlan(string action, string source, string server, RestoreConflict conflict)
    {
        _action = action;
        Source = source;
        Server = server;
        Conflict = conflict;
    }

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>Where to.</summary>
    public string Server { get; }

    /// <summary>What happens to a key that is there already.</summary>
    public RestoreConflict Conflict { get; }

    /// <summary>Keys of the backup that are wanted.</summary>
    public long Matched { get; private set; }

    /// <summary>Of those, keys whose time was up since the backup: they are not restored.</summary>
    public long Expired { get; private set; }

    /// <summary>Of those that are not, keys that are there already.</summary>
    public long Existing { get; internal set; }

    /// <summary>Bytes of the values in the backup.</summary>
    public long Bytes { get; private set; }

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> Types => new SortedDictionary<string, long>(_types, StringComparer.Ordinal);

    /// <summary>How many keys would be written.</summary>
    public long Written => Matched - Expired - (Conflict == RestoreConflict.Replace ? 0 : Existing);

    /// <summary>The question in one text.</summary>
    /// <returns>Counts, types, bytes, source, target, and what happens to keys that are there.</returns>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string types = Types.Count == 0 ? "" : $" ({string.Join(", ", Types.Select(pair => string.Create(culture, $"{pair.Value:N0} {pair.Key}")))})";
        string existing = (Existing, Conflict) switch
        {
            (0, _) => "none of them is there",
            (_, RestoreConflict.Replace) => string.Create(culture, $"{Existing:N0} that are there are REPLACED"),
            (_, RestoreConflict.Skip) => string.Create(culture, $"{Existing:N0} that are there stay as they are"),
            _ => string.Create(culture, $"{Existing:N0} are there, so nothing is written"),
        };
        string expired = Expired == 0 ? "" : string.Create(culture, $"; {Expired:N0} have expired since and are left out");
        return string.Create(culture, $"{_action} {Matched:N0} keys{types}, {ByteSize.Format(Bytes)}, from {Source} to {Server}: {existing}{expired}");
    }

    internal void Add(string type, long bytes, bool expired)
    {
        Matched++;
        Bytes += bytes;
        CollectionsMarshal.GetValueRefOrAddDefault(_types, type, out _)++;
        if (expired) { Expired++; }
    }
}
