using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Copies keys on the same server, time to live included (COPY). Where COPY does not exist (before 6.2, Garnet), the value goes
/// through the client with DUMP and RESTORE.
/// </summary>
public sealed class CopyStep : KeyStep
{
    // What travels through the client may be large: few at a time.
    private const int PortionByDump = 16;

    private readonly TargetName _target;
    private readonly int? _database;
    private byte[] _name = [];
    private bool _byDump;
    private RedisClient? _destination;

    private CopyStep(TargetName target, int? database) => (_target, _database) = (target, database);

    /// <summary>Overwrite what is there.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override string Action => "Copy";

    internal override bool NeedsPlan => _target.IsPrefix;

    internal override bool Overlaps => false;

    internal override bool ReadsToTheEnd => false;

    /// <summary>Copies one key.</summary>
    /// <param name="destination">The copy's name.</param>
    /// <param name="database">The copy's database; null: the same.</param>
    /// <param name="force">Overwrite what is there.</param>
    /// <returns>The step.</returns>
    public static CopyStep To(RedisKey destination, int? database = null, bool force = false) => new(TargetName.Fixed(destination), database) { Force = force };

    /// <summary>Copies keys under their own names into another database.</summary>
    /// <param name="database">The other database.</param>
    /// <param name="force">Overwrite what is there.</param>
    /// <returns>The step.</returns>
    public static CopyStep ToDatabase(int database, bool force = false) => new(TargetName.Same, database) { Force = force };

    /// <summary>Copies keys under names with another prefix.</summary>
    /// <param name="from">What the names begin with.</param>
    /// <param name="to">What the copies' names begin with.</param>
    /// <param name="database">The copies' database; null: the same.</param>
    /// <param name="force">Overwrite what is there.</param>
    /// <returns>The step.</returns>
    public static CopyStep Prefix(RedisKey from, RedisKey to, int? database = null, bool force = false) => new(TargetName.Prefix(from, to), database) { Force = force };

    internal override void Prepare(RedisClient client, TimeProvider time)
    {
        if (_target.IsSame && (_database ?? client.Database) == client.Database)
        {
            throw new RedisConfigurationException("Source and destination are the same: give another name or another database.");
        }

        _destination = _database is { } database && database != client.Database ? client.ForDatabase(database) : client;
        _byDump = !client.Capabilities.Supports("COPY");
        if (!_byDump) { _name = client.MapName("COPY"); }
    }

    internal override Task CheckAsync(RedisClient client, KeyPlan plan, CancellationToken cancellationToken) => _target.CheckAsync(client, _destination!, plan, Force, cancellationToken);

    internal override async Task<TakenNames?> TakenAsync(RedisClient client, KeyPlan plan, CancellationToken cancellationToken) =>
        NeedsPlan && !Force ? null : await _target.TakenAsync(_destination!, plan, Force, cancellationToken).ConfigureAwait(false);

    internal override void Write(StepContext context, StepBatch batch)
    {
        if (!_byDump) { base.Write(context, batch); }
    }

