using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Core.Hosts;
using RedisPS.Transformations;

namespace RedisPS.Backup;

/// <summary>Test-RedisBackup: whether a backup is whole, by reading every byte of it; and whether a server makes of it what it should, by restoring it for a trial.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisBackup", DefaultParameterSetName = VerifySet)]
[OutputType(typeof(BackupTest), typeof(bool))]
public sealed class TestRedisBackupCommand : RedisCmdlet
{
    private const string VerifySet = "Verify";
    private const string RestoreSet = "Restore";

    private long _bytes;

    /// <summary>Backups or RDB files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Restore it for a trial into a throw-away server, and compare what that server then has with the file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RestoreSet)]
    public SwitchParameter Restore { get; set; }

    /// <summary>The program of the throw-away server. Without it: one that is installed here and reads the file, best the one that wrote it.</summary>
    [Parameter(ParameterSetName = RestoreSet)]
    [ValidateNotNullOrEmpty]
    public string? ServerPath { get; set; }

    /// <summary>How long the throw-away server may take to load.</summary>
    [Parameter(ParameterSetName = RestoreSet)]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Servers that run, to compare with the file: connections or their names.</summary>
    [Parameter]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[] CompareWith { get; set; } = [];

    /// <summary>Compare only so many keys, chosen at random. Without it: all.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long? SampleSize { get; set; }

    /// <summary>Only true or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string path in Path)
        {
            string full = GetUnresolvedProviderPathFromPSPath(path);
            try
            {
                Test(BackupFolder.Find(full));
            }
            catch (BackupException e)
            {
                WriteRedisError(e, full);
            }
            catch (HostException e)
            {
                WriteError(RedisErrors.From(e, full));
            }
        }
    }

    private void Test(RedisBackup backup)
    {
        BackupTest test = Verify(backup);
        if (Restore && test.Condition is (BackupCondition.Whole or BackupCondition.Incomplete))
        {
            test = Rehearse(backup, test);
        }

        if (test.RdbVersion > 0 && test.IsRestored is not false)
        {
            test = test with { Comparisons = [.. CompareWith.Select(connection => Compare(backup, test, connection)).OfType<BackupComparison>()] };
        }

        bool same = test.Comparisons.Count == CompareWith.Length && test.Comparisons.All(comparison => comparison.IsSame);
        WriteObject(Quiet ? test.IsGood && same : test);
    }

    private BackupTest Verify(RedisBackup backup)
    {
        ProgressReporter reporter = new(this, $"Testing {backup.Name}", "bytes");
        try
        {
            return Await(
                BackupVerifier.TestAsync(backup, bytes => Interlocked.Exchange(ref _bytes, bytes), StopToken),
                () => reporter.Report(Interlocked.Read(ref _bytes), backup.RdbBytes > 0 ? backup.RdbBytes : null));
        }
        finally
        {
            reporter.Complete();
        }
    }

    private BackupTest Rehearse(RedisBackup backup, BackupTest test)
    {
        ProgressReporter reporter = new(this, $"Restoring {backup.Name} for a trial", "keys");
        string step = "";
        BackupRehearsal rehearsal = new(backup, new RehearsalOptions
        {
            ServerPath = ServerPath is not null && ServerPath.AsSpan().IndexOfAny('/', '\\') >= 0 ? GetUnresolvedProviderPathFromPSPath(ServerPath) : ServerPath,
            SampleSize = SampleSize,
            Timeout = Timeout,
            Report = text => Volatile.Write(ref step, text),
        });
        try
        {
            return Await(rehearsal.RunAsync(test, StopToken), () => reporter.Report(rehearsal.Done, test.Keys, Volatile.Read(ref step)));
        }
        finally
        {
            reporter.Complete();
        }
    }

    private BackupComparison? Compare(RedisBackup backup, BackupTest test, RedisConnection connection)
    {
        BackupComparer comparer = new(connection.Client, connection.Name, backup, test) { SampleSize = SampleSize };
        ProgressReporter reporter = new(this, $"Comparing {backup.Name} with {connection.Server}", "keys");
        try
        {
            return Await(comparer.RunAsync(StopToken), () => reporter.Report(comparer.Done, test.Keys));
        }
        catch (RedisException e)
        {
            WriteRedisError(e, connection);
            return null;
        }
        finally
        {
            reporter.Complete();
        }
    }
}
