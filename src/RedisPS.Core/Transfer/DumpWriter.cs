using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>Writes an export of DUMP payloads.</summary>
internal sealed class DumpWriter : IKeyWriter, IDisposable
{
    private const int FlushAt = 960 << 10;

    private readonly Stream _stream;
    private readonly DumpBuffer _buffer = new();

    public DumpWriter(Stream stream, KeyFileHeader header)
    {
        _stream = stream;
        _buffer.Header(header, flags: 0);
    }

    public void Add(int database, RedisKey key, long? expiresAt, ReadOnlySpan<byte> payload)
    {
        _buffer.Key(database, key.Span, expiresAt, payload);
        if (_buffer.Count >= FlushAt) { Flush(); }
    }

    public void End()
    {
        _buffer.End();
        Flush();
    }

    public void Dispose() => _buffer.Dispose();

    private void Flush()
    {
        _stream.Write(_buffer.Written);
        _buffer.Clear();
    }
}
