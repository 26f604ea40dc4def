using System.Globalization;

namespace RedisPS.Core.Backup;

/// <summary>A backup beside what a server has.</summary>
public sealed record BackupComparison
{
    /// <summary>The server.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection's name; null for a server of the test's own.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>Product and version.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>Whether everything that was compared is the same, and nothing was that could not be compared.</summary>
    public bool IsSame => DifferenceCount == 0 && NotComparedKeys == 0;

    /// <summary>How many keys the backup holds.</summary>
    public long Keys { get; init; }

    /// <summary>Of those, keys whose time was up since, and hashes whose fields have all expired: a server has them no more, and nothing is lost with them.</summary>
    public long ExpiredKeys { get; init; }

    /// <summary>How many keys the server has; null where the user may not see it.</summary>
    public long? ServerKeys { get; init; }

    /// <summary>How many keys were compared with their type, value and expiry.</summary>
    public long ComparedKeys { get; init; }

    /// <summary>How many keys were to be compared and could not be.</summary>
    public long NotComparedKeys { get; init; }

    /// <summary>How many differences there are.</summary>
    public long DifferenceCount { get; init; }

    /// <summary>The first hundred of them.</summary>
    public IReadOnlyList<BackupDifference> Differences { get; init; } = [];

    /// <summary>What else is worth knowing: what could not be compared, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The outcome.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Server}: {(DifferenceCount == 0 ? "no difference" : $"{DifferenceCount:N0} differences")}, {ComparedKeys:N0} of {Keys:N0} keys compared{(NotComparedKeys > 0 ? $", {NotComparedKeys:N0} could not be" : "")}");
}
