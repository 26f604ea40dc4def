using System.Globalization;

namespace RedisPS.Core.Memory;

/// <summary>What giving memory back to the operating system did.</summary>
public sealed class MemoryOptimization
{
    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>Whether the allocator was asked to give free pages back.</summary>
    public bool Purged { get; init; }

    /// <summary>Whether active defragmentation was on before; null when the server does not say.</summary>
    public bool? PreviousActiveDefrag { get; init; }

    /// <summary>Whether active defragmentation is on now; null when the server does not say.</summary>
    public bool? ActiveDefrag { get; init; }

    /// <summary>Whether active defragmentation is at work at this moment.</summary>
    public bool? IsDefragmenting { get; init; }

    /// <summary>Resident memory before; null when the server does not say.</summary>
    public long? ResidentBytesBefore { get; init; }

    /// <summary>Resident memory after.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>How much less is resident; negative when it grew meanwhile.</summary>
    public long? FreedBytes => ResidentBytesBefore - ResidentBytes;

    /// <summary>The allocator's ratio of pages to what is in them, before; null on a small server.</summary>
    public double? FragmentationRatioBefore { get; init; }

    /// <summary>The same, after.</summary>
    public double? FragmentationRatio { get; init; }

    /// <summary>Whether a setting was changed.</summary>
    public bool Changed => PreviousActiveDefrag != ActiveDefrag;

    /// <summary>What to know about the numbers.</summary>
    public string Note { get; init; } = "";

    /// <summary>Resident memory before, for people.</summary>
    public string BeforeText => Text(ResidentBytesBefore);

    /// <summary>Resident memory after, for people.</summary>
    public string AfterText => Text(ResidentBytes);

    /// <summary>How much less, for people.</summary>
    public string FreedText => Text(FreedBytes);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Server}: {BeforeText} → {AfterText}");

    private static string Text(long? bytes) => bytes is { } known ? ByteSize.Format(known) : "";
}
