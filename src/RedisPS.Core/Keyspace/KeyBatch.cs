using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>The keys of one SCAN page on their way to becoming a <see cref="KeyPage"/>.</summary>
internal sealed class KeyBatch
{
    public KeyBatch(List<RedisKey> names, KeyOrigin origin, string? knownType, WalkPosition after)
    {
        After = after;
        Count = names.Count;
        Keys = new RedisKeyInfo[names.Count];
        for (int i = 0; i < Keys.Length; i++) { Keys[i] = new RedisKeyInfo(names[i], origin) { Type = knownType }; }
    }

    /// <summary>Where the walk is behind this page.</summary>
    public WalkPosition After { get; }

    public RedisKeyInfo[] Keys { get; }

    public int Count { get; }

    public List<KeyError> Errors { get; } = [];

    /// <summary>The commands that were written for these keys.</summary>
    public KeyColumn[] Sent { get; set; } = [];

    public KeyPage ToPage(KeyQuery query)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            RedisKeyInfo key = Keys[i];
            if (key.IsGone || !query.MatchesColumns(key)) { continue; }
            Keys[kept++] = key;
        }

        return new KeyPage(Keys, kept, Errors);
    }
}
