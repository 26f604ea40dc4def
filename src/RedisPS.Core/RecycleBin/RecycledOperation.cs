using System.Globalization;

namespace RedisPS.Core.RecycleBin;

/// <summary>Keys that one operation removed and that can be brought back.</summary>
public sealed class RecycledOperation
{
    /// <summary>The operation, as its result named it.</summary>
    public Guid OperationId { get; internal init; }

    /// <summary>The server that the keys were on.</summary>
    public string Server { get; internal init; } = "";

    /// <summary>The database that they were in.</summary>
    public int Database { get; internal init; }

    /// <summary>When the operation began.</summary>
    public DateTimeOffset RemovedAt { get; internal init; }

    /// <summary>How many keys.</summary>
    public long Keys { get; internal init; }

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> Types { get; internal init; } = new Dictionary<string, long>();

    /// <summary>The journal's length in bytes.</summary>
    public long Bytes { get; internal init; }

    /// <summary><see cref="Bytes"/> for people.</summary>
    public string BytesText => ByteSize.Format(Bytes);

    /// <summary>Whether the operation came to its end. Of one that did not, everything that it removed is here all the same.</summary>
    public bool IsComplete { get; internal init; }

    /// <summary>What is wrong with the journal, and where; null when nothing is. <see cref="Keys"/> counts what stands before that.</summary>
    public string? Problem { get; internal init; }

    /// <summary>Complete, unfinished or damaged.</summary>
    public RecycleState State => Problem is not null ? RecycleState.Damaged : IsComplete ? RecycleState.Complete : RecycleState.Unfinished;

    /// <summary>Whether anything of the journal can be read; of one whose beginning is damaged only the file's name tells id and time.</summary>
    public bool IsReadable => Server.Length > 0;

    /// <summary>The journal.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The folder that it is in.</summary>
    public string RecyclePath => System.IO.Path.GetDirectoryName(Path) ?? "";

    /// <summary>A line for people.</summary>
    /// <returns>Count, server and time.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{OperationId}: {Keys:N0} keys of {Server} db{Database}, removed {RemovedAt:yyyy-MM-dd HH:mm:ss}");
}
