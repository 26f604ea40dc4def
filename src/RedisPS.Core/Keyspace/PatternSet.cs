using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Patterns of which any may match. Names that were piped in may be a million, as patterns: each name is then looked up once, and not
/// compared with all.
/// </summary>
internal sealed class PatternSet
{
    private const int FewPatterns = 16;

    private readonly HashSet<RedisKey> _literals = [];
    private readonly IReadOnlyList<KeyPattern> _compared;

    public PatternSet(IReadOnlyList<KeyPattern> patterns)
    {
        Patterns = patterns;
        _compared = patterns;
        if (patterns.Count < FewPatterns) { return; }
        _compared = [.. patterns.Where(pattern => pattern.LiteralKey is null)];
        _literals = [.. patterns.Select(pattern => pattern.LiteralKey).OfType<RedisKey>()];
    }

    public IReadOnlyList<KeyPattern> Patterns { get; }

    public bool IsEmpty => Patterns.Count == 0;

    /// <summary>Whether a name matches any.</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (_literals.Count > 0 && _literals.Contains(RedisKey.FromSpan(name))) { return true; }
        for (int i = 0; i < _compared.Count; i++)
        {
            if (_compared[i].IsMatch(name)) { return true; }
        }

        return false;
    }
}
