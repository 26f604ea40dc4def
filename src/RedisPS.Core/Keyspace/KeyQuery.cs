using System.Text.RegularExpressions;

namespace RedisPS.Core.Keyspace;

/// <summary>Which keys are wanted, and what about them. All conditions must hold.</summary>
public sealed record KeyQuery
{
    private PatternSet _patterns = new([]);
    private PatternSet _excluded = new([]);

    /// <summary>Keys that match any of these; empty: every key. One pattern goes to the server, several are matched here in one pass.</summary>
    public IReadOnlyList<KeyPattern> Patterns
    {
        get => _patterns.Patterns;
        init => _patterns = new PatternSet(value);
    }

    /// <summary>Keys that match any of these are left out.</summary>
    public IReadOnlyList<KeyPattern> Exclude
    {
        get => _excluded.Patterns;
        init => _excluded = new PatternSet(value);
    }

    /// <summary>Keys that begin with exactly these bytes, and match the patterns besides; null: no such condition.</summary>
    public Client.RedisKey? NamePrefix { get; init; }

    /// <summary>Keys whose text (RedisKeyInfo.Key) matches this expression; null: no such condition.</summary>
    public Regex? Regex { get; init; }

    /// <summary>Keys of any of these types, in the server's words (string, list, set, zset, hash, stream, module names); empty: every type.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>What to ask about each key. Conditions ask for the columns they need by themselves.</summary>
    public KeyColumns Columns { get; init; }

    /// <summary>Only keys that never expire.</summary>
    public bool NoExpiry { get; init; }

    /// <summary>Only keys that expire within this time.</summary>
    public TimeSpan? ExpiringWithin { get; init; }

    /// <summary>Only keys that expire, but not within this time.</summary>
    public TimeSpan? ExpiringAfter { get; init; }

    /// <summary>Only keys that nobody used for longer than this. Under an LFU policy the server does not know, and the walk refuses.</summary>
    public TimeSpan? IdleLongerThan { get; init; }

    /// <summary>Only keys that take more memory than this, in bytes.</summary>
    public long? LargerThan { get; init; }

    /// <summary>Only keys with more elements (or bytes, for strings) than this.</summary>
    public long? LongerThan { get; init; }

    /// <summary>How many keys SCAN looks at in one go; null: 1000 near by, 5000 where a PING takes half a millisecond or more.</summary>
    public int? ScanCount { get; init; }

    /// <summary>How many elements of a collection MEMORY USAGE looks at; null: the server's default of five; 0: all, which can block the server.</summary>
    public int? MemorySamples { get; init; }

    /// <summary>Stop after the server has named this many keys, matching or not: a sample. Null: walk everything.</summary>
    public long? SampleSize { get; init; }

    /// <summary>Where to go on with an earlier walk (<see cref="KeyWalk.Cursor"/>) of the same server process; 0: from the start.</summary>
    public ulong StartCursor { get; init; }

    /// <summary>Suppress the duplicates that SCAN gives when the server's table shrinks meanwhile.</summary>
    public bool Unique { get; init; } = true;

    /// <summary>The columns that this query needs, asked for or not.</summary>
    public KeyColumns NeededColumns
    {
        get
        {
            KeyColumns needed = Columns;
            if (NoExpiry || ExpiringWithin is not null || ExpiringAfter is not null) { needed |= KeyColumns.TimeToLive; }
            if (IdleLongerThan is not null) { needed |= KeyColumns.IdleTime; }
            if (LargerThan is not null) { needed |= KeyColumns.Memory; }
            if (LongerThan is not null) { needed |= KeyColumns.Length; }
            if (Types.Count > 0 || needed.HasFlag(KeyColumns.Length)) { needed |= KeyColumns.Type; }
            if (needed.HasFlag(KeyColumns.ExactExpiry)) { needed |= KeyColumns.TimeToLive; }
            return needed;
        }
    }

    /// <summary>Whether names alone decide and nothing else is asked, so that <see cref="KeyWalk.NextNamesAsync"/> can be used.</summary>
    public bool NamesDecide => NeededColumns == KeyColumns.None;

    /// <summary>Whether a name passes the conditions on names.</summary>
    internal bool MatchesName(ReadOnlySpan<byte> name, bool serverMatched)
    {
        if (!serverMatched && !_patterns.IsEmpty && !_patterns.Matches(name)) { return false; }
        if (NamePrefix is { } prefix && !name.StartsWith(prefix.Span)) { return false; }
        if (_excluded.Matches(name)) { return false; }
        return Regex is null || Regex.IsMatch(Client.RedisKey.FromSpan(name).ToString());
    }

    /// <summary>Whether a key passes the conditions on columns. A key that could not be asked does not pass a condition on what is not known.</summary>
    internal bool MatchesColumns(RedisKeyInfo key)
    {
        if (Types.Count > 0 && !MatchesType(key.Type)) { return false; }
        if (NoExpiry && key.HasExpiry != false) { return false; }
        if (ExpiringWithin is { } within && !(key.TimeToLive <= within)) { return false; }
        if (ExpiringAfter is { } after && !(key.TimeToLive > after)) { return false; }
        if (IdleLongerThan is { } idle && !(key.IdleTime > idle)) { return false; }
        if (LargerThan is { } bytes && !(key.MemoryBytes > bytes)) { return false; }
        return !(LongerThan is { } length && !(key.Length > length));
    }

    private bool MatchesType(string? type)
    {
        for (int i = 0; i < Types.Count; i++)
        {
            if (Types[i].Equals(type, StringComparison.OrdinalIgnoreCase)) { return true; }
        }

        return false;
    }
}
