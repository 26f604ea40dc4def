namespace System.Management.Automation;

/// <summary>What is known of a command.</summary>
public class CommandInfo
{
    internal CommandInfo(string name, Type implementingType)
    {
        Name = name;
        ImplementingType = implementingType;
    }

    /// <summary>Verb-Noun.</summary>
    public string Name { get; }

    /// <summary>The class behind it.</summary>
    public Type ImplementingType { get; }

    /// <summary>The module it comes from.</summary>
    public string ModuleName => ImplementingType.Namespace?.StartsWith("RedisPS.Runner", StringComparison.Ordinal) == true ? "redisps" : "RedisPS";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
