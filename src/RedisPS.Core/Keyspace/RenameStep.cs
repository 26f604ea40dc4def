using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>Renames keys (RENAME, RENAMENX). The time to live moves with the key.</summary>
public sealed class RenameStep : KeyStep
{
    private readonly TargetName _target;
    private byte[] _name = [];

    private RenameStep(TargetName target) => _target = target;

    /// <summary>Only where the new name is free; else the key is skipped.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>By prefix: overwrite keys that have the new names. A single key is renamed over another unless <see cref="IfNotExists"/>.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override string Action => "Rename";

    internal override bool NeedsPlan => _target.IsPrefix;

    private bool OnlyIfFree => IfNotExists || (_target.IsPrefix && !Force);

    /// <summary>Renames one key.</summary>
    /// <param name="newName">The new name.</param>
    /// <param name="ifNotExists">Only where the new name is free.</param>
    /// <returns>The step.</returns>
    public static RenameStep Single(RedisKey newName, bool ifNotExists = false) => new(TargetName.Fixed(newName)) { IfNotExists = ifNotExists };

    /// <summary>Replaces a prefix. Refused as a whole, before anything is changed, when a new name is taken (unless forced) or when the prefixes overlap among the keys.</summary>
    /// <param name="from">What the names begin with.</param>
    /// <param name="to">What they begin with afterwards.</param>
    /// <param name="force">Overwrite keys that have the new names.</param>
    /// <returns>The step.</returns>
    public static RenameStep Prefix(RedisKey from, RedisKey to, bool force = false) => new(TargetName.Prefix(from, to)) { Force = force };

    internal override void Prepare(RedisClient client, TimeProvider time) => _name = client.MapName(OnlyIfFree ? "RENAMENX" : "RENAME");

    internal override Task CheckAsync(RedisClient client, KeyPlan plan, CancellationToken cancellationToken) => _target.CheckAsync(client, client, plan, Force, cancellationToken);

    internal override async Task<TakenNames?> TakenAsync(RedisClient client, KeyPlan plan, CancellationToken cancellationToken) =>
        OnlyIfFree && NeedsPlan ? null : await _target.TakenAsync(client, plan, !OnlyIfFree, cancellationToken).ConfigureAwait(false);

    private protected override bool Sends(in PlannedKey key) => _target.From is not { } from || key.Key.Span.StartsWith(from);

    private protected override void Write(StepContext context, in PlannedKey key)
    {
        if (_target.For(key.Key) is not { } name)
        {
            context.Skip(key, SkipReason.OtherPrefix);
            return;
        }

        context.Writer.Begin(3);
        context.Writer.Argument(_name);
        context.Writer.Argument(key.Key.Span);
        context.Writer.Argument(name.Span);
    }

    private protected override void Judge(StepContext context, in PlannedKey key, in RespScalar reply)
    {
        if (!OnlyIfFree || reply.Integer > 0) { context.Succeed(key); }
        else { context.Skip(key, SkipReason.TargetExists); }
    }

    private protected override void JudgeError(StepContext context, in PlannedKey key, ReadOnlySpan<byte> error)
    {
        if (error.IndexOf("no such key"u8) >= 0) { context.Skip(key, SkipReason.Gone); }
        else { context.Fail(key, error, "RENAME"); }
    }
}
