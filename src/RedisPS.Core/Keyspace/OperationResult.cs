using System.Globalization;

namespace RedisPS.Core.Keyspace;

/// <summary>What a mass operation did.</summary>
public sealed class OperationResult
{
    /// <summary>Tells operations apart.</summary>
    public Guid OperationId { get; internal init; } = Guid.NewGuid();

    /// <summary>What was done: Remove, Expire, Persist, Rename, Copy.</summary>
    public string Action { get; internal init; } = "";

    /// <summary>The server.</summary>
    public string Server { get; internal init; } = "";

    /// <summary>The connection's name, or null.</summary>
    public string? ConnectionName { get; internal init; }

    /// <summary>The database.</summary>
    public int Database { get; internal init; }

    /// <summary>Keys that the operation was tried on.</summary>
    public long Matched { get; internal set; }

    /// <summary>Keys it was done to.</summary>
    public long Succeeded { get; internal set; }

    /// <summary>Keys left alone because they were gone already or a condition was not met; see <see cref="SkipReasons"/>.</summary>
    public long Skipped { get; internal set; }

    /// <summary>Keys for which the server gave an error; see <see cref="Errors"/>.</summary>
    public long Failed { get; internal set; }

    /// <summary>Bytes that the removed keys took, by MEMORY USAGE at planning time; null where that was not asked.</summary>
    public long? FreedBytes { get; internal set; }

    /// <summary><see cref="FreedBytes"/> for people.</summary>
    public string? FreedText => FreedBytes is { } bytes ? ByteSize.Format(bytes) : null;

    /// <summary>The folder of the recycle bin that keeps the removed keys; null where they are gone.</summary>
    public string? RecyclePath { get; internal set; }

    /// <summary>How long it took, planning not included.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>The first hundred errors; <see cref="Failed"/> counts all.</summary>
    public IReadOnlyList<KeyError> Errors { get; internal set; } = [];

    /// <summary>Why keys were skipped, and how many for each reason.</summary>
    public IReadOnlyDictionary<string, long> SkipReasons { get; internal set; } = new Dictionary<string, long>();

    /// <summary>Why it ended before the last key ("the cap of 1,000 keys was reached", ...); null when it did not.</summary>
    public string? StopReason { get; internal set; }

    /// <summary>What could not be asked or done in the usual way, and why.</summary>
    public IReadOnlyList<string> Notes { get; internal set; } = [];

    /// <summary>A line for people.</summary>
    /// <returns>Action and counts.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Action}: {Succeeded:N0} of {Matched:N0} keys on {Server} db{Database}, {Skipped:N0} skipped, {Failed:N0} failed{(StopReason is null ? "" : ", stopped: " + StopReason)}");
}
