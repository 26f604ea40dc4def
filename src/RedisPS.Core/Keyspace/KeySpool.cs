using RedisPS.Client;
using RedisPS.Core.Files;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Keeps planned keys in a compact form, in the order they came: in memory up to a bound, what is beyond it in a temporary file
/// that vanishes with the spool.
/// </summary>
internal sealed class KeySpool(int memoryBound = 64 << 20, int chunkSize = 1 << 20) : IDisposable
{
    private readonly List<byte[]> _chunks = [];
    private readonly List<int> _fileChunks = [];
    private readonly List<string> _types = [];
    private byte[] _tail = new byte[Math.Min(chunkSize, 16 << 10)];
    private int _used;
    private long _held;
    private FileStream? _file;

    public long Count { get; private set; }

    /// <summary>Bytes held in memory.</summary>
    public long HeldBytes => _held + _tail.Length;

    /// <summary>Where the rest lies; null while everything is in memory.</summary>
    public string? FilePath => _file?.Name;

    public void Add(in PlannedKey planned)
    {
        const int LargestNumber = 10;
        int need = planned.Key.Length + (4 * LargestNumber);
        if (_tail.Length - _used < need) { Grow(need); }
        Number((ulong)planned.Key.Length);
        planned.Key.Span.CopyTo(_tail.AsSpan(_used));
        _used += planned.Key.Length;
        Number((ulong)TypeNumber(planned.Type));

        // Zero is "not known", so that -1 (no expiry) and 0 stay what they are.
        Number(planned.TimeToLiveMilliseconds is { } ttl ? (ulong)(ttl + 2) : 0);
        Number(planned.MemoryBytes is { } bytes ? (ulong)(bytes + 1) : 0);
        Count++;
    }

    public IEnumerable<PlannedKey> Read()
    {
        foreach (byte[] chunk in _chunks)
        {
            for (int at = 0; at < chunk.Length;) { yield return Next(chunk, ref at); }
        }

        byte[] buffer = [];
        long position = 0;
        foreach (int length in _fileChunks)
        {
            if (buffer.Length < length) { buffer = new byte[length]; }
            RandomAccessRead(buffer.AsSpan(0, length), position);
            position += length;
            for (int at = 0; at < length;) { yield return Next(buffer, ref at); }
        }

        int used = _used;
        for (int at = 0; at < used;) { yield return Next(_tail, ref at); }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _chunks.Clear();
        _tail = [];
        _used = 0;
    }

    private PlannedKey Next(byte[] chunk, ref int at)
    {
        int length = (int)Number(chunk, ref at);
        RedisKey key = RedisKey.FromSpan(chunk.AsSpan(at, length));
        at += length;
        int type = (int)Number(chunk, ref at);
        long ttl = (long)Number(chunk, ref at);
        long bytes = (long)Number(chunk, ref at);
        return new PlannedKey(key, type == 0 ? null : _types[type - 1], ttl == 0 ? null : ttl - 2, bytes == 0 ? null : bytes - 1);
    }

    private static ulong Number(byte[] chunk, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = chunk[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) { return value; }
        }
    }

    private void Number(ulong value)
    {
        while (value >= 0x80)
        {
            _tail[_used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _tail[_used++] = (byte)value;
    }

    // Types are few (modules included), so a list is faster than a dictionary.
    private int TypeNumber(string? type)
    {
        if (type is null) { return 0; }
        int index = _types.IndexOf(type);
        if (index < 0)
        {
            index = _types.Count;
            _types.Add(type);
        }

        return index + 1;
    }

    private void Grow(int need)
    {
        if (_used + need <= chunkSize)
        {
            Array.Resize(ref _tail, Math.Min(chunkSize, Math.Max(_used + need, _tail.Length * 4)));
            return;
        }

        if (_used > 0 && _held + _used <= memoryBound && _file is null)
        {
            // A full chunk is kept as it is, a record never spans two.
            _chunks.Add(_used == _tail.Length ? _tail : _tail[.._used]);
            _held += _used;
            _tail = new byte[Math.Max(chunkSize, need)];
        }
        else
        {
            if (_used > 0)
            {
                _file ??= Open();
                _file.Write(_tail.AsSpan(0, _used));
                _fileChunks.Add(_used);
            }

            if (_tail.Length < need) { _tail = new byte[need]; }
        }

        _used = 0;
    }

    private static FileStream Open()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };

        // Names of keys may tell about people: nobody else reads them.
        return new FileStream(Path.Combine(Path.GetTempPath(), $"redisps-plan-{Guid.NewGuid():N}.tmp"), options.ForOwnerOnly());
    }

    private void RandomAccessRead(Span<byte> target, long position)
    {
        ObjectDisposedException.ThrowIf(_file is null, this);
        while (!target.IsEmpty)
        {
            int read = RandomAccess.Read(_file.SafeFileHandle, target, position);
            if (read == 0) { throw new EndOfStreamException("The temporary file of a plan is shorter than it was."); }
            target = target[read..];
            position += read;
        }
    }
}
