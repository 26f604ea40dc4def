using System.Buffers;
using System.Threading.Channels;

namespace RedisPS.Core.Backup;

/// <summary>Hands blocks of bytes from the thread that receives them to the thread that reads them as a stream; a few at most are under way.</summary>
internal sealed class BlockPipe : Stream
{
    private const int MostBlocks = 8;

    private readonly Channel<ArraySegment<byte>> _blocks = Channel.CreateBounded<ArraySegment<byte>>(
        new BoundedChannelOptions(MostBlocks) { SingleReader = true, SingleWriter = true });

    private ArraySegment<byte> _current;
    private byte[]? _rented;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gives a copy of a block to the reader; waits while it has enough. False: the reader has ended.</summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(block.Length);
        block.CopyTo(copy);
        while (await _blocks.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_blocks.Writer.TryWrite(new ArraySegment<byte>(copy, 0, block.Length))) { return true; }
        }

        return false;
    }

    /// <summary>Nothing more comes; with an exception, the reader gets it.</summary>
    public void Complete(Exception? problem = null) => _ = _blocks.Writer.TryComplete(problem);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_current.Count == 0)
        {
            if (_rented is not null)
            {
                ArrayPool<byte>.Shared.Return(_rented);
                _rented = null;
            }

            if (_blocks.Reader.TryRead(out _current))
            {
                _rented = _current.Array;
                continue;
            }

            if (!_blocks.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) { return 0; }
        }

        int step = Math.Min(buffer.Length, _current.Count);
        _current.AsSpan(0, step).CopyTo(buffer);
        _current = _current[step..];
        return step;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
