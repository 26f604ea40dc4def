using System.Buffers;
using System.Net.Sockets;

namespace RedisPS.Client;

/// <summary>
/// Reads replies from a connection of one's own, without a tree of objects where none is needed. One caller at a time.
/// After an exception other than <see cref="RedisServerException"/> the connection is of no further use.
/// </summary>
public sealed partial class RespReader
{
    private const int InitialBuffer = 128 << 10;
    private const int LeastSpace = 16 << 10;
    private const int PollMicroseconds = 5000;
    private const int MostPollsLeftOut = 64;

    private readonly Stream _stream;
    private readonly RespLimits _limits;
    private readonly StreamWatch _watch;
    private readonly RespTreeParser _parser;
    private readonly RespTreeParser _asideParser;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    private int _start;
    private int _end;
    private Task<int>? _pendingRead;
    private bool _inAside;
    private bool _readInFlight;
    private int _pollsToLeaveOut;
    private int _pollsLeftOutLast;

    internal RespReader(Stream stream, RespLimits limits, StreamWatch watch)
    {
        _stream = stream;
        _limits = limits;
        _watch = watch;
        _parser = new RespTreeParser(limits);
        _asideParser = new RespTreeParser(limits);
    }

    /// <summary>
    /// The socket to wait on for a moment before a read goes asynchronous; null: never wait. A server close by answers within that moment, and
    /// a wait in the kernel costs a tenth of a trip through the thread pool. Not for TLS, whose stream may hold bytes that the socket no longer has.
    /// </summary>
    internal Socket? Pollable { get; set; }

    /// <summary>Bytes that have arrived and are not read yet.</summary>
    public int BufferedBytes => _end - _start;

    /// <summary>Bytes received so far.</summary>
    internal long ReceivedBytes { get; private set; }

    /// <summary>What has arrived and is not read yet; for telling which other protocol is spoken.</summary>
    internal ReadOnlySpan<byte> Peek => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads one reply that is not an aggregate, if it is complete in the buffer. Errors come as scalars of type Error.</summary>
    /// <param name="scalar">The reply; its bytes are valid until the next <see cref="FillAsync"/>.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="RedisProtocolException">The bytes break the protocol, or the reply is an aggregate.</exception>
    public bool TryReadScalar(out RespScalar scalar)
    {
        while (true)
        {
            ReadOnlySpan<byte> data = _buffer.AsSpan(_start, _end - _start);
            if (!_inAside && TryReadPlain(data, out scalar)) { return true; }
            scalar = default;
            if (_inAside || (data.Length > 0 && data[0] is (byte)'|' or (byte)'>'))
            {
                if (!SkipAside()) { return false; }
                continue;
            }

            if (!RespFraming.TryReadLine(data, _limits, out byte kind, out ReadOnlySpan<byte> line, out int length)) { return false; }
            switch (kind)
            {
                case (byte)':':
                    scalar = new RespScalar(RespType.Integer, RespFraming.Integer(line), default);
                    break;
                case (byte)'+':
                    scalar = new RespScalar(RespType.SimpleString, 0, line);
                    break;
                case (byte)'-':
                    scalar = new RespScalar(RespType.Error, 0, line);
                    break;
                case (byte)'_':
                    RespFraming.RequireEmpty(line);
                    scalar = new RespScalar(RespType.Null, 0, default);
                    break;
                case (byte)'#':
                    scalar = new RespScalar(RespType.Boolean, RespFraming.Boolean(line), default);
                    break;
                case (byte)',':
                    _ = RespFraming.Double(line);
                    scalar = new RespScalar(RespType.Double, 0, line);
                    break;
                case (byte)'(':
                    scalar = new RespScalar(RespType.BigNumber, 0, RespFraming.BigNumber(line));
                    break;
                case (byte)'$' or (byte)'!' or (byte)'=':
                    long size = RespFraming.BlobLength(kind, line, _limits);
                    if (size < 0)
                    {
                        scalar = new RespScalar(RespType.Null, 0, default);
                        break;
                    }

                    if (data.Length - length < size + 2) { return false; }
                    ReadOnlySpan<byte> blob = data.Slice(length, (int)size);
                    RespFraming.RequireLineEnd(data[(length + (int)size)..]);
                    length += (int)size + 2;
                    scalar = kind switch
                    {
                        (byte)'$' => new RespScalar(RespType.BlobString, 0, blob),
                        (byte)'!' => new RespScalar(RespType.Error, 0, blob),
                        _ => new RespScalar(RespType.VerbatimString, 0, RespFraming.VerbatimText(blob)),
                    };
                    break;
                case (byte)'*' when RespFraming.ElementCount(kind, line) < 0:
                    scalar = new RespScalar(RespType.Null, 0, default);
                    break;
                default:
                    throw new RedisProtocolException("expected a single value, got an aggregate", RespFraming.AggregateType(kind).ToString());
            }

            _start += length;
            return true;
        }
    }

