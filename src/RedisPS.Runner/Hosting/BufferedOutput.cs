using System.Text;

namespace RedisPS.Runner.Hosting;

/// <summary>
/// Text for the standard output: collected while it comes fast, shown at once when it comes slowly, so that neither a million
/// keys nor the first one has to wait. Safe to be flushed from a timer's thread.
/// </summary>
internal sealed class BufferedOutput : TextWriter
{
    private const int Capacity = 32 * 1024;
    private const int FlushAfterMilliseconds = 50;

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly byte[] _bytes = new byte[Capacity];
    private readonly Encoder _encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();
    private readonly Timer _timer;
    private int _used;
    private bool _timerRuns;
    private Exception? _failure;

    internal BufferedOutput(Stream stream)
    {
        _stream = stream;
        _timer = new Timer(static state => ((BufferedOutput)state!).FlushFromTimer(), this, Timeout.Infinite, Timeout.Infinite);
        CoreNewLine = Environment.NewLine.ToCharArray();
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            while (text.Length > 0)
            {
                if (Capacity - _used < 8)
                {
                    FlushLocked();
                }

                _encoder.Convert(text, _bytes.AsSpan(_used), flush: false, out int characters, out int bytes, out _);
                text = text[characters..];
                _used += bytes;
            }

            if (!_timerRuns && _used > 0)
            {
                _timerRuns = true;
                _timer.Change(FlushAfterMilliseconds, Timeout.Infinite);
            }
        }
    }

    public override void Flush()
    {
        lock (_gate)
        {
            FlushLocked();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            try
            {
                Flush();
            }
            catch (Exception e) when (e is BrokenPipeException or IOException)
            {
                // The program ends; there is nobody left to tell.
            }
        }

        base.Dispose(disposing);
    }

    private void FlushFromTimer()
    {
        lock (_gate)
        {
            _timerRuns = false;
            try
            {
                FlushLocked();
            }
            catch (Exception e) when (e is BrokenPipeException or IOException)
            {
                _failure = e;
            }
        }
    }

    private void FlushLocked()
    {
        int count = _used;
        _used = 0;
        if (count > 0)
        {
            _stream.Write(_bytes.AsSpan(0, count));
        }
    }
}
