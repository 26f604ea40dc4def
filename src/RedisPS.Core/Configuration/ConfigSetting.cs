using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Configuration;

/// <summary>A setting of a running server.</summary>
public sealed class ConfigSetting
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The value: Boolean, Int64 or text; *** for a secret that is set.</summary>
    public required object Value { get; init; }

    /// <summary>The server's own text; *** for a secret that is set.</summary>
    public string RawValue { get; init; } = "";

    /// <summary>What the value counts: bytes, seconds, milliseconds, microseconds, percent; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What the value is.</summary>
    public ConfigKind Kind { get; init; }

    /// <summary>The value of a server that was told nothing; null when it is not known. *** for a secret that has one.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the value is the default; null when that is not known.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Whether CONFIG SET takes it; null when that is not known, and for what only some servers allow.</summary>
    public bool? IsMutable { get; init; }

    /// <summary>When it can be changed.</summary>
    public ConfigMutability Mutability { get; init; }

    /// <summary>Whether nobody should see the value.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>The name that is in use today, when this is an old one.</summary>
    public string? AliasOf { get; init; }

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>The value for people: <c>2.00 GB</c>, <c>300 s</c>, <c>yes</c>.</summary>
    public string ValueText => (Value, Unit) switch
    {
        (long bytes, "bytes") when bytes >= 1024 => ByteSize.Format(bytes),
        (long number, "seconds") => string.Create(CultureInfo.InvariantCulture, $"{number} s"),
        (long number, "milliseconds") => string.Create(CultureInfo.InvariantCulture, $"{number} ms"),
        (long number, "microseconds") => string.Create(CultureInfo.InvariantCulture, $"{number} µs"),
        (long number, "percent") => string.Create(CultureInfo.InvariantCulture, $"{number} %"),
        _ => PrintableText.Of(RawValue),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {RawValue}";
}
