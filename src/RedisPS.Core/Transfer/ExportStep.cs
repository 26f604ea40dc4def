using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>Reads keys with DUMP and the time at which they expire, and hands them on. Nothing is changed.</summary>
public sealed class ExportStep : MassStep
{
    private const int MostKeys = 500;

    private readonly KeyExport _export;
    private readonly BatchWeight _weight = new(MostKeys);
    private byte[] _dump = [];
    private byte[] _expiry = [];
    private bool _absolute;

    internal ExportStep(KeyExport export) => _export = export;

    /// <inheritdoc/>
    public override string Action => "Export";

    internal override int BatchSize => _weight.Keys;

    internal override bool LimitsBatch => true;

    internal override void Prepare(RedisClient client, TimeProvider time)
    {
        _absolute = client.Capabilities.Supports("PEXPIRETIME");
        _dump = client.MapName("DUMP");
        _expiry = client.MapName(_absolute ? "PEXPIRETIME" : "PTTL");
    }

    internal override void Write(StepContext context, StepBatch batch)
    {
        RespWriter writer = context.Writer;
        foreach (PlannedKey key in batch.Keys)
        {
            writer.Begin(2);
            writer.Argument(_expiry);
            writer.Argument(key.Key.Span);
            writer.Begin(2);
            writer.Argument(_dump);
            writer.Argument(key.Key.Span);
        }
    }

    internal override async ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken)
    {
        ReadState state = new();
        while (!ReadBuffered(context, batch, state)) { await context.Connection.Reader.FillAsync(cancellationToken).ConfigureAwait(false); }
        _weight.Weighed(batch.Count, state.Bytes);
    }

    /// <summary>What DUMP answered with nothing although the key is there: Garnet does so for anything but strings.</summary>
    internal static KeyError NotDumped(RedisClient client, RedisKey key) =>
        new(key, "ERR", $"{client.Endpoint} ({client.Capabilities.Product}) cannot DUMP a value of this type.", "DUMP");

    private bool ReadBuffered(StepContext context, StepBatch batch, ReadState state)
    {
        RespReader reader = context.Connection.Reader;
        for (; state.Done < batch.Count; state.Done++, state.Expiry = null)
        {
            if (state.Expiry is null)
            {
                if (!reader.TryReadScalar(out RespScalar expiry)) { return false; }
                state.Expiry = expiry.Type == RespType.Error ? long.MinValue : expiry.Integer;
                state.Error = expiry.Type == RespType.Error ? expiry.Bytes.ToArray() : null;
            }

            if (!reader.TryReadScalar(out RespScalar dump)) { return false; }
            PlannedKey key = batch.Keys[state.Done];
            if (dump.Type == RespType.Error) { context.Fail(key, dump.Bytes, "DUMP"); }
            else if (state.Error is not null) { context.Fail(key, state.Error, _absolute ? "PEXPIRETIME" : "PTTL"); }
            else if (dump.Type != RespType.Null)
            {
                state.Bytes += dump.Bytes.Length;
                _export.Add(context.Client.Database, key.Key, ExpiresAt(context, state.Expiry.Value), dump.Bytes);
                context.Succeed(key);
            }
            else if (state.Expiry > -2 && context.Client.Capabilities.Product == ServerProduct.Garnet) { context.Fail(key, NotDumped(context.Client, key.Key)); }
            else { context.Skip(key, SkipReason.Gone); }
        }

        return true;
    }

    private long? ExpiresAt(StepContext context, long expiry) =>
        expiry < 0 ? null : _absolute ? expiry : context.Time.GetUtcNow().ToUnixTimeMilliseconds() + expiry;

    private sealed class ReadState
    {
        public int Done { get; set; }

        public long? Expiry { get; set; }

        public byte[]? Error { get; set; }

        public long Bytes { get; set; }
    }
}
