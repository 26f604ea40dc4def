using System.Management.Automation;
using RedisPS.Core.Backup;

namespace RedisPS.Backup;

/// <summary>Get-RedisBackup: the backups of a folder, by their manifests.</summary>
[Cmdlet(VerbsCommon.Get, "RedisBackup")]
[OutputType(typeof(RedisBackup))]
public sealed class GetRedisBackupCommand : RedisCmdlet
{
    /// <summary>Folders of backups, or backups.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Only those of these servers; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Server { get; set; }

    /// <summary>Only those that began at or after this time.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only the newest of each server.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string path in Path)
        {
            string full = GetUnresolvedProviderPathFromPSPath(path);
            try
            {
                Write(File.Exists(full) ? [BackupFolder.Find(full)] : new BackupFolder(full).List(WriteWarning));
            }
            catch (BackupException e)
            {
                WriteRedisError(e, full);
            }
        }
    }

    private void Write(IEnumerable<RedisBackup> backups)
    {
        WildcardPattern[]? servers = Server is null ? null : [.. Server.Select(server => new WildcardPattern(server, WildcardOptions.IgnoreCase))];
        IEnumerable<RedisBackup> wanted = backups.Where(backup =>
            (servers is null || Array.Exists(servers, server => server.IsMatch(backup.Server))) && (Since is not { } since || backup.StartedAt >= since));
        WriteObject(Latest ? wanted.GroupBy(backup => backup.Server, StringComparer.OrdinalIgnoreCase).Select(server => server.First()) : wanted, enumerateCollection: true);
    }
}
