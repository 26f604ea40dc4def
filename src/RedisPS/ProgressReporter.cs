using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace RedisPS;

/// <summary>Progress with rate and remaining time, only for what takes longer than half a second, and not more often than the eye can follow. Pipeline thread only.</summary>
internal sealed class ProgressReporter
{
    private static readonly TimeSpan s_firstAfter = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);

    private readonly Cmdlet _cmdlet;
    private readonly ProgressRecord _record;
    private readonly string _unit;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = s_firstAfter;
    private bool _shown;

    /// <summary>Starts the clock.</summary>
    /// <param name="cmdlet">Writes the records.</param>
    /// <param name="activity">What is done to what, such as <c>Walking keys of prod1:6379</c>.</param>
    /// <param name="unit">What is counted, such as <c>keys</c>.</param>
    public ProgressReporter(Cmdlet cmdlet, string activity, string unit)
    {
        _cmdlet = cmdlet;
        _unit = unit;
        _record = new ProgressRecord(Math.Abs(activity.GetHashCode(StringComparison.Ordinal) % 1_000_000), activity, "Starting");
    }

    /// <summary>Says how far the work is. Cheap when there is nothing to show yet.</summary>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is, as far as known.</param>
    /// <param name="current">What is under way, if worth showing.</param>
    public void Report(long done, long? total, string? current = null)
    {
        TimeSpan elapsed = _watch.Elapsed;
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + s_interval;
        _shown = true;
        double rate = done / elapsed.TotalSeconds;
        _record.StatusDescription = string.Create(CultureInfo.InvariantCulture, $"{done:N0}{Of(total)} {_unit}, {rate:N0}/s");
        _record.PercentComplete = total is > 0 ? (int)Math.Clamp(100 * done / total.Value, 0, 100) : -1;
        _record.SecondsRemaining = total is > 0 && rate > 0 ? (int)Math.Clamp((total.Value - done) / rate, 0, int.MaxValue) : -1;
        if (!string.IsNullOrEmpty(current))
        {
            _record.CurrentOperation = current;
        }

        _cmdlet.WriteProgress(_record);
    }

    /// <summary>Takes the bar away, if there was one.</summary>
    public void Complete()
    {
        if (_shown)
        {
            _record.RecordType = ProgressRecordType.Completed;
            _cmdlet.WriteProgress(_record);
            _shown = false;
        }
    }

    private static string Of(long? total) => total is { } known ? string.Create(CultureInfo.InvariantCulture, $" of {known:N0}") : "";
}
