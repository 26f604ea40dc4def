using RedisPS.Client;
using RedisPS.Core.Values;

namespace RedisPS.Core.Rdb;

/// <summary>Makes of a value's parts what reading it from a server gives.</summary>
internal sealed class RdbValueBuilder(RedisValueOptions options) : IRdbValueSink
{
    private readonly int _most = options.MaxItems > 0 ? options.MaxItems : int.MaxValue;
    private readonly List<object?> _elements = [];
    private readonly PriorityQueue<SortedSetMember, (double Score, byte[] Name)> _smallest = new(LargestFirst.Instance);
    private readonly Dictionary<string, object?> _fields = new(StringComparer.Ordinal);
    private readonly Queue<StreamEntry> _entries = new();
    private byte[]? _text;

    public bool WantsMore => _elements.Count < _most && _fields.Count < _most && (options.Newest || _entries.Count < _most);

    public long MostBytes => options.MaxLength > 0 ? options.MaxLength : long.MaxValue;

    public void String(byte[] beginning) => _text = beginning;

    public void Element(byte[] element) => _elements.Add(ValueText.Convert(element, options.As));

    // Written from the greatest to the smallest, asked for from the smallest on: the smallest are kept.
    public void Member(byte[] member, double score)
    {
        SortedSetMember made = new(ValueText.Convert(member, options.As), score);
        if (_smallest.Count < _most) { _smallest.Enqueue(made, (score, member)); }
        else { _ = _smallest.EnqueueDequeue(made, (score, member)); }
    }

    public void Field(byte[] name, byte[] value) => ValueText.Add(_fields, name, ValueText.Convert(value, options.As));

    public void Entry(ulong milliseconds, ulong sequence, List<KeyValuePair<byte[], byte[]>> fields)
    {
        _entries.Enqueue(new StreamEntry($"{milliseconds}-{sequence}", [.. fields.Select(field => KeyValuePair.Create(ValueText.Name(field.Key), ValueText.Convert(field.Value, options.As)))]));
        if (_entries.Count > _most) { _ = _entries.Dequeue(); }
    }

    /// <summary>Completes a value with what was read.</summary>
    public void Complete(RedisValue value, RdbValueFacts facts)
    {
        value.Type = facts.Type;
        value.Length = facts.Length;
        value.IsTruncated = facts.Length > Have(facts.Type);
        value.Value = facts.Type switch
        {
            "string" => Text(value),
            "list" or "set" => _elements.ToArray(),
            "zset" => Sorted(),
            "hash" => _fields,
            "stream" => options.Newest ? _entries.Reverse().ToArray() : _entries.ToArray(),
            _ => null,
        };
        if (facts.Length is null) { value.Hint = $"Values of type {facts.Type} are a module's own and are not shown; restored they are exact."; }
        else if (facts.ExpiringFields > 0) { value.Hint = $"{facts.ExpiringFields} of the fields expire by themselves."; }
    }

    private long Have(string type) => type switch
    {
        "string" => _text?.Length ?? 0,
        "zset" => _smallest.Count,
        "hash" => _fields.Count,
        "stream" => _entries.Count,
        _ => _elements.Count,
    };

    private object? Text(RedisValue value)
    {
        bool cut = value.IsTruncated;
        ReadOnlyMemory<byte> shown = cut && options.As is not (ValueFormat.Hex or ValueFormat.Bytes) ? ValueText.Whole(_text) : _text;
        if (cut && options.As == ValueFormat.Json) { value.Hint = "The text is cut and therefore not read as JSON: ask for more of it (MaxLength)."; }
        return ValueText.Convert(shown, cut && options.As == ValueFormat.Json ? ValueFormat.Auto : options.As);
    }

    private SortedSetMember[] Sorted()
    {
        SortedSetMember[] members = new SortedSetMember[_smallest.Count];
        for (int i = members.Length - 1; i >= 0; i--) { members[i] = _smallest.Dequeue(); }
        return members;
    }

    // The server's own order, turned round: by score, then by the bytes of the name.
    private sealed class LargestFirst : IComparer<(double Score, byte[] Name)>
    {
        public static readonly LargestFirst Instance = new();

        public int Compare((double Score, byte[] Name) x, (double Score, byte[] Name) y) =>
            y.Score.CompareTo(x.Score) is not 0 and int byScore ? byScore : y.Name.AsSpan().SequenceCompareTo(x.Name);
    }
}
