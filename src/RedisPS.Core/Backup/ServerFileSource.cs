using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Persistence;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>
/// The file that a server writes when it is told to save. The server renames it into place, so it may be read at any time; what has to be
/// proved is that it is the one of this save, and not of an earlier one or of another server.
/// </summary>
internal sealed class ServerFileSource(RedisClient client, string connectionName, string? dataPath, TimeSpan timeout) : IBackupSource
{
    private const int BlockBytes = 256 << 10;
    private const string DefaultFile = "dump.rdb";

    private string _file = "";
    private string _replicationId = "";
    private long? _offset;

    public string Phase { get; private set; } = "Asking the server to save";

    public long? Total { get; private set; }

    /// <summary>The folder of the server's data, as this machine sees it.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Finds the folder, before the server is made to save for nothing.</summary>
    public async Task LocateAsync(CancellationToken cancellationToken)
    {
        string file = DefaultFile;
        string? told = null;
        try
        {
            IReadOnlyDictionary<string, string> settings = await new ConfigStore(client).ReadAsync(["dir", "dbfilename"], cancellationToken).ConfigureAwait(false);
            told = settings.GetValueOrDefault("dir");
            file = settings.GetValueOrDefault("dbfilename") ?? DefaultFile;
        }
        catch (RedisServerException e) when (dataPath is null) { throw Missing($"{client.Endpoint} does not tell where its files are: {e.Message}", e); }
        catch (RedisServerException)
        {
            // The folder was given, and the file nearly always has the usual name.
        }

        if (dataPath is null && !IsHere(client.Endpoint)) { throw Missing($"The files of {client.Endpoint} are on another machine."); }
        Folder = dataPath ?? told ?? throw Missing($"{client.Endpoint} does not tell where its files are.");
        if (!Directory.Exists(Folder)) { throw Missing($"There is no folder {Folder} on this machine, or this user may not see it."); }
        _file = Path.Combine(Folder, file);
    }

    public async Task CopyAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> target, CancellationToken cancellationToken)
    {
        DateTime before = File.Exists(_file) ? File.GetLastWriteTimeUtc(_file) : DateTime.MinValue;
        RedisPersistence state = await PersistenceReader.ReadStateAsync(client, cancellationToken).ConfigureAwait(false);
        DateTimeOffset earliest = state.EarliestSaveTime ?? state.LastSaveAt ?? DateTimeOffset.MinValue;
        try
        {
            SaveRun save = new(client, connectionName, SaveMode.Background) { Wait = true, Timeout = timeout, Progress = what => Phase = what };
            _ = await save.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.Contains("unknown", StringComparison.OrdinalIgnoreCase))
        {
            throw Missing($"{client.Endpoint} cannot be asked to save, as is usual for managed servers: {e.Message}", e);
        }

        Phase = "Copying the server's file";
        FileStream stream = Open();
        await using (stream.ConfigureAwait(false))
        {
            RequireNew(stream, before, earliest);
            Total = stream.Length;
            byte[] block = new byte[BlockBytes];
            while (await ReadAsync(stream, block, cancellationToken).ConfigureAwait(false) is > 0 and int count)
            {
                await target(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public RedisBackup Describe(RedisBackup backup) => backup with
    {
        IsPointInTime = true,
        ReplicationId = _replicationId.Length > 0 ? _replicationId : null,
        ReplicationOffset = _offset,
    };

    // The server may rename a later save over it meanwhile: what is open stays what it was.
    private FileStream Open()
    {
        try { return new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20, FileOptions.SequentialScan); }
        catch (FileNotFoundException e) { throw Missing($"{client.Endpoint} has saved, and there is no {_file} on this machine: its data is somewhere else.", e); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw Missing($"{_file} cannot be read: {e.Message}", e); }
    }

    private async ValueTask<int> ReadAsync(FileStream stream, byte[] block, CancellationToken cancellationToken)
    {
        try { return await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false); }
        catch (IOException e) { throw Missing($"{_file} cannot be read: {e.Message}", e); }
    }

    private void RequireNew(FileStream stream, DateTime before, DateTimeOffset earliest)
    {
        RdbReader? reader = null;
        try
        {
            reader = new RdbReader(stream);
            _ = reader.ReadKey();
        }
        catch (RdbFormatException e) when (e.IsUnknownFormat)
        {
            // Who checks what is copied will say so; what was read up to there tells whose save it is.
        }
        catch (RdbFormatException e) { throw new BackupException(BackupFailure.Damaged, $"{_file} is no whole RDB: {e.Message}", "Look at the server's log and at the disk of its data.", e); }

        IReadOnlyDictionary<string, string> facts = reader?.Auxiliary ?? new Dictionary<string, string>();
        bool written = !facts.TryGetValue("ctime", out string? text) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds >= earliest.ToUnixTimeSeconds();
        if (!written || File.GetLastWriteTimeUtc(_file) == before)
        {
            throw Missing($"{client.Endpoint} has saved, but {_file} is an older file: its data is somewhere else.");
        }

        _replicationId = facts.GetValueOrDefault("repl-id") ?? "";
        _offset = long.TryParse(facts.GetValueOrDefault("repl-offset"), NumberStyles.None, CultureInfo.InvariantCulture, out long offset) ? offset : null;
        stream.Position = 0;
    }

    private static bool IsHere(RedisEndpoint endpoint)
    {
        if (endpoint.UnixSocketPath is not null || string.Equals(endpoint.Host, "localhost", StringComparison.OrdinalIgnoreCase)) { return true; }
        if (!IPAddress.TryParse(endpoint.Host, out IPAddress? address)) { return string.Equals(endpoint.Host, Dns.GetHostName(), StringComparison.OrdinalIgnoreCase); }
        return IPAddress.IsLoopback(address) || NetworkInterface.GetAllNetworkInterfaces().Any(card => card.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(address)));
    }

    private static BackupException Missing(string message, Exception? inner = null) =>
        new(BackupFailure.ServerFileMissing, message, "Give the folder of the server's data as this machine sees it with -ServerDataPath, or use -Method Replication, which needs no file (-Method Logical where replication is blocked).", inner);
}