    /// <summary>
    /// Reads the header of an aggregate, if it is complete in the buffer; its elements follow. When something else comes
    /// (an error, a single value), count is -1 and nothing but a null array is consumed: read it with <see cref="TryReadScalar"/>.
    /// </summary>
    /// <param name="type">The aggregate's type; Null for a null array; the type found when it is no aggregate.</param>
    /// <param name="count">How many elements follow (a map: keys and values together), or -1.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="RedisProtocolException">The bytes break the protocol.</exception>
    public bool TryReadAggregateHeader(out RespType type, out long count)
    {
        type = RespType.Null;
        count = -1;
        while (true)
        {
            ReadOnlySpan<byte> data = _buffer.AsSpan(_start, _end - _start);
            if (_inAside || (data.Length > 0 && data[0] is (byte)'|' or (byte)'>'))
            {
                if (!SkipAside()) { return false; }
                continue;
            }

            if (!RespFraming.TryReadLine(data, _limits, out byte kind, out ReadOnlySpan<byte> line, out int length)) { return false; }
            switch (kind)
            {
                case (byte)'*' or (byte)'~' or (byte)'%':
                    count = RespFraming.ElementCount(kind, line);
                    type = count < 0 ? RespType.Null : RespFraming.AggregateType(kind);
                    _start += length;
                    if (count > _limits.MaxElements)
                    {
                        throw new RedisProtocolException($"a reply claims more than {_limits.MaxElements} elements", "an aggregate's header");
                    }

                    return true;
                case (byte)'_':
                    RespFraming.RequireEmpty(line);
                    _start += length;
                    return true;
                default:
                    type = kind switch
                    {
                        (byte)'-' or (byte)'!' => RespType.Error,
                        (byte)'+' => RespType.SimpleString,
                        (byte)':' => RespType.Integer,
                        (byte)',' => RespType.Double,
                        (byte)'#' => RespType.Boolean,
                        (byte)'(' => RespType.BigNumber,
                        (byte)'=' => RespType.VerbatimString,
                        _ => RespType.BlobString,
                    };
                    return true;
            }
        }
    }

    /// <summary>Waits until more bytes have arrived. Completes at once when they are there already.</summary>
    /// <param name="cancellationToken">Ends the wait; the connection is then of no further use over TLS.</param>
    /// <returns>A task that is done when bytes have arrived.</returns>
    /// <exception cref="RedisTimeoutException">Not one byte arrived within the operation timeout.</exception>
    /// <exception cref="RedisConnectionException">The connection was closed or failed.</exception>
    public ValueTask FillAsync(CancellationToken cancellationToken = default)
    {
        if (_pendingRead is { } pending)
        {
            return FillSlowAsync(new ValueTask<int>(pending.WaitAsync(cancellationToken)));
        }

        ValueTask<int> read;
        Memory<byte> space = MakeSpace();
        if (Pollable is not null) { WaitAMoment(Pollable); }
        try { read = _stream.ReadAsync(space, cancellationToken); }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { throw _watch.Closed(e); }
        if (!read.IsCompletedSuccessfully)
        {
            _readInFlight = true;
            return FillSlowAsync(read);
        }

        Accept(read.Result);
        return default;
    }

    /// <summary>Reads a whole reply as a tree. Error replies come as values of type Error, pushes as values of type Push.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The reply.</returns>
    public ValueTask<RespValue> ReadAsync(CancellationToken cancellationToken = default) =>
        TryRead(out RespValue? value) ? new ValueTask<RespValue>(value!) : ReadSlowAsync(cancellationToken);

    /// <summary>Reads a whole reply if it is complete in the buffer.</summary>
    internal bool TryRead(out RespValue? value)
    {
        value = null;
        if (_start == _end) { return false; }
        bool complete = _parser.TryParse(_buffer.AsSpan(_start, _end - _start), out int consumed, out value);
        _start += consumed;
        return complete;
    }

