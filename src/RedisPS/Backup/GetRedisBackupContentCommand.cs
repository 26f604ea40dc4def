using System.Management.Automation;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Values;
using RedisPS.Transformations;

namespace RedisPS.Backup;

/// <summary>Get-RedisBackupContent: the keys in a backup or an RDB file, and their values, without a server.</summary>
[Cmdlet(VerbsCommon.Get, "RedisBackupContent")]
[OutputType(typeof(RedisKeyInfo), typeof(RedisValue))]
public sealed class GetRedisBackupContentCommand : RedisCmdlet
{
    /// <summary>Backups or RDB files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Redis patterns; a key that matches any of them is listed.</summary>
    [Parameter(Position = 1)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Types to keep: string, list, set, zset, hash, stream, or a module's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(Completers.KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>Only keys of these databases.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[] Database { get; set; } = [];

    /// <summary>Stop after so many keys of each file.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>Values, as Get-RedisValue gives them, in place of keys.</summary>
    [Parameter]
    public SwitchParameter IncludeValue { get; set; }

    /// <summary>At most so many elements of a value; 0 all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxItems { get; set; } = 20;

    /// <summary>At most so many bytes of a string; 0 all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxLength { get; set; } = 1000;

    /// <summary>How strings and elements are shown.</summary>
    [Parameter]
    public ValueFormat As { get; set; } = ValueFormat.Auto;

    /// <inheritdoc/>
    protected override void Process()
    {
        BackupQuery query = new()
        {
            Keys = new KeyQuery { Patterns = [.. Pattern.Select(pattern => (KeyPattern)pattern)], Exclude = [.. Exclude.Select(pattern => (KeyPattern)pattern)], Types = Type },
            Databases = Database,
            Values = IncludeValue ? new RedisValueOptions { MaxItems = MaxItems, MaxLength = MaxLength, As = As } : null,
        };
        foreach (string path in Path)
        {
            string full = GetUnresolvedProviderPathFromPSPath(path);
            try
            {
                Read(BackupFolder.Find(full), query);
            }
            catch (Client.RedisException e)
            {
                WriteRedisError(e, full);
            }
        }
    }

    private void Read(RedisBackup backup, BackupQuery query)
    {
        ProgressReporter reporter = new(this, $"Reading {backup.Name}", "keys");
        using BackupContent content = new(backup, query);
        try
        {
            int written = 0;
            foreach (object found in content.Read(StopToken))
            {
                WriteObject(found);
                if (++written == First)
                {
                    return;
                }

                reporter.Report(content.KeysRead, backup.Keys > 0 ? backup.Keys : null);
            }
        }
        finally
        {
            reporter.Complete();
        }
    }
}
