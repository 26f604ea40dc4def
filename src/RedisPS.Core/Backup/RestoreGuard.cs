using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>What keeps a server from being restored, found before anything is changed.</summary>
internal static class RestoreGuard
{
    /// <summary>What can be said of the service alone.</summary>
    public static void RequirePossible(RedisService service, string? dataPath)
    {
        if (service.Role == "Sentinel") { throw Refused($"{service.Name} is a Sentinel: it has no data.", "Name the server's own service."); }
        if (service.Product is ServerProduct.Garnet or ServerProduct.Dragonfly) { throw Refused($"{service.Name} is {service.Product}, which loads no RDB.", "Restore the keys: Restore-Redis with -Connection."); }
        if (service.Port is { } port && Sandbox.At(new RedisEndpoint(service.HostName, port)) is not null)
        {
            throw Refused($"{service.Name} is a sandbox of this session: it ends when it is stopped.", "Restore the keys into it with Restore-Redis -Connection, or try the whole with Test-RedisBackup -Restore.");
        }

        if (service.Provider == ServiceProvider.Docker && dataPath is null)
        {
            throw Refused($"{service.Name} is a container: where its data is on this machine is not known.", "Name the directory that is mounted there with -DataPath.");
        }
    }

    /// <summary>What the backup itself says: only one that is whole, and lacks nothing, takes the place of all that a server has.</summary>
    public static void RequireGood(RedisBackup backup, BackupTest test)
    {
        switch (test.Condition)
        {
            case BackupCondition.Whole:
                return;
            case BackupCondition.Incomplete:
                throw Refused($"{backup.Name} lacks keys, and nothing was changed: {test.Problem}", "Use another backup; or bring the keys that it has into the running server: Restore-Redis with -Connection.");
            case BackupCondition.NotReadable:
                throw new BackupException(BackupFailure.UnknownFormat, $"{backup.Name} is of a format that RedisPS does not read, and nothing was changed: {test.Problem}", "Use another backup, or a newer RedisPS; Get-RedisBackup lists backups, Test-RedisBackup tells which are whole.");
            default:
                throw new BackupException(BackupFailure.Damaged, $"{backup.Name} is not good, and nothing was changed: {test.Problem}", "Use another backup; Get-RedisBackup lists them, Test-RedisBackup tells which are whole.");
        }
    }

    /// <summary>What the server, its directory and its program say.</summary>
    public static async Task CheckAsync(HostSystem host, ServerRestorePlan plan, CancellationToken stop)
    {
        ServerData data = plan.Data;
        string name = plan.Service.Name;
        if (data.ReplicaOf is { } primary)
        {
            throw Refused($"{name} is a replica of {primary}: it would take that server's data again as soon as it runs.", "Restore the primary; or make this server one (REPLICAOF NO ONE, and no replicaof in its configuration).");
        }

        if (!Directory.Exists(data.Folder)) { throw Refused($"There is no directory {data.Folder} on this machine: {name} has it elsewhere, perhaps in a container.", "Name the directory as it is seen from here with -DataPath."); }
        RequireWayBack(plan);
        await RequireReadableAsync(host, plan, stop).ConfigureAwait(false);
        await RequireWritableAsync(host, data, stop).ConfigureAwait(false);
        new BackupFolder(data.Folder).RequireSpace(plan.Test.RdbBytes, "the restored data beside the old");
    }

    /// <summary>Whether what the server has can be written where its next start would find it: else a restore that fails could not be turned back.</summary>
    public static void RequireWayBack(ServerRestorePlan plan)
    {
        if (!plan.Stops || plan.Options.NoSave || !plan.Data.AppendOnlyNext) { return; }
        string name = plan.Service.Name;
        if (!plan.Data.AppendOnlyRuns)
        {
            throw Refused($"{name} is to start with an append-only file that it does not write now: what it has could not be put back if the restore failed.", "Let it write the file (Set-RedisPersistence) or take it out of its configuration (Save-RedisConfig writes what runs); or give up what it has with -NoSave.");
        }

        if (plan.Data.AppendOnlyFails)
        {
            throw Refused($"{name} cannot write its append-only file: what it has is in no file that it would start with, and could not be put back if the restore failed.", "The server's log says why it cannot write: disk space and rights, mostly. Or give up what it has with -NoSave.");
        }
    }

