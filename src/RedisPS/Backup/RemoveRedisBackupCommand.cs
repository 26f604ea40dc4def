using System.Management.Automation;
using RedisPS.Core;
using RedisPS.Core.Backup;

namespace RedisPS.Backup;

/// <summary>Remove-RedisBackup: removes backups, one by one or by rules.</summary>
[Cmdlet(VerbsCommon.Remove, "RedisBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = RuleSet)]
[OutputType(typeof(RedisBackup))]
public sealed class RemoveRedisBackupCommand : RedisCmdlet
{
    private const string RuleSet = "Rule";
    private const string BackupSet = "Backup";

    private readonly List<RedisBackup> _chosen = [];

    /// <summary>The folder to keep in order.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = RuleSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The backups to remove.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = BackupSet)]
    public RedisBackup[] Backup { get; set; } = [];

    /// <summary>Keep what is younger than so many days.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(1, 36500)]
    public int? RetainDays { get; set; }

    /// <summary>Keep the newest so many of each server.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? RetainCount { get; set; }

    /// <summary>Keep the newest of each of so many days.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(1, 36500)]
    public int? Daily { get; set; }

    /// <summary>Keep the newest of each of so many weeks.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(1, 5200)]
    public int? Weekly { get; set; }

    /// <summary>Keep the newest of each of so many months.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(1, 1200)]
    public int? Monthly { get; set; }

    /// <summary>Keep at least so many of each server.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(1, int.MaxValue)]
    public int RetainMinimum { get; set; } = 1;

    /// <summary>Remove a piped backup also when it is the last verified one of its server.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == BackupSet)
        {
            _chosen.AddRange(Backup);
            return;
        }

        BackupRetention retention = new() { Days = RetainDays, Count = RetainCount, Daily = Daily, Weekly = Weekly, Monthly = Monthly, Minimum = RetainMinimum };
        if (retention is { Days: null, Count: null, Daily: null, Weekly: null, Monthly: null })
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("RetentionMissing", "No rule says what to keep.", Path, "Give -RetainDays, -RetainCount, -Daily, -Weekly or -Monthly; or pipe the backups to remove from Get-RedisBackup."));
        }

        string folder = GetUnresolvedProviderPathFromPSPath(Path);
        IReadOnlyList<RedisBackup> all = new BackupFolder(folder).List(WriteWarning);
        foreach (IGrouping<string, RedisBackup> server in retention.Removable(all, DateTimeOffset.UtcNow).GroupBy(backup => backup.Server, StringComparer.OrdinalIgnoreCase))
        {
            RemoveOld(folder, [.. all.Where(backup => string.Equals(backup.Server, server.Key, StringComparison.OrdinalIgnoreCase))], server);
        }
    }

    private void RemoveOld(string folder, RedisBackup[] own, IGrouping<string, RedisBackup> removable)
    {
        try
        {
            Await(RetentionGuard.RequireGoodAsync(folder, own, made: null, StopToken));
        }
        catch (BackupException e)
        {
            WriteRedisError(e, removable.Key);
            return;
        }

        foreach (RedisBackup backup in removable)
        {
            Remove(backup);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // Only when all are known can it be seen whether a verified one would be left.
        IReadOnlyCollection<RedisBackup> last = Force ? [] : BackupRetention.LastVerified(_chosen);
        foreach (RedisBackup backup in _chosen)
        {
            if (last.Contains(backup))
            {
                WriteRedisError(new BackupException(BackupFailure.LastVerified, $"{backup.Name} is the last verified backup of {backup.Server} in its folder, and stays.", "-Force removes it nevertheless."), backup);
                continue;
            }

            Remove(backup);
        }
    }

    private void Remove(RedisBackup backup)
    {
        if (!ConfirmMassChange($"Remove backup {backup.Name}, {ByteSize.Format(backup.Bytes)}, {backup.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm}, {backup.Server}", 1, int.MaxValue, Force))
        {
            return;
        }

        try
        {
            BackupFolder.Remove(backup);
            WriteObject(backup);
        }
        catch (BackupException e)
        {
            WriteRedisError(e, backup);
        }
    }
}
