using System.Text;

namespace RedisPS.Core.Hosts;

/// <summary>Reads what a program writes as long as it writes, so that it never waits, and keeps the end of it.</summary>
internal sealed class OutputTail
{
    private readonly StringBuilder _text = new();
    private readonly object _gate = new();

    /// <summary>How much of it is kept where nobody asks for more.</summary>
    public const int Usual = 256 * 1024;

    private readonly int _limit;

    public OutputTail(StreamReader reader, int limit = Usual)
    {
        _limit = limit;
        Completion = Task.Run(() => ReadAsync(reader));
    }

    /// <summary>Done when the program, and everything that inherited its output, has closed it.</summary>
    public Task Completion { get; }

    /// <summary>What was written so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        char[] buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer).ConfigureAwait(false) is > 0 and int count)
            {
                lock (_gate)
                {
                    _text.Append(buffer, 0, count);
                    if (_text.Length > 2 * _limit)
                    {
                        _text.Remove(0, _text.Length - _limit);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process object is gone; what was read stays.
        }
    }
}
