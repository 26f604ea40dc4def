namespace RedisPS.Core.Memory;

/// <summary>What a server uses memory for. What it does not tell, or the user may not ask, is null; <see cref="Restrictions"/> says why.</summary>
public sealed record RedisMemoryStat
{
    /// <summary>With less in use, and less lost, the process itself outweighs the data, and ratios between the two say nothing.</summary>
    public const long SmallestMeaningful = 100L << 20;

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>Memory in use, as the server counts it: data, its management, buffers.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>The most it ever used since the start.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>What the operating system gives it.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>What it used when it was empty.</summary>
    public long? StartupBytes { get; init; }

    /// <summary>The data itself.</summary>
    public long? DatasetBytes { get; init; }

    /// <summary>Everything that is not data: startup, tables, buffers, scripts.</summary>
    public long? OverheadBytes { get; init; }

    /// <summary>The hash tables of all databases.</summary>
    public long? TableBytes { get; init; }

    /// <summary>Output and query buffers of clients.</summary>
    public long? ClientBytes { get; init; }

    /// <summary>Output buffers of replicas.</summary>
    public long? ReplicaBytes { get; init; }

    /// <summary>The replication backlog.</summary>
    public long? BacklogBytes { get; init; }

    /// <summary>The buffer of the append-only file.</summary>
    public long? AofBufferBytes { get; init; }

    /// <summary>Links between the nodes of a cluster.</summary>
    public long? ClusterLinkBytes { get; init; }

    /// <summary>Scripts, functions and their machines.</summary>
    public long? ScriptBytes { get; init; }

    /// <summary>The limit; 0 is none.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>What happens at the limit.</summary>
    public string? EvictionPolicy { get; init; }

    /// <summary>Buffers that do not count when the server compares itself with the limit.</summary>
    public long? NotCountedBytes { get; init; }

    /// <summary>The share of the limit that is in use, as the server compares it, 0 to 100 and beyond; null without a limit.</summary>
    public double? UsedPercent { get; init; }

    /// <summary>The memory of the machine.</summary>
    public long? SystemBytes { get; init; }

    /// <summary>The share of the machine's memory that the process has, 0 to 100.</summary>
    public double? SystemPercent { get; init; }

    /// <summary>Keys removed for lack of memory since the start.</summary>
    public long? EvictedKeys { get; init; }

    /// <summary>How many keys there are.</summary>
    public long? KeyCount { get; init; }

    /// <summary>What a key takes on average.</summary>
    public long? BytesPerKey { get; init; }

    /// <summary>Resident memory divided by memory in use; null on a small server (<see cref="SmallestMeaningful"/>), where it says nothing.</summary>
    public double? FragmentationRatio { get; init; }

    /// <summary>Resident memory less memory in use: all that is lost between the two. Negative when part of the process is not in memory.</summary>
    public long? FragmentationBytes { get; init; }

    /// <summary>Fragmentation proper: the pages of the allocator divided by what is in them; null on a small server (<see cref="SmallestMeaningful"/>).</summary>
    public double? AllocatorFragmentationRatio { get; init; }

    /// <summary>Room in half-filled pages. Active defragmentation gives it back.</summary>
    public long? AllocatorFragmentationBytes { get; init; }

    /// <summary>Pages that the allocator keeps for later. <c>MEMORY PURGE</c> gives them back.</summary>
    public long? AllocatorUnreturnedBytes { get; init; }

    /// <summary>What the process has beside the allocator: code, stacks, pages shared with a child.</summary>
    public long? ProcessOverheadBytes { get; init; }

    /// <summary>The allocator.</summary>
    public string? Allocator { get; init; }

    /// <summary>Whether active defragmentation is at work.</summary>
    public bool? IsDefragmenting { get; init; }

    /// <summary>Values removed, but not freed yet.</summary>
    public long? LazyFreePending { get; init; }

    /// <summary>The judgements.</summary>
    public IReadOnlyList<MemoryVerdict> Verdicts { get; init; } = [];

    /// <summary>The worst of the judgements.</summary>
    public VerdictLevel Status => Verdicts.Count == 0 ? VerdictLevel.NotApplicable : Verdicts.Max(verdict => verdict.Level);

    /// <summary>The judgements that are not simply well, for people, one a line.</summary>
    public string VerdictText => string.Join(Environment.NewLine, Verdicts.Where(verdict => verdict.Level > VerdictLevel.Ok).OrderByDescending(verdict => verdict.Level));

    /// <summary>What could not be asked, and why.</summary>
    public IReadOnlyList<string> Restrictions { get; init; } = [];

    /// <summary>Memory in use, for people.</summary>
    public string UsedText => Text(UsedBytes);

    /// <summary>The most it ever used, for people.</summary>
    public string PeakText => Text(PeakBytes);

    /// <summary>Resident memory, for people.</summary>
    public string ResidentText => Text(ResidentBytes);

    /// <summary>The data, for people.</summary>
    public string DatasetText => Text(DatasetBytes);

    /// <summary>Everything else, for people.</summary>
    public string OverheadText => Text(OverheadBytes);

    /// <summary>The machine's memory, for people.</summary>
    public string SystemText => Text(SystemBytes);

    /// <summary>Resident memory less memory in use, for people.</summary>
    public string FragmentationText => Text(FragmentationBytes);

    /// <summary>The limit, for people.</summary>
    public string MaxMemoryText => MaxMemoryBytes switch { null => "", 0 => "no limit", { } bytes => ByteSize.Format(bytes) };

    /// <inheritdoc/>
    public override string ToString() => $"{Server}: {UsedText} of {(MaxMemoryText.Length == 0 ? "?" : MaxMemoryText)}, {Status}";

    private static string Text(long? bytes) => bytes is { } known ? ByteSize.Format(known) : "";
}
