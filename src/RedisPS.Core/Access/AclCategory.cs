namespace RedisPS.Core.Access;

/// <summary>Commands that ACL rules name together, as <c>+@read</c>.</summary>
public sealed class AclCategory
{
    /// <summary>The category, without @.</summary>
    public required string Name { get; init; }

    /// <summary>Its commands; subcommands as <c>config|get</c>.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>How many they are.</summary>
    public int CommandCount => Commands.Count;

    /// <summary>The commands as one text, for views.</summary>
    public string CommandText => string.Join(' ', Commands);

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => "@" + Name;
}
