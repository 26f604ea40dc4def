using RedisPS.Client;

namespace RedisPS.Core.Configuration;

/// <summary>What is known of a setting before a server is asked.</summary>
public sealed class ConfigDefinition
{
    /// <summary>The name, in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>What its value is.</summary>
    public ConfigKind Kind { get; init; }

    /// <summary>bytes, seconds, milliseconds, microseconds, percent; empty when it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>When it can be changed.</summary>
    public ConfigMutability Mutability { get; init; }

    /// <summary>Whether nobody may see its value.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>The name that replaced this one; null for the name itself.</summary>
    public string? AliasOf { get; init; }

    /// <summary>The words of an Enum or of Flags; empty otherwise. A server may know more.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether the default is known, and not a matter of where the server runs.</summary>
    public bool HasDefault { get; init; }

    internal string Default { get; init; } = "";

    internal string? ValkeyDefault { get; init; }

    /// <summary>The value that a server has which was told nothing; null when it is not known.</summary>
    /// <param name="product">The product.</param>
    public string? DefaultOf(ServerProduct product) => product switch
    {
        _ when !HasDefault => null,
        ServerProduct.Redis or ServerProduct.Memurai => Default,
        ServerProduct.Valkey => ValkeyDefault ?? Default,
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
