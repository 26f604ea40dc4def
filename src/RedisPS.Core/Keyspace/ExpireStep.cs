using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Sets the time to live: PEXPIRE, or PEXPIREAT for a point in time. With a jitter each key lives longer than asked by a random
/// share of it, never shorter, so that a million keys do not expire in one second and no key breaks a promise.
/// </summary>
public sealed class ExpireStep : KeyStep
{
    private static readonly Version s_conditions = new(7, 0);

    private byte[] _name = [];
    private byte[] _ask = [];
    private byte[] _option = [];
    private bool _looksFirst;
    private long _base;
    private long _spread;

    /// <summary>How long the keys live from now on. Either this or <see cref="ExpiresAt"/>.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>When the keys expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the new value is set.</summary>
    public ExpireCondition Condition { get; init; }

    /// <summary>Up to so many percent of the time to live are added at random, key by key; 0 to 100.</summary>
    public double JitterPercent { get; init; }

    /// <summary>Allow a time that has passed, or none at all: the server then removes the key.</summary>
    public bool AllowExpireNow { get; init; }

    /// <inheritdoc/>
    public override string Action => "Expire";

    internal override bool Overlaps => !_looksFirst;

    /// <summary>Where the random share comes from.</summary>
    internal Random Random { get; init; } = Random.Shared;

    internal override void Prepare(RedisClient client, TimeProvider time)
    {
        if (TimeToLive is null == ExpiresAt is null) { throw new RedisConfigurationException("Give either a time to live or a point in time."); }
        if (JitterPercent is not (>= 0 and <= 100)) { throw new RedisConfigurationException("The jitter must be between 0 and 100 percent."); }
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long left = TimeToLive is { } ttl ? (long)Math.Ceiling(ttl.TotalMilliseconds) : ExpiresAt!.Value.ToUnixTimeMilliseconds() - now;
        if (left <= 0 && !AllowExpireNow)
        {
            throw new RedisConfigurationException("A time to live of zero or less removes the key at once. Say AllowExpireNow if that is meant.");
        }

        _base = TimeToLive is null ? left + now : left;
        _spread = left <= 0 ? 0 : (long)(left * (JitterPercent / 100));

        // Redis 7.0 takes a PEXPIREAT far beyond its own clock without a word.
        if (left > 0 && now > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - left - _spread)
        {
            throw new RedisConfigurationException("The time to live ends after the year 9999. Remove the expiry (PERSIST) if the key is to stay for ever.");
        }

        _name = client.MapName(TimeToLive is null ? "PEXPIREAT" : "PEXPIRE");
        _option = Condition switch
        {
            ExpireCondition.IfNone => "NX"u8.ToArray(),
            ExpireCondition.IfAny => "XX"u8.ToArray(),
            ExpireCondition.IfLonger => "GT"u8.ToArray(),
            ExpireCondition.IfShorter => "LT"u8.ToArray(),
            _ => [],
        };
        Version? version = client.Capabilities.RedisVersion ?? client.Capabilities.Version;
        if (Condition == ExpireCondition.None || version is null || version >= s_conditions) { return; }
        if (Condition != ExpireCondition.IfNone)
        {
            throw new RedisConfigurationException($"{client.Endpoint} runs {client.Capabilities.Product} {client.Capabilities.VersionText}; the condition {System.Text.Encoding.ASCII.GetString(_option)} needs Redis 7.0 or later.");
        }

        // "Only where there is no expiry" can be looked up first; a change in between is then overwritten.
        _looksFirst = true;
        _ask = client.MapName("PTTL");
    }

    internal override void Write(StepContext context, StepBatch batch)
    {
        if (!_looksFirst)
        {
            base.Write(context, batch);
            return;
        }

        foreach (PlannedKey key in batch.Keys)
        {
            context.Writer.Begin(2);
            context.Writer.Argument(_ask);
            context.Writer.Argument(key.Key.Span);
        }
    }

    internal override async ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken)
    {
        if (!_looksFirst)
        {
            await base.ReadAsync(context, batch, cancellationToken).ConfigureAwait(false);
            return;
        }

        List<PlannedKey> persistent = [];
        foreach (PlannedKey key in batch.Keys)
        {
            RespValue ttl = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (ttl.IsError) { context.Fail(key, ttl.Bytes.Span, "PTTL"); }
            else if (ttl.AsInteger() == -1) { persistent.Add(key); }
            else { context.Skip(key, ttl.AsInteger() == -2 ? SkipReason.Gone : SkipReason.Condition); }
        }

        StepBatch rest = new(persistent, true);
        base.Write(context, rest);
        await context.Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        await base.ReadAsync(context, rest, cancellationToken).ConfigureAwait(false);
    }

    private protected override void Write(StepContext context, in PlannedKey key)
    {
        bool option = _option.Length > 0 && !_looksFirst;
        context.Writer.Begin(option ? 4 : 3);
        context.Writer.Argument(_name);
        context.Writer.Argument(key.Key.Span);
        context.Writer.Argument(_spread > 0 ? _base + Random.NextInt64(_spread + 1) : _base);
        if (option) { context.Writer.Argument(_option); }
    }

    private protected override void Judge(StepContext context, in PlannedKey key, in RespScalar reply)
    {
        if (reply.Integer > 0) { context.Succeed(key); }
        else { context.Skip(key, Condition == ExpireCondition.None || _looksFirst ? SkipReason.Gone : SkipReason.Condition); }
    }
}
