using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>Whether a user may make transactions. Where MULTI is refused, what was to be in one would be done at once, command by command.</summary>
internal static class TransactionProof
{
    /// <summary>Makes a transaction of nothing.</summary>
    /// <exception cref="RedisServerException">MULTI or EXEC is refused.</exception>
    public static async Task RequireAsync(RedisBulkConnection connection, byte[] multi, byte[] exec, CancellationToken cancellationToken)
    {
        foreach (byte[] name in new[] { multi, exec })
        {
            connection.Writer.Begin(1);
            connection.Writer.Argument(name);
        }

        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        RespValue begun = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        RespValue done = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (begun.IsError) { throw RedisServerException.FromReply(begun, new RedisCommand("MULTI")); }
        if (done.IsError) { throw RedisServerException.FromReply(done, new RedisCommand("EXEC")); }
    }
}
