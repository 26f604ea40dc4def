using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Backup;

/// <summary>Backup-Redis: an RDB of a server, checked while it arrives, with a manifest beside it.</summary>
[Cmdlet(VerbsData.Backup, "Redis", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(RedisBackup))]
public sealed class BackupRedisCommand : RedisServerCmdlet
{
    private static readonly TimeSpan s_cleaningUp = TimeSpan.FromSeconds(10);

    private BackupProgress? _progress;

    /// <summary>The folder to write to.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The file's name without extension.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How to get the data.</summary>
    [Parameter]
    public BackupMethod Method { get; set; } = BackupMethod.Replication;

    /// <summary>Compress with gzip.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>Do not check while it arrives.</summary>
    [Parameter]
    public SwitchParameter NoVerify { get; set; }

    /// <summary>Write the settings beside it, without secrets.</summary>
    [Parameter]
    public SwitchParameter IncludeConfig { get; set; }

    /// <summary>Write the users beside it.</summary>
    [Parameter]
    public SwitchParameter IncludeAcl { get; set; }

    /// <summary>Write the functions beside it.</summary>
    [Parameter]
    public SwitchParameter IncludeFunction { get; set; }

    /// <summary>Copy the append-only file beside it.</summary>
    [Parameter]
    public SwitchParameter IncludeAppendOnly { get; set; }

    /// <summary>The folder of the server's data as this machine sees it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServerDataPath { get; set; }

    /// <summary>Ask a replica where there is one.</summary>
    [Parameter]
    public SwitchParameter PreferReplica { get; set; }

    /// <summary>At most so many bytes a second.</summary>
    [Parameter]
    [SizeTransformation]
    [ValidateRange(1L, long.MaxValue)]
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>How long it may take.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Afterwards remove this server's backups that are older than so many days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? RetainDays { get; set; }

    /// <summary>Afterwards keep only the newest so many of this server's backups.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? RetainCount { get; set; }

    /// <summary>Afterwards keep the newest of each of so many days.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? Daily { get; set; }

    /// <summary>Afterwards keep the newest of each of so many weeks.</summary>
    [Parameter]
    [ValidateRange(1, 5200)]
    public int? Weekly { get; set; }

    /// <summary>Afterwards keep the newest of each of so many months.</summary>
    [Parameter]
    [ValidateRange(1, 1200)]
    public int? Monthly { get; set; }

