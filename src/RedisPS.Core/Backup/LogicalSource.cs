using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>
/// DUMP of every key, put together as an RDB: what DUMP gives is what an RDB holds for a value, with a version and a checksum behind it.
/// Everything that works on an RDB works on this; what it is not is one point in time, and its manifest says so.
/// </summary>
internal sealed class LogicalSource(RedisClient client, string? connectionName, Action<RedisKey, string> failed) : IBackupSource
{
    // In a payload it stands before the type, in a file before the type and the key.
    private const string MetadataProblem = "A module has attached something to it, which RedisPS does not read. -Method Replication -NoVerify keeps it.";
    private const int KeysPerFlush = 250;
    private const int BlockBytes = 1 << 20;
    private const int PortionBytes = 256 << 10;

    private readonly MemoryStream _block = new();
    private Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> _target = null!;
    private ulong _crc;
    private int _version;
    private long _failed;
    private readonly List<string> _missing = [];

    public string Phase => "Reading keys";

    public IReadOnlyList<string> Warnings =>
        _failed == 0 ? _missing : [.. _missing, string.Create(CultureInfo.InvariantCulture, $"No whole backup: {_failed:N0} {(_failed == 1 ? "key" : "keys")} could not be read and {(_failed == 1 ? "is" : "are")} missing.")];

    public long? Total => null;