    /// <summary>Starts reading ahead if nothing is under way, so that a sender can wait for either direction.</summary>
    internal Task? StartReadAhead(int bound)
    {
        if (_pendingRead is { IsCompleted: true } && _end - _start < bound)
        {
            int count = _pendingRead.GetAwaiter().GetResult();
            _pendingRead = null;
            Accept(count);
        }

        if (_pendingRead is null && _end - _start < bound)
        {
            _pendingRead = _stream.ReadAsync(MakeSpace(), CancellationToken.None).AsTask();
        }

        return _pendingRead is { IsCompleted: false } ? _pendingRead : null;
    }

    /// <summary>Gives the buffer back, unless a read may still write to it: then it is left to the garbage collector.</summary>
    internal void Release()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0 && !_readInFlight && (_pendingRead is null || _pendingRead.IsCompleted)) { ArrayPool<byte>.Shared.Return(buffer); }
    }

    // Short numbers and statuses, which is what columns of metadata are made of, by hand; all else falls through to the full rules.
    private bool TryReadPlain(ReadOnlySpan<byte> data, out RespScalar scalar)
    {
        scalar = default;
        if (data.Length < 4) { return false; }
        if (data[0] == (byte)':')
        {
            bool negative = data[1] == (byte)'-';
            int first = negative ? 2 : 1;
            int at = first;
            long number = 0;
            while (at < data.Length && at < 18)
            {
                int digit = data[at] - '0';
                if ((uint)digit > 9) { break; }
                number = (10 * number) + digit;
                at++;
            }

            if (at == first || at + 1 >= data.Length || data[at] != (byte)'\r' || data[at + 1] != (byte)'\n') { return false; }
            scalar = new RespScalar(RespType.Integer, negative ? -number : number, default);
            _start += at + 2;
            return true;
        }

        if (data[0] == (byte)'+')
        {
            int end = data[..Math.Min(data.Length, 64)].IndexOf((byte)'\r');
            if (end < 0 || end + 1 >= data.Length || data[end + 1] != (byte)'\n') { return false; }
            scalar = new RespScalar(RespType.SimpleString, 0, data[1..end]);
            _start += end + 2;
            return true;
        }

        return false;
    }

    // A server that is further away than a moment is polled ever more seldom.
    private void WaitAMoment(Socket socket)
    {
        if (_pollsToLeaveOut > 0)
        {
            _pollsToLeaveOut--;
            return;
        }

        try
        {
            _pollsLeftOutLast = socket.Poll(PollMicroseconds, SelectMode.SelectRead) ? 0 : Math.Min(MostPollsLeftOut, (2 * _pollsLeftOutLast) + 1);
            _pollsToLeaveOut = _pollsLeftOutLast;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { throw _watch.Closed(e); }
    }

    private async ValueTask FillSlowAsync(ValueTask<int> read)
    {
        int count;
        _watch.Arm();
        try { count = await read.ConfigureAwait(false); }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { throw _watch.Closed(e); }
        finally
        {
            _watch.Disarm();
            _readInFlight = false;
        }

        _pendingRead = null;
        Accept(count);
    }

    private async ValueTask<RespValue> ReadSlowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            if (TryRead(out RespValue? value)) { return value!; }
        }
    }

    // Attributes and pushes between replies are no business of the hot path.
    private bool SkipAside()
    {
        ReadOnlySpan<byte> data = _buffer.AsSpan(_start, _end - _start);
        if (!_inAside && data[0] == (byte)'|')
        {
            if (!RespFraming.TryReadLine(data, _limits, out _, out _, out _)) { return false; }
            _inAside = true;

            // An attribute has the form of a map; read as one, it is complete by itself.
            _buffer[_start] = (byte)'%';
            data = _buffer.AsSpan(_start, _end - _start);
        }

        _inAside = true;
        bool complete = _asideParser.TryParse(data, out int consumed, out _);
        _start += consumed;
        _inAside = !complete;
        return complete;
    }

    private Memory<byte> MakeSpace()
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        if (_start == _end)
        {
            _start = _end = 0;
            if (_buffer.Length > 32 * InitialBuffer)
            {
                // Grown for one huge reply: back to normal.
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
            }
        }
        else if (_buffer.Length - _end < LeastSpace)
        {
            int used = _end - _start;
            byte[] target = used <= _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent((int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
            Buffer.BlockCopy(_buffer, _start, target, 0, used);
            if (!ReferenceEquals(target, _buffer))
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = target;
            }

            _start = 0;
            _end = used;
        }

        return _buffer.AsMemory(_end);
    }

    private void Accept(int count)
    {
        if (count == 0) { throw _watch.Closed(null); }
        _end += count;
        ReceivedBytes += count;
    }
}
