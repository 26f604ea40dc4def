namespace RedisPS.Client.Tests;

/// <summary>Hands out bytes in given portions, then ends.</summary>
internal sealed class ChunkStream(IEnumerable<byte[]> chunks) : Stream
{
    private readonly Queue<byte[]> _chunks = new(chunks.Where(chunk => chunk.Length > 0));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The bytes cut at the given places.</summary>
    public static ChunkStream Cut(byte[] bytes, params int[] places)
    {
        List<byte[]> chunks = [];
        int from = 0;
        foreach (int place in places.Where(place => place > 0 && place < bytes.Length).Distinct().Order())
        {
            chunks.Add(bytes[from..place]);
            from = place;
        }

        chunks.Add(bytes[from..]);
        return new ChunkStream(chunks);
    }

    public static RespReader Reader(byte[] bytes, params int[] places) => Reader(Cut(bytes, places), RespLimits.Default);

    public static RespReader Reader(Stream stream, RespLimits limits) =>
        new(stream, limits, new StreamWatch(stream, new RedisEndpoint("test", 1), Timeout.InfiniteTimeSpan));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Half of the portions come late, so that both the synchronous and the asynchronous path are walked.
        if (_chunks.Count % 2 == 0) { await Task.Yield(); }
        if (!_chunks.TryPeek(out byte[]? chunk)) { return 0; }
        _ = _chunks.Dequeue();
        int taken = Math.Min(chunk.Length, buffer.Length);
        chunk.AsSpan(0, taken).CopyTo(buffer.Span);
        if (taken < chunk.Length)
        {
            byte[][] rest = [chunk[taken..], .. _chunks];
            _chunks.Clear();
            foreach (byte[] part in rest) { _chunks.Enqueue(part); }
        }

        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
