using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>Removes the expiry (PERSIST). A key without one is skipped.</summary>
public sealed class PersistStep : KeyStep
{
    private byte[] _name = [];

    /// <inheritdoc/>
    public override string Action => "Persist";

    internal override void Prepare(RedisClient client, TimeProvider time) => _name = client.MapName("PERSIST");

    private protected override void Write(StepContext context, in PlannedKey key)
    {
        context.Writer.Begin(2);
        context.Writer.Argument(_name);
        context.Writer.Argument(key.Key.Span);
    }

    private protected override void Judge(StepContext context, in PlannedKey key, in RespScalar reply)
    {
        if (reply.Integer > 0) { context.Succeed(key); }
        else { context.Skip(key, SkipReason.NoExpiry); }
    }
}
