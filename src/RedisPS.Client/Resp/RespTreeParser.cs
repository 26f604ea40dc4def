namespace RedisPS.Client;

/// <summary>
/// Builds one reply after another from bytes that arrive in any portions. What has been consumed is never looked at again, and memory is taken
/// only for what has arrived, whatever a length promises.
/// </summary>
internal sealed class RespTreeParser(RespLimits limits)
{
    private const int SmallBlob = 32 << 10;

    private readonly RespLimits _limits = limits;
    private readonly Frame[] _frames = new Frame[limits.MaxDepth];
    private int _depth;
    private long _elements;
    private RespValue? _attributes;
    private byte[]? _blob;
    private long _blobLength;
    private int _blobFilled;
    private RespType _blobType;

    /// <summary>Whether the parser stands between two replies.</summary>
    public bool AtBoundary => _depth == 0 && _blob is null && _attributes is null;

    /// <summary>Takes what it can from data. True: a reply is complete.</summary>
    public bool TryParse(ReadOnlySpan<byte> data, out int consumed, out RespValue? value)
    {
        consumed = 0;
        value = null;
        while (true)
        {
            RespValue? item;
            if (_blob is not null)
            {
                if (!ContinueBlob(data, ref consumed, out item)) { return false; }
            }
            else if (!TryParseItem(data, ref consumed, out item)) { return false; }

            if (item is not null && Complete(item, out value))
            {
                _elements = 0;
                return true;
            }
        }
    }

    // False: more bytes are needed. True with no item: an aggregate was opened.
    private bool TryParseItem(ReadOnlySpan<byte> data, ref int consumed, out RespValue? item)
    {
        item = null;
        if (!RespFraming.TryReadLine(data[consumed..], _limits, out byte kind, out ReadOnlySpan<byte> line, out int length)) { return false; }
        switch (kind)
        {
            case (byte)'+':
                item = _attributes is null && line.SequenceEqual("OK"u8) ? RespValue.Ok : Take(RespType.SimpleString, line.ToArray());
                break;
            case (byte)'-':
                item = Take(RespType.Error, line.ToArray());
                break;
            case (byte)':':
                item = Take(RespType.Integer, RespFraming.Integer(line));
                break;
            case (byte)'_':
                RespFraming.RequireEmpty(line);
                item = _attributes is null ? RespValue.Null : Take(RespType.Null, 0);
                break;
            case (byte)'#':
                item = Take(RespType.Boolean, RespFraming.Boolean(line));
                break;
            case (byte)',':
                item = Take(RespType.Double, BitConverter.DoubleToInt64Bits(RespFraming.Double(line)));
                break;
            case (byte)'(':
                item = Take(RespType.BigNumber, RespFraming.BigNumber(line).ToArray());
                break;
            case (byte)'$' or (byte)'!' or (byte)'=':
                return TryParseBlob(data, ref consumed, kind, line, length, out item);
            case (byte)'*' or (byte)'~' or (byte)'%' or (byte)'>' or (byte)'|':
                item = Open(kind, line);
                break;
            default:
                throw RespFraming.UnknownKind(kind);
        }

        consumed += length;
        return true;
    }

    private bool TryParseBlob(ReadOnlySpan<byte> data, ref int consumed, byte kind, ReadOnlySpan<byte> line, int header, out RespValue? item)
    {
        item = null;
        long length = RespFraming.BlobLength(kind, line, _limits);
        if (length < 0)
        {
            consumed += header;
            item = _attributes is null ? RespValue.Null : Take(RespType.Null, 0);
            return true;
        }

        RespType type = kind switch { (byte)'$' => RespType.BlobString, (byte)'!' => RespType.Error, _ => RespType.VerbatimString };
        ReadOnlySpan<byte> rest = data[(consumed + header)..];
        if (rest.Length >= length + 2)
        {
            RespFraming.RequireLineEnd(rest[(int)length..]);
            consumed += header + (int)length + 2;
            item = Blob(type, rest[..(int)length].ToArray());
            return true;
        }

        if (length <= SmallBlob) { return false; }

        // A large string is gathered aside, so that the receive buffer need not grow to its size.
        consumed += header;
        _blob = new byte[Math.Min(length, Math.Max(SmallBlob, 2L * rest.Length))];
        _blobLength = length;
        _blobFilled = 0;
        _blobType = type;
        return ContinueBlob(data, ref consumed, out item);
    }

