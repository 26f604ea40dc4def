using System.Buffers;
using System.Buffers.Text;

namespace RedisPS.Client;

/// <summary>Collects commands in wire form until they are flushed.</summary>
public sealed class RespWriter : IDisposable
{
    private const int LargestHeader = 24;

    private readonly CommandGuard? _guard;
    private byte[] _buffer;
    private int _count;
    private bool _nameNext;

    internal RespWriter(CommandGuard? guard = null, int capacity = 16 << 10)
    {
        _guard = guard;
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>How many bytes wait to be flushed.</summary>
    public int BufferedBytes => _count;

    /// <summary>The bytes that wait.</summary>
    internal ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(0, _count);

    /// <summary>A whole command in wire form, made once and written often with <see cref="Raw"/>.</summary>
    /// <param name="arguments">The name and its arguments.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Encode(params RedisArgument[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        using RespWriter writer = new(capacity: 256);
        writer.Begin(arguments.Length);
        foreach (RedisArgument argument in arguments) { writer.Argument(argument.Bytes.Span); }
        return writer.Buffered.ToArray();
    }

    /// <summary>Starts a command.</summary>
    /// <param name="argumentCount">How many arguments follow, the command's name among them.</param>
    public void Begin(int argumentCount)
    {
        Header((byte)'*', argumentCount);
        _nameNext = _guard is not null;
    }

    /// <summary>Adds an argument.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="RedisConfigurationException">The client is read-only, and this is the name of a command that may write.</exception>
    public void Argument(ReadOnlySpan<byte> bytes)
    {
        if (_nameNext)
        {
            _nameNext = false;
            _guard!.Check(bytes);
        }

        Header((byte)'$', bytes.Length);
        Reserve(bytes.Length + 2);
        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
        _buffer[_count++] = (byte)'\r';
        _buffer[_count++] = (byte)'\n';
    }

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    public void Argument(RedisKey key) => Argument(key.Span);

    /// <summary>Adds a whole number.</summary>
    /// <param name="value">The number.</param>
    public void Argument(long value)
    {
        Span<byte> digits = stackalloc byte[LargestHeader];
        _ = Utf8Formatter.TryFormat(value, digits, out int length);
        Argument(digits[..length]);
    }

    /// <summary>Adds what is in wire form already.</summary>
    /// <param name="preEncoded">Whole commands.</param>
    public void Raw(ReadOnlySpan<byte> preEncoded)
    {
        _guard?.CheckEncoded(preEncoded);
        Reserve(preEncoded.Length);
        preEncoded.CopyTo(_buffer.AsSpan(_count));
        _count += preEncoded.Length;
    }

    /// <summary>Gives the buffer back. What was not flushed is forgotten.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _count = 0;
        if (buffer.Length > 0) { ArrayPool<byte>.Shared.Return(buffer); }
    }

    /// <summary>Writes a command under the name that the server knows it by.</summary>
    internal void Command(ReadOnlySpan<byte> name, IReadOnlyList<RedisArgument> arguments)
    {
        Begin(arguments.Count + 1);
        _nameNext = false;
        Argument(name);
        for (int i = 0; i < arguments.Count; i++) { Argument(arguments[i].Bytes.Span); }
    }

    /// <summary>Forgets what was flushed.</summary>
    internal void Clear()
    {
        _count = 0;

        // A rare large batch must not keep its memory for good.
        if (_buffer.Length > 4 << 20)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        }
    }

    private void Header(byte prefix, int number)
    {
        Reserve(LargestHeader);
        byte[] buffer = _buffer;
        int at = _count;
        buffer[at++] = prefix;
        if (number < 10) { buffer[at++] = (byte)('0' + number); }
        else
        {
            _ = Utf8Formatter.TryFormat(number, buffer.AsSpan(at), out int length);
            at += length;
        }

        buffer[at++] = (byte)'\r';
        buffer[at++] = (byte)'\n';
        _count = at;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _count >= more) { return; }
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_count + more), (int)Math.Min(_buffer.Length * 2L, Array.MaxLength)));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
