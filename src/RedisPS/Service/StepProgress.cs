using System.Diagnostics;
using System.Management.Automation;

namespace RedisPS.Service;

/// <summary>Progress of work in steps that cannot be counted: what is under way, and since when. Told by any thread, shown by the pipeline's.</summary>
internal sealed class StepProgress
{
    private readonly Cmdlet _cmdlet;
    private readonly ProgressRecord _record;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private volatile string _step = "Starting";
    private bool _shown;

    /// <summary>Starts the clock.</summary>
    /// <param name="cmdlet">Writes the records.</param>
    /// <param name="activity">What is done to what.</param>
    public StepProgress(Cmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _record = new ProgressRecord(Math.Abs(activity.GetHashCode(StringComparison.Ordinal) % 1_000_000), activity, _step);
    }

    /// <summary>Says what is under way now. Any thread.</summary>
    public void Tell(string step) => _step = step;

    /// <summary>Shows it, once the work takes longer than half a second. Pipeline thread only.</summary>
    public void Show()
    {
        if (_watch.Elapsed < TimeSpan.FromSeconds(0.5))
        {
            return;
        }

        _shown = true;
        _record.StatusDescription = $"{_watch.Elapsed:hh\\:mm\\:ss} {_step}";
        _cmdlet.WriteProgress(_record);
    }

    /// <summary>Takes the bar away, if there was one. Pipeline thread only.</summary>
    public void Complete()
    {
        if (_shown)
        {
            _record.RecordType = ProgressRecordType.Completed;
            _cmdlet.WriteProgress(_record);
        }
    }
}
