using System.Management.Automation;
using RedisPS.Core.Backup;

namespace RedisPS.Backup;

/// <summary>Test-RedisBackup: whether a backup is whole, by reading every byte of it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisBackup")]
[OutputType(typeof(BackupTest), typeof(bool))]
public sealed class TestRedisBackupCommand : RedisCmdlet
{
    private long _bytes;

    /// <summary>Backups or RDB files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

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
        }
    }

    private void Test(RedisBackup backup)
    {
        ProgressReporter reporter = new(this, $"Testing {backup.Name}", "bytes");
        try
        {
            BackupTest test = Await(
                BackupVerifier.TestAsync(backup, bytes => Interlocked.Exchange(ref _bytes, bytes), StopToken),
                () => reporter.Report(Interlocked.Read(ref _bytes), backup.RdbBytes > 0 ? backup.RdbBytes : null));
            WriteObject(Quiet ? test.IsGood : test);
        }
        finally
        {
            reporter.Complete();
        }
    }
}
