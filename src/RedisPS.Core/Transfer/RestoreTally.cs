using System.Diagnostics;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>What became of the keys that were to be brought back.</summary>
internal sealed class RestoreTally(OperationResult result)
{
    /// <summary>Why a key is not brought back: its time was up since.</summary>
    public const string Expired = "expired since";

    private const int MostErrors = 100;

    private readonly Dictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly List<KeyError> _errors = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _done;

    /// <summary>Keys done with; may be read from any thread.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>What the server will say to every other key, too; null as long as it is worth going on.</summary>
    public KeyError? Hopeless { get; private set; }

    public void Matched() => result.Matched++;

    public void Succeed()
    {
        result.Succeeded++;
        _ = Interlocked.Increment(ref _done);
    }

    public void Skip(string reason)
    {
        result.Skipped++;
        _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
        _ = Interlocked.Increment(ref _done);
    }

    /// <summary>Whether the server has refused a command that only some keys need: those cannot be brought back.</summary>
    public bool IsRefused(string command) => _refused.Contains(command);

    /// <summary>Counts a key that fails for a reason which was given with another key.</summary>
    public void Fail()
    {
        result.Failed++;
        _ = Interlocked.Increment(ref _done);
    }

    /// <summary>Counts a key that fails.</summary>
    /// <param name="error">Why.</param>
    /// <param name="someNeedIt">Whether other keys can do without the command that failed.</param>
    public void Fail(KeyError error, bool someNeedIt = false)
    {
        Fail();
        if (someNeedIt && error.RefusesCommand)
        {
            if (!_refused.Add(error.Command)) { return; }
        }
        else if (error.IsHopeless)
        {
            if (Hopeless is not null) { return; }
            Hopeless = error;
        }

        if (_errors.Count < MostErrors) { _errors.Add(error); }
    }

    /// <summary>Puts into the result what is known only at the end, however it came.</summary>
    public void Close()
    {
        result.Elapsed = _clock.Elapsed;
        result.Errors = _errors;
        result.SkipReasons = _skipped;
    }
}
