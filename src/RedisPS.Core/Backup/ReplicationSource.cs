using RedisPS.Client;

namespace RedisPS.Core.Backup;

/// <summary>The snapshot that a server sends to its replicas.</summary>
internal sealed class ReplicationSource(RedisClient client, Action<long> announce) : IBackupSource
{
    private const int BlockBytes = 256 << 10;
    private const int PieceBytes = 16 << 10;

    private string _replicationId = "";
    private long _offset;

    public string Phase { get; private set; } = "Waiting for the server to begin";

    public long? Total { get; private set; }

    public async Task CopyAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> target, CancellationToken cancellationToken)
    {
        RedisReplicationStream snapshot = await client.OpenReplicationAsync(cancellationToken).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            Phase = "Receiving the snapshot";
            Total = snapshot.Length;
            (_replicationId, _offset) = (snapshot.ReplicationId, snapshot.Offset);
            if (snapshot.Length is { } length) { announce(length); }
            byte[] block = new byte[BlockBytes];
            while (await FillAsync(snapshot, block, cancellationToken).ConfigureAwait(false) is > 0 and int count)
            {
                await target(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public RedisBackup Describe(RedisBackup backup) => backup with { IsPointInTime = true, ReplicationId = _replicationId, ReplicationOffset = _offset };

    // A server passes on what its child wrote in small pieces: blocks of them spare the writing and the reading thread most of their turns.
    private static async ValueTask<int> FillAsync(RedisReplicationStream snapshot, byte[] block, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled <= block.Length - PieceBytes && await snapshot.ReadAsync(block.AsMemory(filled), cancellationToken).ConfigureAwait(false) is > 0 and int count) { filled += count; }
        return filled;
    }
}
