using System.Globalization;
using System.Management.Automation;

namespace RedisPS.Runner.Output;

/// <summary>One line at the bottom of a terminal, rewritten in place.</summary>
internal sealed class ProgressLine(TextWriter terminal, Func<int> width)
{
    private long _shownAt;
    private bool _visible;

    internal void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Clear();
            return;
        }

        long now = Environment.TickCount64;
        if (_visible && now - _shownAt < 100)
        {
            return;
        }

        _shownAt = now;
        _visible = true;
        string percent = record.PercentComplete >= 0 ? record.PercentComplete.ToString(CultureInfo.InvariantCulture) + "% " : string.Empty;
        string left = record.SecondsRemaining >= 0 ? $" ({TimeSpan.FromSeconds(record.SecondsRemaining):c} left)" : string.Empty;
        string text = $"{record.Activity}: {percent}{record.StatusDescription}{left} {record.CurrentOperation}".TrimEnd();
        int room = Math.Max(10, width() - 1);
        terminal.Write("\r\u001b[K" + (text.Length > room ? text[..room] : text));
        terminal.Flush();
    }

    internal void Clear()
    {
        if (_visible)
        {
            _visible = false;
            terminal.Write("\r\u001b[K");
            terminal.Flush();
        }
    }
}
