using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>Takes a DUMP payload apart.</summary>
internal sealed class KeyContentSink : IRdbValueSink
{
    private readonly KeyContent _content = new();
    private readonly StreamContent _stream = new();
    private readonly Dictionary<StreamId, (long At, long Times)> _pending = [];
    private StreamGroup _group = new();
    private StreamId _pendingId;
    private long _deliveredAt;
    private byte[] _consumer = [];
    private bool _isMore;

    public bool WantsMore => true;

    public long MostBytes => long.MaxValue;

    /// <summary>The parts of a value; as a whole where it is a module's, of a kind that is not known, or has what no command brings back.</summary>
    public static KeyContent Read(byte[] payload)
    {
        string type = DumpPayload.TypeOf(payload);
        if (payload.Length <= RdbPayload.FooterBytes || payload[0] == (byte)RdbTypeCode.Module) { return new KeyContent { Type = type, Dump = payload }; }
        KeyContentSink sink = new();
        try
        {
            RdbInput input = new(new MemoryStream(payload, 1, payload.Length - 1 - RdbPayload.FooterBytes));
            RdbValueFacts facts = new RdbValueWalker(input).Walk((RdbTypeCode)payload[0], sink);
            if (sink._isMore) { return new KeyContent { Type = type, Dump = payload }; }
            sink._content.Type = facts.Type;
            if (facts.Type == "stream") { sink._content.Stream = sink._stream; }
            return sink._content;
        }
        catch (RdbFormatException) { return new KeyContent { Type = type, Dump = payload }; }
    }

    public void String(byte[] beginning) => _content.Text = beginning;

    public void Element(byte[] element) => _content.Elements.Add(element);

    public void Member(byte[] member, double score) => _content.Members.Add((member, score));

    public void Field(byte[] name, byte[] value) => _content.Fields.Add((name, value, null));

    public void ExpiringField(byte[] name, byte[] value, long expiresAt) => _content.Fields.Add((name, value, expiresAt));

    public void Entry(ulong milliseconds, ulong sequence, List<KeyValuePair<byte[], byte[]>> fields) => _stream.Entries.Add((new StreamId(milliseconds, sequence), fields));

    public void StreamFact(StreamPart part, byte[] bytes, long number)
    {
        switch (part)
        {
            case StreamPart.LastId:
                _stream.LastId = StreamId.From(bytes);
                break;
            case StreamPart.MaxDeletedId:
                _stream.MaxDeletedId = StreamId.From(bytes);
                break;
            case StreamPart.EntriesAdded:
                _stream.EntriesAdded = number;
                break;
            case StreamPart.Group:
                _pending.Clear();
                _group = new StreamGroup { Name = bytes };
                _stream.Groups.Add(_group);
                break;
            case StreamPart.GroupLastId:
                _group.LastDeliveredId = StreamId.From(bytes);
                break;
            case StreamPart.EntriesRead:
                _group.EntriesRead = number < 0 ? null : number;
                break;
            case StreamPart.Pending:
                (_pendingId, _deliveredAt) = (StreamId.From(bytes), number);
                break;
            case StreamPart.Deliveries:
                _pending[_pendingId] = (_deliveredAt, number);
                break;
            case StreamPart.Consumer:
                _consumer = bytes;
                _group.Consumers.Add(bytes);
                break;
            case StreamPart.HandedBack or StreamPart.Producer:
                // No command sets these.
                _isMore = true;
                break;
            case StreamPart.Owned:
                StreamId id = StreamId.From(bytes);
                (long at, long times) = _pending.GetValueOrDefault(id);
                _group.Pending.Add(new StreamPending(id, _consumer, at, times));
                break;
        }
    }
}
