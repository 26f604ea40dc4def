using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>Tests that count the memory of the process run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BackupMemoryCollection
{
    /// <summary>Its name.</summary>
    public const string Name = "Memory of backups";
}
