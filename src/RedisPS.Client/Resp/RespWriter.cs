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
    private GuardStep _guardStep;
    private string _guardedName = "";
    private int _commandStart;

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
        _commandStart = _count;
        Reserve(LargestHeader);
        _count = WriteHeader(_buffer, _count, (byte)'*', argumentCount);
        _guardStep = _guard is null ? GuardStep.None : argumentCount > 1 ? GuardStep.Name : GuardStep.OnlyName;
    }

    /// <summary>Adds an argument.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="RedisConfigurationException">The client is read-only, and this names a command that may write; the command is taken back.</exception>
    public void Argument(ReadOnlySpan<byte> bytes)
    {
        if (_guardStep != GuardStep.None) { Guard(bytes); }

        // One check of the room for header, bytes and line end: this is the inner loop of every mass operation.
        Reserve(bytes.Length + LargestHeader + 2);
        byte[] buffer = _buffer;
        int at = WriteHeader(buffer, _count, (byte)'$', bytes.Length);
        bytes.CopyTo(buffer.AsSpan(at));
        at += bytes.Length;
        buffer[at++] = (byte)'\r';
        buffer[at++] = (byte)'\n';
        _count = at;
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
        _guardStep = GuardStep.None;
        Argument(name);
        for (int i = 0; i < arguments.Count; i++) { Argument(arguments[i].Bytes.Span); }
    }

    /// <summary>Forgets what was flushed and overwrites it: passwords must not linger in pooled memory.</summary>
    internal void Wipe()
    {
        _buffer.AsSpan(0, _count).Clear();
        _count = 0;
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

    // A refused command is taken back whole, so that what was written before can still be flushed.
    private void Guard(ReadOnlySpan<byte> word)
    {
        GuardStep step = _guardStep;
        _guardStep = GuardStep.None;
        try
        {
            if (step == GuardStep.Subcommand) { _guard!.Check(_guardedName, word); }
            else if (!_guard!.Allows(word, out _guardedName))
            {
                if (step == GuardStep.OnlyName) { _guard.Check(_guardedName, default); }
                _guardStep = GuardStep.Subcommand;
            }
        }
        catch (RedisConfigurationException)
        {
            _count = _commandStart;
            throw;
        }
    }

    private static int WriteHeader(byte[] buffer, int at, byte prefix, int number)
    {
        buffer[at++] = prefix;
        if (number < 10) { buffer[at++] = (byte)('0' + number); }
        else if (number < 100)
        {
            buffer[at++] = (byte)('0' + (number / 10));
            buffer[at++] = (byte)('0' + (number % 10));
        }
        else
        {
            _ = Utf8Formatter.TryFormat(number, buffer.AsSpan(at), out int length);
            at += length;
        }

        buffer[at++] = (byte)'\r';
        buffer[at++] = (byte)'\n';
        return at;
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

    // Which word of a command the guard looks at next.
    private enum GuardStep
    {
        None,
        Name,
        OnlyName,
        Subcommand,
    }
}
