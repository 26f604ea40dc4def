using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Files;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>
/// Restores a backup for a trial: into a server of its own on loopback, with a password that nobody knows, in a private directory that
/// goes afterwards whatever happens. Then that server is compared with the file.
/// </summary>
public sealed partial class BackupRehearsal
{
    private const int DefaultDatabases = 16;

    private readonly RedisBackup _backup;
    private readonly RehearsalOptions _options;
    private BackupComparer? _comparer;

    /// <summary>Prepares a trial.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="options">How.</param>
    public BackupRehearsal(RedisBackup backup, RehearsalOptions options)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(options);
        _backup = backup;
        _options = options;
    }

    /// <summary>Keys compared so far; may be read from any thread.</summary>
    public long Done => _comparer?.Done ?? 0;

    /// <summary>Restores and compares.</summary>
    /// <param name="test">What reading the file found. A file that is not whole is not tried.</param>
    /// <param name="stop">Ends it; the server goes.</param>
    /// <returns>The test with what came of it.</returns>
    /// <exception cref="HostException">There is no server program, or it did not load in time.</exception>
    /// <exception cref="BackupException">The file cannot be read, or there is no room to unpack it.</exception>
    public async Task<BackupTest> RunAsync(BackupTest test, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.Condition is not (BackupCondition.Whole or BackupCondition.Incomplete)) { return test; }
        long began = Stopwatch.GetTimestamp();
        ServerProgram program = await ProgramAsync(test, stop).ConfigureAwait(false);
        test = test with { ServerVersion = program.ToString() };
        _options.Report?.Invoke($"{program.Product} {program.VersionText} loads it");
        long startedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Sandbox sandbox;
        try { sandbox = await Sandbox.StartAsync(ServerOptions(test, program), stop).ConfigureAwait(false); }
        catch (HostException e) when (e.Failure == HostFailure.SandboxFailed && e.InnerException is null)
        {
            return test with { IsGood = false, IsRestored = false, Problem = $"{program.Product} {program.VersionText} does not load it: {LogLines(e.Message)}", Duration = test.Duration + Stopwatch.GetElapsedTime(began) };
        }

        using (sandbox)
        {
            _options.Report?.Invoke("The restored keys are compared with the file");
            using RedisClient client = await RedisClient.ConnectAsync(sandbox.ConnectionOptions, stop).ConfigureAwait(false);
            _comparer = new BackupComparer(client, null, _backup, test) { SampleSize = _options.SampleSize, LoadedAt = startedAt };
            BackupComparison comparison = await _comparer.RunAsync(stop).ConfigureAwait(false);
            return test with
            {
                IsRestored = comparison.IsSame,
                IsGood = test.IsGood && comparison.IsSame,
                Problem = comparison.IsSame ? test.Problem : ProblemOf(comparison),
                RecoveryTime = sandbox.ReadyAfter,
                Restored = comparison,
                Duration = test.Duration + Stopwatch.GetElapsedTime(began),
            };
        }
    }

    /// <summary>Puts the RDB of a backup into a file, unpacked, and brings it to disk.</summary>
    internal static async Task UnpackAsync(RedisBackup backup, string target, CancellationToken stop)
    {
        try
        {
            using Stream source = BackupData.Open(backup.Path);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 1 << 20 };
            using FileStream file = new(target, options.ForOwnerOnly());
            await source.CopyToAsync(file, 1 << 20, stop).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw BackupData.WriteFailed(target, e); }
    }

    private static string ProblemOf(BackupComparison comparison) => comparison.DifferenceCount == 0
        ? "Restored it could not be compared: " + string.Join(" ", comparison.Notes)
        : string.Create(CultureInfo.InvariantCulture, $"Restored it is not what the file holds: {comparison.DifferenceCount:N0} differences; {comparison.Differences[0]}.");

    // The server's own words: what it warned of, without process id and time.
    private static string LogLines(string message)
    {
        string[] lines = message.Split("It wrote: ", 2) is [_, { } wrote] ? wrote.Split(" | ") : [message];
        string[] warnings = [.. lines.Select(line => Warning().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct()];
        return string.Join(" ", warnings.Length > 0 ? warnings : lines);
    }

    private async Task<ServerProgram> ProgramAsync(BackupTest test, CancellationToken stop)
    {
        if (_options.ServerPath is { } wanted)
        {
            string full = _options.Host.Find(wanted) ?? throw new HostException(HostFailure.ServerNotFound, $"There is no program '{wanted}'.", "Give the full path of the server's program with -ServerPath.");
            return await ServerProgram.InspectAsync(_options.Host, full, stop).ConfigureAwait(false) is { Product: ServerProduct.Redis or ServerProduct.Valkey or ServerProduct.KeyDB } named
                ? named
                : throw new HostException(HostFailure.ServerNotFound, $"'{full}' is no server that loads an RDB.", "Give the program of Redis or Valkey with -ServerPath.");
        }

        IReadOnlyList<ServerProgram> found = await ServerProgram.FindAsync(_options.Host, null, stop).ConfigureAwait(false);
        return RdbSupport.Choose(found, test.RdbVersion, test.WrittenBy)
            ?? throw new HostException(HostFailure.ServerNotFound, "No server that loads an RDB is installed on this machine.", "Install one with Install-Redis, or name its program with -ServerPath.");
    }

    private SandboxOptions ServerOptions(BackupTest test, ServerProgram program) => new()
    {
        Host = _options.Host,
        ServerPath = program.Path,
        Timeout = _options.Timeout,
        Settings = new Dictionary<string, IReadOnlyList<string>>
        {
            ["requirepass"] = [Convert.ToHexString(RandomNumberGenerator.GetBytes(24))],
            ["appendonly"] = ["no"],
            ["dbfilename"] = ["dump.rdb"],
            ["databases"] = [Math.Max(DefaultDatabases, test.KeysByDatabase.Keys.DefaultIfEmpty().Max() + 1).ToString(CultureInfo.InvariantCulture)],
        },
        Prepare = (directory, token) =>
        {
            BackupFolder folder = new(directory);
            folder.RequireSpace(test.RdbBytes, "the unpacked backup");
            return UnpackAsync(_backup, Path.Combine(directory, "dump.rdb"), token);
        },
    };

    [GeneratedRegex(@"^\d+:[A-Z] .*? # (.*)$")]
    private static partial Regex Warning();
}