    private bool ContinueBlob(ReadOnlySpan<byte> data, ref int consumed, out RespValue? item)
    {
        item = null;
        ReadOnlySpan<byte> rest = data[consumed..];
        int take = (int)Math.Min(rest.Length, _blobLength - _blobFilled);
        if (_blobFilled + take > _blob!.Length)
        {
            long size = Math.Min(_blobLength, Math.Max(2L * _blob.Length, _blobFilled + take));
            Array.Resize(ref _blob, (int)size);
        }

        rest[..take].CopyTo(_blob.AsSpan(_blobFilled));
        _blobFilled += take;
        consumed += take;
        if (_blobFilled < _blobLength || rest.Length < take + 2) { return false; }
        RespFraming.RequireLineEnd(rest[take..]);
        consumed += 2;
        byte[] bytes = _blob;
        _blob = null;
        item = Blob(_blobType, bytes);
        return true;
    }

    private RespValue Blob(RespType type, byte[] bytes) =>
        Take(type, type == RespType.VerbatimString ? RespFraming.VerbatimText(bytes).ToArray() : bytes);

    private RespValue? Open(byte kind, ReadOnlySpan<byte> line)
    {
        long count = RespFraming.ElementCount(kind, line);
        if (count < 0) { return _attributes is null ? RespValue.Null : Take(RespType.Null, 0); }
        if (kind == (byte)'>' && _depth > 0) { throw new RedisProtocolException("a push stands inside another reply", "an aggregate"); }
        _elements += count;
        if (_elements > _limits.MaxElements)
        {
            throw new RedisProtocolException($"a reply claims more than {_limits.MaxElements} elements", "an aggregate's header");
        }

        RespType type = RespFraming.AggregateType(kind);
        bool attribute = kind == (byte)'|';
        if (count == 0)
        {
            if (attribute) { return null; }
            return Take(type, Array.Empty<RespValue>());
        }

        if (_depth == _frames.Length)
        {
            throw new RedisProtocolException($"a reply nests deeper than {_limits.MaxDepth} levels", "an aggregate's header");
        }

        _frames[_depth++] = new Frame
        {
            Type = type,
            IsAttribute = attribute,
            Wanted = (int)count,
            Items = new RespValue[Math.Min(count, 64)],
            Attributes = _attributes,
        };
        _attributes = null;
        return null;
    }

    private bool Complete(RespValue item, out RespValue? value)
    {
        while (_depth > 0)
        {
            ref Frame frame = ref _frames[_depth - 1];
            if (frame.Count == frame.Items.Length) { Array.Resize(ref frame.Items, Math.Min(frame.Wanted, 2 * frame.Count)); }
            frame.Items[frame.Count++] = item;
            if (frame.Count < frame.Wanted)
            {
                value = null;
                return false;
            }

            Frame done = frame;
            frame = default;
            _depth--;
            if (done.IsAttribute)
            {
                _attributes = new RespValue(RespType.Map, 0, done.Items, null);
                value = null;
                return false;
            }

            item = new RespValue(done.Type, 0, done.Items, done.Attributes);
        }

        value = item;
        return true;
    }

    private RespValue Take(RespType type, long number) => new(type, number, null, TakeAttributes());

    private RespValue Take(RespType type, object payload) => new(type, 0, payload, TakeAttributes());

    private RespValue? TakeAttributes()
    {
        RespValue? attributes = _attributes;
        _attributes = null;
        return attributes;
    }

    private struct Frame
    {
        public RespType Type;
        public bool IsAttribute;
        public int Wanted;
        public int Count;
        public RespValue[] Items;
        public RespValue? Attributes;
    }
}
