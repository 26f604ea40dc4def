using RedisPS.Benchmarks.Contestants;
using RedisPS.Benchmarks.Data;
using RedisPS.Benchmarks.Report;
using RedisPS.Benchmarks.Wire;
using RedisPS.TestServers.Network;

namespace RedisPS.Benchmarks;

/// <summary>Which jobs are measured, and who does them how.</summary>
internal sealed class JobList(BenchmarkServer server, Tools tools, int keys) : IDisposable
{
    private const string Half = "cache:*";
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private readonly CoreWork _core = new(server.Port);
    private readonly DelayProxy _far = new(server.Port, TimeSpan.FromMilliseconds(5));
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"redisps-bench-{Environment.ProcessId}.rpsd");
    private readonly BackupPlace _backups = new();
    private CoreWork? _farCore;

    public void Dispose()
    {
        _farCore?.Dispose();
        _core.Dispose();
        _far.Dispose();
        File.Delete(_file);
        _backups.Dispose();
    }

    public IEnumerable<Job> All()
    {
        int port = server.Port;
        yield return new Job($"Names of {keys:N0} keys", () => { },
        [
            Contestant.InProcess("the wire's limit", () => WireLoop.Names(port)),
            Contestant.InProcess("Core", _core.Names),
            .. Hosts("Get-RedisKey -NameOnly -First 10", "Get-RedisKey -NameOnly | Out-Null", repeatable: true),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --scan > /dev/null", "redis-cli --scan"),
            .. Cli(tools.RedisCli8, cli => $"{cli} -p {port} --scan --count 1000 > /dev/null", "redis-cli 8 --scan --count 1000"),
        ]);
        yield return new Job($"Names, type, TTL and memory of {keys:N0} keys", () => { },
        [
            Contestant.InProcess("the wire's limit", () => WireLoop.Metadata(port)),
            Contestant.InProcess("Core", _core.Metadata),
            .. Hosts("Get-RedisKey -IncludeMemory -First 10", "Get-RedisKey -IncludeMemory | Out-Null", repeatable: true),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --memkeys > /dev/null", "redis-cli --memkeys"),
            .. Cli(tools.RedisCli8, cli => $"{cli} -p {port} --memkeys --count 1000 > /dev/null", "redis-cli 8 --memkeys --count 1000"),
        ]);
        yield return new Job($"Remove {keys / 2:N0} keys by pattern", server.Reset,
        [
            Contestant.InProcess("the wire's limit", () => WireLoop.Remove(port, Half)),
            Contestant.InProcess("Core", () => _core.Remove(Half)),
            .. Hosts("Get-RedisKey -NameOnly -First 10", $"Remove-RedisKey -Pattern '{Half}' -Force | Out-Null"),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --scan --pattern '{Half}' | xargs -n 1000 {cli} -p {port} unlink > /dev/null", "redis-cli --scan, xargs unlink"),
        ]);
        yield return new Job($"TTL on {keys / 2:N0} keys", server.Reset,
        [
            Contestant.InProcess("the wire's limit", () => WireLoop.Expire(port, Half, (int)s_day.TotalSeconds)),
            Contestant.InProcess("Core", () => _core.Expire(Half, s_day)),
            .. Hosts("Get-RedisKey -NameOnly -First 10", $"Set-RedisTtl -Pattern '{Half}' -TimeToLive 1d -Force | Out-Null"),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --scan --pattern '{Half}' | awk '{{print \"EXPIRE\", $1, 86400}}' | {cli} -p {port} --pipe > /dev/null", "redis-cli --scan, awk, --pipe"),
        ]);
        yield return new Job($"Export {keys / 2:N0} keys (dump)", server.Reset,
        [
            Contestant.InProcess("the wire's limit", () => WireLoop.Dump(port, Half)),
            Contestant.InProcess("Core", () => _core.Export(Half, _file)),
            .. Hosts("Get-RedisKey -NameOnly -First 10", $"Export-RedisKey '{_file}' '{Half}' -Format Dump -Force | Out-Null"),
        ]);
        WireRestore? values = null;
        yield return new Job($"Import {keys / 2:N0} keys (dump)", () =>
        {
            values ??= TakeValues();
            _ = server.Send("FLUSHALL");
        },
        [
            Contestant.InProcess("the wire's limit", () => values!.Run(port)),
            Contestant.InProcess("Core", () => _core.Import(_file, 0)),
            .. Hosts("Get-RedisKey -NameOnly -First 10", $"Import-RedisKey '{_file}' -Force | Out-Null"),
        ]);
        server.Reset();
        yield return new Job($"Back up {keys:N0} keys, checked while they arrive", _backups.Empty,
        [
            Contestant.InProcess("the wire's limit", () => WireSnapshot.Run(port, _backups.NewFile())),
            Contestant.InProcess("Core", () => _core.BackUp(_backups.Folder)),
            .. Hosts("Get-RedisKey -NameOnly -First 10", $"Backup-Redis '{_backups.Folder}' | Out-Null"),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --rdb {_backups.NewFile()} > /dev/null", "redis-cli --rdb, which checks nothing"),
        ]);
        string? backup = null;
        _backups.Empty();
        yield return new Job($"Test a backup of {keys:N0} keys", () => backup ??= _core.BackUp(_backups.Folder),
        [
            Contestant.InProcess("reading the file", () => WireSnapshot.Read(backup!)),
            Contestant.InProcess("Core", () => _core.Test(backup!)),
            .. Hosts("Get-RedisKey -NameOnly -First 10", $"Get-RedisBackup '{_backups.Folder}' | Test-RedisBackup | Out-Null"),
            .. Cli(HostProcess.Find("redis-check-rdb"), check => $"{check} {_backups.Folder}/*.rdb > /dev/null", "redis-check-rdb"),
        ]);
        yield return new Job("The same walk with metadata, near and 5 ms away", () => { },
        [
            Contestant.InProcess("Core on loopback", _core.Metadata),
            Contestant.InProcess("Core", () => (_farCore ??= new CoreWork(_far.Port)).Metadata()),
        ]);
    }

    public IEnumerable<Disturbance> Disturbances()
    {
        int port = server.Port;
        yield return new Disturbance("nothing", server.Reset, [Contestant.InProcess("nobody", () => Thread.Sleep(2000))]);
        yield return new Disturbance("walk with metadata", () => { },
        [
            Contestant.InProcess("Core", _core.Metadata),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --memkeys > /dev/null", "redis-cli --memkeys"),
        ]);
        yield return new Disturbance($"removal of {keys / 2:N0} keys", server.Reset,
        [
            Contestant.InProcess("Core", () => _core.Remove(Half)),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --scan --pattern '{Half}' | xargs -n 1000 {cli} -p {port} unlink > /dev/null", "redis-cli --scan, xargs unlink"),
        ]);
        yield return new Disturbance("removal of 1,000 large hashes", () => MixedKeys.FillLargeHashes(port, 1000, 1000),
        [
            Contestant.InProcess("Core", () => _core.Remove("large:*")),
            .. Cli(tools.RedisCli, cli => $"{cli} -p {port} --scan --pattern 'large:*' | xargs -n 1000 {cli} -p {port} del > /dev/null", "redis-cli --scan, xargs del"),
        ]);
    }

    private WireRestore TakeValues()
    {
        server.Reset();
        _core.Export(Half, _file);
        return new WireRestore(server.Port, Half);
    }

    // A pipeline that changes nothing is also timed in a session that has run it before: until PowerShell's own code
    // is compiled in full, a million objects cost it more than the walk.
    private IEnumerable<Contestant> Hosts(string warmUp, string pipeline, bool repeatable = false)
    {
        yield return Contestant.Runner(tools, pipeline, server.Port);
        if (tools.PowerShell is not null)
        {
            yield return Contestant.PowerShell(tools, "PowerShell", warmUp, pipeline, server.Port);
            if (repeatable)
            {
                yield return Contestant.PowerShell(tools, "PowerShell, again", $"{pipeline}; {pipeline}", pipeline, server.Port);
            }
        }
    }

    private IEnumerable<Contestant> Cli(string? program, Func<string, string> line, string name)
    {
        if (program is not null)
        {
            yield return Contestant.Shell(name, line(program), server.Port);
        }
    }
}