    // The program itself is asked with an empty file of that version; a table of versions would know only those that exist today.
    private static async Task RequireReadableAsync(HostSystem host, ServerRestorePlan plan, CancellationToken stop)
    {
        int version = plan.Test.RdbVersion;
        ServerProgram? program = plan.Data.Runs;
        bool loads = false;
        if (plan.Service.Provider != ServiceProvider.Docker && plan.Service.ServerPath is { } path && host.Find(path) is { } found)
        {
            if (await ServerProgram.InspectAsync(host, found, stop).ConfigureAwait(false) is { } installed)
            {
                program = installed;
                SandboxOptions trial = new() { Host = host, ServerPath = found, Prepare = (directory, token) => File.WriteAllBytesAsync(Path.Combine(directory, "dump.rdb"), Empty(version), token) };
                try
                {
                    using Sandbox sandbox = await Sandbox.StartAsync(trial, stop).ConfigureAwait(false);
                    loads = true;
                }
                catch (HostException e) when (e.Message.Contains("RDB", StringComparison.Ordinal)) { throw TooNew(plan, installed); }
                catch (HostException)
                {
                    // It does not start on its own, for reasons of its own: what is known of its version decides.
                }
            }
        }

        if (!loads && program is not null && RdbSupport.Reads(program, version) == false) { throw TooNew(plan, program); }
        if (plan.Data.AppendOnly && program is { Product: ServerProduct.Redis, Version.Major: < 7 })
        {
            throw Refused($"{plan.Service.Name} is older than Redis 7.0 and has an append-only file.", "Turn it off in its configuration (appendonly no), restore, and turn it on again with Set-RedisPersistence.");
        }
    }

    private static BackupException TooNew(ServerRestorePlan plan, ServerProgram program) => Refused(
        string.Create(CultureInfo.InvariantCulture, $"{plan.Backup.Name} is an RDB of version {plan.Test.RdbVersion}{(plan.Test.WrittenBy.Length > 0 ? $", written by {plan.Test.WrittenBy}" : "")}, and {program.Product} {program.VersionText} does not load it."),
        "Install the product and version that wrote it, or a newer one.");

    private static async Task RequireWritableAsync(HostSystem host, ServerData data, CancellationToken stop)
    {
        FileOwner owner = await FileOwner.OfAsync(host, File.Exists(data.SnapshotPath) ? data.SnapshotPath : data.Folder, stop).ConfigureAwait(false);
        string trial = Path.Combine(data.Folder, ".redisps-restore-" + Guid.NewGuid().ToString("N"));
        try
        {
            using FileStream file = new(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFailure.TargetNotWritable, $"The server's directory {data.Folder} cannot be written: {e.Message} Nothing was changed.", "Run as root (sudo), or as the user that the server runs as.", e);
        }

        if (!owner.CanBeGiven(host))
        {
            throw new BackupException(BackupFailure.TargetNotWritable, $"The data in {data.Folder} belongs to another user ({owner.Id}), and files cannot be given to it by this one. Nothing was changed.", "Run as root (sudo), or as the user that the server runs as.");
        }
    }

    private static byte[] Empty(int version)
    {
        byte[] file = new byte[18];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"REDIS{version:0000}")).CopyTo(file, 0);
        file[9] = 0xff;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(10), Rdb.Crc64.Append(0, file.AsSpan(0, 10)));
        return file;
    }

    private static BackupException Refused(string message, string remedy) => new(BackupFailure.Refused, message, remedy);
}