    /// <summary>Keep at least so many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RetainMinimum { get; set; } = 1;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Name is not null && Name.AsSpan().IndexOfAny(System.IO.Path.GetInvalidFileNameChars()) >= 0)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("BackupNameInvalid", $"'{Name}' cannot be the name of a file.", Name, "Give the folder with -Path and only a name with -Name."));
        }

        if ((IncludeAppendOnly || ServerDataPath is not null) && Method != BackupMethod.ServerFile)
        {
            string name = IncludeAppendOnly ? "-IncludeAppendOnly" : "-ServerDataPath";
            ThrowTerminatingError(RedisErrors.InvalidArgument("BackupMethodConflict", $"{name} has no meaning with -Method {Method}: only ServerFile reads the server's files.", Method, "Add -Method ServerFile, or leave it out."));
        }

        ForEachConnection(BackUp);
    }

    private void BackUp(RedisConnection connection)
    {
        string folder = GetUnresolvedProviderPathFromPSPath(Path);
        if (!ShouldProcess(connection.Server, $"Back up to {folder} ({Method})"))
        {
            if (IsWhatIf)
            {
                Announce(folder, connection);
            }

            return;
        }

        _progress = null;
        BackupOptions options = new()
        {
            Folder = folder,
            Name = Name,
            Method = Method,
            Compress = Compress,
            Verify = !NoVerify,
            IncludeConfiguration = IncludeConfig,
            IncludeAcl = IncludeAcl,
            IncludeFunctions = IncludeFunction,
            IncludeAppendOnly = IncludeAppendOnly,
            ServerDataPath = ServerDataPath is null ? null : GetUnresolvedProviderPathFromPSPath(ServerDataPath),
            Timeout = Timeout,
            PreferReplica = PreferReplica,
            MaxBytesPerSecond = MaxBytesPerSecond,
            Progress = progress => Volatile.Write(ref _progress, progress),
        };
        BackupRun run = new(connection.Client, connection.Name, options);
        RedisBackup backup = Make(run, connection);
        foreach ((RedisKey key, string error) in run.Failures)
        {
            WriteError(RedisErrors.Record(new InvalidOperationException($"{key} is not in the backup: {error}"), "BackupKeyFailed", ErrorCategory.ReadError, key, "Look at the key; Get-RedisKey -Key shows its type and size."));
        }

        WriteObject(backup);
        Retain(folder, backup);
    }

    // What must be known is said whether or not there is a backup.
    private RedisBackup Make(BackupRun run, RedisConnection connection)
    {
        ProgressReporter reporter = new(this, $"Backing up {connection.Server}", "bytes");
        try
        {
            RedisBackup backup = Finish(run.RunAsync(StopToken), reporter);
            Array.ForEach([.. run.Warnings], WriteWarning);
            return backup;
        }
        catch (RedisException)
        {
            Array.ForEach([.. run.Warnings], WriteWarning);
            throw;
        }
        catch (OperationCanceledException)
        {
            Array.ForEach([.. run.Warnings], TellWhileStopping);
            throw;
        }
        finally
        {
            reporter.Complete();
        }
    }

    // When it is stopped, what was written is removed and settings of the server are put back before the command ends.
    private RedisBackup Finish(Task<RedisBackup> task, ProgressReporter reporter)
    {
        try
        {
            return Await(task, () =>
            {
                if (Volatile.Read(ref _progress) is { } now)
                {
                    reporter.Report(now.Bytes, now.Total, $"{now.Phase}: {ByteSize.Format(now.Bytes)}");
                }
            });
        }
        catch (OperationCanceledException)
        {
            _ = Task.WaitAny([task], s_cleaningUp);
            throw;
        }
    }

    private BackupRetention Retention => new() { Days = RetainDays, Count = RetainCount, Daily = Daily, Weekly = Weekly, Monthly = Monthly, Minimum = RetainMinimum };

    // Only after the new one is whole, and only what is of the same server.
    private void Retain(string folder, RedisBackup backup)
    {
        RedisBackup[] own = Own(folder, backup.Server);
        IReadOnlyList<RedisBackup> removable = Retention.Removable(own, DateTimeOffset.UtcNow, backup);
        if (removable.Count == 0)
        {
            return;
        }

        Await(RetentionGuard.RequireGoodAsync(folder, own, backup, StopToken));
        foreach (RedisBackup old in removable)
        {
            if (ShouldProcess(old.Path, Removing(old)))
            {
                BackupFolder.Remove(old);
                WriteVerbose($"Removed {old.Path}.");
            }
        }
    }

    // As if the new one were there, whole and good; when it is not, none goes.
    private void Announce(string folder, RedisConnection connection)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        DateTimeOffset now = DateTimeOffset.UtcNow;
        string server = connection.Client.Endpoint.ToString();
        RedisBackup made = new() { Server = server, Path = System.IO.Path.Combine(folder, Name ?? server), StartedAt = now, IsVerified = !NoVerify };
        foreach (RedisBackup old in Retention.Removable([made, .. Own(folder, server)], now, made))
        {
            _ = ShouldProcess(old.Path, Removing(old));
        }
    }

    private RedisBackup[] Own(string folder, string server) =>
        [.. new BackupFolder(folder).List(WriteWarning).Where(other => string.Equals(other.Server, server, StringComparison.OrdinalIgnoreCase))];

    private static string Removing(RedisBackup old) => $"Remove backup {old.Name}, {ByteSize.Format(old.Bytes)}, {old.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm}, once the new one is whole";
}
