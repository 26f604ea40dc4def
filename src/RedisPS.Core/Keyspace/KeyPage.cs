using System.Collections;

namespace RedisPS.Core.Keyspace;

/// <summary>A page of a walk. It may be empty: then nothing matched for a while, and the walk goes on.</summary>
public sealed class KeyPage : IReadOnlyList<RedisKeyInfo>
{
    private readonly RedisKeyInfo[] _keys;

    internal KeyPage(RedisKeyInfo[] keys, int count, IReadOnlyList<KeyError> errors)
    {
        _keys = keys;
        Count = count;
        Errors = errors;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Keys that could not be asked in full (no permission, ...). Those that need no condition are in the page all the same, with what is known.</summary>
    public IReadOnlyList<KeyError> Errors { get; }

    /// <inheritdoc/>
    public RedisKeyInfo this[int index] => index < Count ? _keys[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <inheritdoc/>
    public IEnumerator<RedisKeyInfo> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) { yield return _keys[i]; }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
