using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>How the new name follows from the old: one given name, the same name, or a prefix replaced by another, byte by byte.</summary>
internal sealed class TargetName
{
    private const int MostSamples = 5;

    private readonly RedisKey? _name;
    private readonly byte[]? _from;
    private readonly byte[] _to = [];

    private TargetName(RedisKey? name, byte[]? from, byte[] to) => (_name, _from, _to) = (name, from, to);

    public static TargetName Same { get; } = new(null, null, []);

    public byte[]? From => _from;

    public byte[] To => _to;

    public bool IsPrefix => _from is not null;

    public bool IsSame => _name is null && _from is null;

    public static TargetName Fixed(RedisKey name) => new(name, null, []);

    public static TargetName Prefix(RedisKey from, RedisKey to) => from == to
        ? throw new RedisConfigurationException("The old prefix and the new one are the same.")
        : new TargetName(null, from.ToArray(), to.ToArray());

    /// <summary>The new name; null when the old one does not begin with the prefix.</summary>
    public RedisKey? For(RedisKey key)
    {
        if (_name is { } name) { return name; }
        if (_from is null) { return key; }
        if (!key.Span.StartsWith(_from)) { return null; }
        byte[] target = new byte[_to.Length + key.Length - _from.Length];
        _to.CopyTo(target, 0);
        key.Span[_from.Length..].CopyTo(target.AsSpan(_to.Length));
        return new RedisKey(target);
    }

    /// <summary>Refuses a plan in which a new name is an old name of the plan too, or (unless it may be overwritten) of any other key.</summary>
    public async Task CheckAsync(RedisClient client, RedisClient target, KeyPlan plan, bool force, CancellationToken cancellationToken)
    {
        if (!IsPrefix) { return; }
        List<RedisKey> taken = [];
        long count = 0;
        if (ReferenceEquals(client, target) && _to.AsSpan().StartsWith(_from) | _from.AsSpan().StartsWith(_to))
        {
            // Only then can a new name begin with the old prefix. The old names are kept as 128-bit hashes, which is enough to refuse.
            HashSet<UInt128> targets = [];
            foreach (PlannedKey key in plan.Keys)
            {
                if (For(key.Key) is { } name && name.Span.StartsWith(_from)) { _ = targets.Add(Hash(name)); }
            }

            foreach (PlannedKey key in plan.Keys)
            {
                if (targets.Contains(Hash(key.Key))) { Note(key.Key); }
            }

            if (count > 0) { throw Refused("are to be renamed or copied themselves, so the prefixes overlap"); }
        }

        if (force) { return; }
        if (await TakenAsync(target, plan, false, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            (count, taken) = (existing.Count, [.. existing.Samples]);
            throw Refused("exist already; use -Force to overwrite them");
        }

        void Note(RedisKey key)
        {
            count++;
            if (taken.Count < MostSamples) { taken.Add(key); }
        }

        RedisConfigurationException Refused(string why) =>
            new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Nothing was changed: {count:N0} of the new names {why} (e.g. {string.Join(", ", taken)})."));
    }

    /// <summary>Which of a plan's new names are taken; null: none.</summary>
    public async Task<TakenNames?> TakenAsync(RedisClient target, KeyPlan plan, bool overwritten, CancellationToken cancellationToken)
    {
        List<RedisKey> samples = [];
        long count = 0;
        foreach (RedisKey[] names in plan.Keys.Select(key => For(key.Key)).Where(name => name is not null).Select(name => name!.Value).Chunk(5000))
        {
            bool[] exists = await KeyLookup.ExistsAsync(target, names, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < names.Length; i++)
            {
                if (!exists[i]) { continue; }
                count++;
                if (samples.Count < MostSamples) { samples.Add(names[i]); }
            }
        }

        return count == 0 ? null : new TakenNames(count, samples, overwritten);
    }

    private static UInt128 Hash(RedisKey key) => new(key.Hash64(1), key.Hash64(2));
}