    public async Task CopyAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> target, CancellationToken cancellationToken)
    {
        _target = target;
        bool absolute = client.Capabilities.Supports("PEXPIRETIME");
        List<int> databases = await DatabasesAsync(cancellationToken).ConfigureAwait(false);
        await HeaderAsync(databases, cancellationToken).ConfigureAwait(false);
        foreach (int database in databases) { await DatabaseAsync(client.ForDatabase(database), database, absolute, cancellationToken).ConfigureAwait(false); }
        _block.WriteByte(RdbOpcode.End);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        byte[] checksum = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, _crc);
        await target(checksum, cancellationToken).ConfigureAwait(false);
    }

    public RedisBackup Describe(RedisBackup backup) => backup with
    {
        IsPointInTime = false,
        FailedKeys = _failed,
        Notes = [.. backup.Notes, "Key by key: not one point in time.", .. Warnings],
    };

    private async Task<List<int>> DatabasesAsync(CancellationToken cancellationToken)
    {
        RespValue reply = await client.SendAsync(new RedisCommand("INFO", "keyspace"), cancellationToken).ConfigureAwait(false);
        List<int> found = [];
        if (!reply.IsError)
        {
            foreach (string line in (reply.AsText() ?? "").Split('\n'))
            {
                if (line.StartsWith("db", StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is > 2 and int colon
                    && int.TryParse(line.AsSpan(2, colon - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                {
                    found.Add(index);
                }
            }
        }

        // A user who may not ask, or a server that does not tell: the connection's own database is what there is to read.
        if (found.Count > 0 || (!reply.IsError && client.Capabilities.Product is ServerProduct.Redis or ServerProduct.Valkey)) { return found; }
        if (reply.IsError) { _missing.Add(string.Create(CultureInfo.InvariantCulture, $"No database but {client.Database} was looked at: {reply.AsText()}")); }
        return [client.Database];
    }

    // The version of the format is that of the server's payloads, so the first of them is asked for before anything is written.
    private async Task HeaderAsync(List<int> databases, CancellationToken cancellationToken)
    {
        RespValue functions = await client.SendAsync(new RedisCommand("FUNCTION", "DUMP"), cancellationToken).ConfigureAwait(false);
        _version = FirstVersion(functions) ?? await VersionOfAKeyAsync(databases, cancellationToken).ConfigureAwait(false);
        if (_version >= RdbReader.FirstOfValkey)
        {
            throw new BackupException(BackupFailure.UnknownFormat, $"{client.Endpoint} dumps values in a format of Valkey 9 or later (version {_version}) that RedisPS does not read.", "A newer RedisPS may read it. Until then back this server up with -Method Replication -NoVerify, or with its own tools (valkey-cli --rdb).");
        }

        _block.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"REDIS{_version:0000}")));
        Auxiliary(client.Capabilities.Product == ServerProduct.Valkey ? "valkey-ver" : "redis-ver", client.Capabilities.VersionText);
        Auxiliary("ctime", DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (functions.IsError && !functions.AsText()!.Contains("unknown", StringComparison.OrdinalIgnoreCase)) { _missing.Add($"No functions are in it: {functions.AsText()}"); }
        if (functions.Type == RespType.BlobString && functions.Bytes.Length > RdbPayload.FooterBytes) { _block.Write(functions.Bytes.Span[..^RdbPayload.FooterBytes]); }
    }

    private async Task<int> VersionOfAKeyAsync(List<int> databases, CancellationToken cancellationToken)
    {
        foreach (int database in databases)
        {
            RedisClient there = client.ForDatabase(database);
            RespValue key = await there.SendAsync(new RedisCommand("RANDOMKEY"), cancellationToken).ConfigureAwait(false);
            if (key.Type == RespType.BlobString && FirstVersion(await there.SendAsync(new RedisCommand("DUMP", key.Bytes), cancellationToken).ConfigureAwait(false)) is { } version) { return version; }
        }

        return RdbReader.NewestVersion;
    }

    private static int? FirstVersion(RespValue payload) =>
        payload.Type == RespType.BlobString && payload.Bytes.Length >= RdbPayload.FooterBytes ? BinaryPrimitives.ReadUInt16LittleEndian(payload.Bytes.Span[^RdbPayload.FooterBytes..]) : null;

    private async Task DatabaseAsync(RedisClient database, int index, bool absolute, CancellationToken cancellationToken)
    {
        _block.WriteByte(RdbOpcode.SelectDatabase);
        Length(index);
        RedisBulkConnection bulk = await database.OpenBulkAsync(cancellationToken).ConfigureAwait(false);
        await using (bulk.ConfigureAwait(false))
        {
            using KeyWalk walk = new(database, new KeyQuery(), connectionName);
            byte[] dump = database.MapName("DUMP");
            byte[] expiry = database.MapName(ExpiryCommand(absolute));
            while (await walk.NextNamesAsync(cancellationToken).ConfigureAwait(false) is { } names)
            {
                for (int from = 0; from < names.Count; from += KeysPerFlush)
                {
                    int to = Math.Min(names.Count, from + KeysPerFlush);
                    for (int i = from; i < to; i++)
                    {
                        // The expiry first: a file has it before the value, which may be too large to be held.
                        bulk.Writer.Begin(2);
                        bulk.Writer.Argument(expiry);
                        bulk.Writer.Argument(names[i]);
                        bulk.Writer.Begin(2);
                        bulk.Writer.Argument(dump);
                        bulk.Writer.Argument(names[i]);
                    }

                    await bulk.FlushAsync(cancellationToken).ConfigureAwait(false);
                    for (int i = from; i < to; i++) { await KeyAsync(bulk, names[i], absolute, cancellationToken).ConfigureAwait(false); }
                }
            }
        }
    }

    private async Task KeyAsync(RedisBulkConnection bulk, RedisKey key, bool absolute, CancellationToken cancellationToken)
    {
        RespValue expiry = await bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (await bulk.Reader.BeginLargeAsync(BlockBytes, cancellationToken).ConfigureAwait(false) is { } length)
        {
            await LargeAsync(bulk.Reader, key, length, expiry, absolute, cancellationToken).ConfigureAwait(false);
            return;
        }

        RespValue payload = await bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (payload.IsNull) { return; }
        if (payload.IsError || expiry.IsError)
        {
            Fail(key, payload.IsError ? payload : expiry, payload.IsError ? "DUMP" : ExpiryCommand(absolute));
            return;
        }

        if (payload.Bytes.Length <= RdbPayload.FooterBytes)
        {
            Fail(key, "The server gave an empty payload.");
            return;
        }

        if (payload.Bytes.Span[0] == RdbOpcode.KeyMetadata)
        {
            Fail(key, MetadataProblem);
            return;
        }

        if (!Begin(key, payload.Bytes.Span[0], expiry.AsInteger(), absolute)) { return; }
        _block.Write(payload.Bytes.Span[1..^RdbPayload.FooterBytes]);
        if (_block.Length >= BlockBytes) { await FlushAsync(cancellationToken).ConfigureAwait(false); }
    }

    // In portions, without the footer: the last bytes are held back until it is known that others follow.
    private async Task LargeAsync(RespReader reader, RedisKey key, long length, RespValue expiry, bool absolute, CancellationToken cancellationToken)
    {
        byte[] portion = new byte[PortionBytes];
        bool wanted = !expiry.IsError;
        if (!wanted) { Fail(key, expiry, ExpiryCommand(absolute)); }
        int held = 0;
        bool begun = false;
        for (long left = length; left > 0;)
        {
            int count = await reader.ReadPartAsync(portion.AsMemory(held, (int)Math.Min(left, portion.Length - held)), cancellationToken).ConfigureAwait(false);
            left -= count;
            int total = held + count;
            int from = 0;
            if (!begun)
            {
                begun = true;
                from = 1;
                if (wanted && portion[0] == RdbOpcode.KeyMetadata)
                {
                    Fail(key, MetadataProblem);
                    wanted = false;
                }

                wanted = wanted && Begin(key, portion[0], expiry.AsInteger(), absolute);
                if (wanted) { await FlushAsync(cancellationToken).ConfigureAwait(false); }
            }

            held = Math.Min(RdbPayload.FooterBytes, total - from);
            if (wanted && total - held > from) { await SendAsync(portion.AsMemory(from, total - held - from), cancellationToken).ConfigureAwait(false); }
            portion.AsSpan(total - held, held).CopyTo(portion);
        }

        await reader.EndLargeAsync(cancellationToken).ConfigureAwait(false);
    }

    // All of a key but its value; false: it has gone meanwhile.
    private bool Begin(RedisKey key, byte type, long milliseconds, bool absolute)
    {
        if (milliseconds == -2) { return false; }
        if (milliseconds >= 0)
        {
            _block.WriteByte(RdbOpcode.ExpireMilliseconds);
            Span<byte> at = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(at, absolute ? milliseconds : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + milliseconds);
            _block.Write(at);
        }

        _block.WriteByte(type);
        Length(key.Length);
        _block.Write(key.Span);
        return true;
    }

    private static string ExpiryCommand(bool absolute) => absolute ? "PEXPIRETIME" : "PTTL";

    // What every key will be answered with is no backup at all; what one key is answered with makes it one that lacks it.
    private void Fail(RedisKey key, RespValue error, string command)
    {
        RedisServerException e = RedisServerException.FromReply(error, new RedisCommand(command));
        if (new KeyError(key, e.Code, e.Message, command).IsHopeless) { throw e; }
        Fail(key, e.Message);
    }

    private void Fail(RedisKey key, string error)
    {
        _failed++;
        failed(key, error);
    }

    private void Auxiliary(string name, string value)
    {
        _block.WriteByte(RdbOpcode.Auxiliary);
        Text(name);
        Text(value);
    }

    private void Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Length(bytes.Length);
        _block.Write(bytes);
    }

    private void Length(long length)
    {
        if (length < 64)
        {
            _block.WriteByte((byte)length);
            return;
        }

        _block.WriteByte(0x80);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)length);
        _block.Write(bytes);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(_block.GetBuffer().AsMemory(0, (int)_block.Length), cancellationToken).ConfigureAwait(false);
        _block.SetLength(0);
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _crc = Crc64.Append(_crc, bytes.Span);
        return _target(bytes, cancellationToken);
    }
}
