using System.Diagnostics;
using System.Text;
using Xunit;

namespace RedisPS.Tests.Menu;

/// <summary>redisps in a terminal, somebody who types, and what is to be seen.</summary>
internal sealed class MenuTerminal : IDisposable
{
    internal const string Escape = "\u001b";
    internal const string Enter = "\r";
    internal const string Down = "\u001b[B";
    internal const string Up = "\u001b[A";
    internal const string End = "\u001b[F";
    internal const string PageDown = "\u001b[6~";
    internal const string Interrupt = "\u0003";

    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(1);

    private readonly PseudoTerminal _terminal;
    private readonly ScreenModel _screen;
    private readonly Lock _gate = new();
    private readonly Thread _reader;
    private Exception? _failure;

    internal MenuTerminal(string? url, int width = 80, int height = 24, bool noColor = false, string? recycleBin = null, params string[] arguments)
    {
        _screen = new ScreenModel(width, height);
        Dictionary<string, string?> environment = new()
        {
            ["TERM"] = "xterm-256color",
            ["REDIS_URL"] = url,
            ["NO_COLOR"] = noColor ? "1" : null,
            ["REDISPS_RECYCLE_PATH"] = recycleBin,
        };
        _terminal = new PseudoTerminal(Path.Combine(AppContext.BaseDirectory, "redisps"), arguments, environment, width, height);
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    internal string Text
    {
        get
        {
            lock (_gate)
            {
                return _screen.Text;
            }
        }
    }

    internal bool IsRestored
    {
        get
        {
            lock (_gate)
            {
                return !_screen.IsSecondScreen && _screen.ShowsCursor && _terminal.ReadSettings() == _terminal.Settings;
            }
        }
    }

    internal IReadOnlyCollection<int> Colors
    {
        get
        {
            lock (_gate)
            {
                return [.. _screen.Colors];
            }
        }
    }

    internal void Send(string keys) => _terminal.Write(Encoding.UTF8.GetBytes(keys));

    internal void Signal(int signal) => _terminal.Signal(signal);

    internal void Resize(int width, int height)
    {
        lock (_gate)
        {
            _screen.Resize(width, height);
        }

        _terminal.Resize(width, height);
    }

    /// <summary>Waits until all of it is to be seen at once.</summary>
    internal void Sees(params string[] texts) => Until(text => texts.All(part => text.Contains(part, StringComparison.Ordinal)), string.Join("' and '", texts));

    internal void SeesNoMore(string part) => Until(text => !text.Contains(part, StringComparison.Ordinal), "anything but " + part);

    internal int ExitCode()
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < s_hang)
        {
            if (_terminal.ExitCode() is { } code)
            {
                Settle();
                return code;
            }

            Thread.Sleep(20);
        }

        Assert.Fail("The menu does not end:\n" + Text);
        return -1;
    }

    public void Dispose() => _terminal.Dispose();

    // What the program wrote last may still be on its way.
    private void Settle()
    {
        for (int i = 0; i < 100 && !IsRestored; i++)
        {
            Thread.Sleep(20);
        }
    }

    private void Until(Func<string, bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < s_hang && _failure is null)
        {
            if (condition(Text))
            {
                return;
            }

            Thread.Sleep(20);
        }

        Assert.Fail($"Not seen: '{what}'. {_failure}\n{Text}");
    }

    private void Read()
    {
        byte[] buffer = new byte[4096];
        while (_terminal.Read(buffer) is > 0 and var count)
        {
            try
            {
                lock (_gate)
                {
                    _screen.Feed(buffer.AsSpan(0, count));
                }
            }
            catch (InvalidOperationException e)
            {
                _failure = e;
            }
        }
    }
}