    internal override async ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken)
    {
        List<PlannedKey> notCopied = [];
        if (_byDump)
        {
            foreach (PlannedKey[] portion in batch.Keys.Chunk(PortionByDump)) { await DumpAsync(context, portion, cancellationToken).ConfigureAwait(false); }
            return;
        }

        foreach (PlannedKey key in batch.Keys)
        {
            if (!Sends(key)) { continue; }
            RespValue reply = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reply.IsError) { context.Fail(key, reply.Bytes.Span, "COPY"); }
            else if (reply.AsBoolean()) { context.Succeed(key); }
            else { notCopied.Add(key); }
        }

        if (notCopied.Count == 0) { return; }

        // COPY answers 0 for "no such key" and for "the name is taken".
        bool[]? there = await ThereAsync(context.Client, notCopied, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < notCopied.Count; i++) { context.Skip(notCopied[i], there is null ? SkipReason.NotCopied : there[i] ? SkipReason.TargetExists : SkipReason.Gone); }
    }

    private protected override bool Sends(in PlannedKey key) => _target.From is not { } from || key.Key.Span.StartsWith(from);

    private protected override void Write(StepContext context, in PlannedKey key)
    {
        if (_target.For(key.Key) is not { } name)
        {
            context.Skip(key, SkipReason.OtherPrefix);
            return;
        }

        bool elsewhere = !ReferenceEquals(_destination, context.Client);
        RespWriter writer = context.Writer;
        writer.Begin(3 + (elsewhere ? 2 : 0) + (Force ? 1 : 0));
        writer.Argument(_name);
        writer.Argument(key.Key.Span);
        writer.Argument(name.Span);
        if (elsewhere)
        {
            writer.Argument("DB"u8);
            writer.Argument(_database!.Value);
        }

        if (Force) { writer.Argument("REPLACE"u8); }
    }

    private protected override void Judge(StepContext context, in PlannedKey key, in RespScalar reply) =>
        throw new InvalidOperationException("The replies of COPY are read as a batch.");

    // Null for a user without EXISTS, who may copy all the same.
    private static async Task<bool[]?> ThereAsync(RedisClient client, List<PlannedKey> keys, CancellationToken cancellationToken)
    {
        try { return await KeyLookup.ExistsAsync(client, [.. keys.Select(key => key.Key)], cancellationToken).ConfigureAwait(false); }
        catch (RedisServerException e) when (e.Code == "NOPERM") { return null; }
    }

    // To RESTORE, 0 is for ever; to PTTL, less than a millisecond.
    private static long Left(long pttl) => pttl < 0 ? 0 : Math.Max(1, pttl);

    // Garnet 2.2 has no COPY and answers DUMP of anything but a string with nothing.
    private static KeyError NotDumped(RedisClient client, RedisKey key) =>
        new(key, "ERR", $"{client.Endpoint} ({client.Capabilities.Product}) has no COPY and cannot DUMP a value of this type.", "DUMP");

    private async Task DumpAsync(StepContext context, PlannedKey[] keys, CancellationToken cancellationToken)
    {
        RespValue[] dumps = await context.Client.PipelineAsync([.. keys.SelectMany(key => new[] { new RedisCommand("DUMP", key.Key), new RedisCommand("PTTL", key.Key) })], cancellationToken).ConfigureAwait(false);
        List<(PlannedKey Key, RedisCommand Command)> restores = [];
        for (int i = 0; i < keys.Length; i++)
        {
            RespValue dump = dumps[2 * i];
            RespValue ttl = dumps[(2 * i) + 1];
            if (dump.IsError) { context.Fail(keys[i], dump.Bytes.Span, "DUMP"); }
            else if (ttl.IsError) { context.Fail(keys[i], ttl.Bytes.Span, "PTTL"); }
            else if (ttl.AsInteger() == -2) { context.Skip(keys[i], SkipReason.Gone); }
            else if (dump.IsNull) { context.Fail(keys[i], NotDumped(context.Client, keys[i].Key)); }
            else if (_target.For(keys[i].Key) is not { } name) { context.Skip(keys[i], SkipReason.OtherPrefix); }
            else
            {
                List<RedisArgument> arguments = [name, Left(ttl.AsInteger()).ToString(CultureInfo.InvariantCulture), dump.Bytes];
                if (Force) { arguments.Add("REPLACE"); }
                restores.Add((keys[i], new RedisCommand("RESTORE", [.. arguments])));
            }
        }

        if (restores.Count == 0) { return; }
        RespValue[] replies = await _destination!.PipelineAsync([.. restores.Select(restore => restore.Command)], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++)
        {
            PlannedKey key = restores[i].Key;
            if (!replies[i].IsError) { context.Succeed(key); }
            else if (replies[i].AsText()!.StartsWith("BUSYKEY", StringComparison.Ordinal)) { context.Skip(key, SkipReason.TargetExists); }
            else { context.Fail(key, replies[i].Bytes.Span, "RESTORE"); }
        }
    }
}
