namespace RedisPS.Core.Access;

/// <summary>The rights that a cmdlet needs on a server.</summary>
public sealed class RequiredPermission
{
    /// <summary>The cmdlet.</summary>
    public required string Cmdlet { get; init; }

    /// <summary>The parameter that needs these in addition; empty for what is always needed.</summary>
    public string Parameter { get; init; } = "";

    /// <summary>The commands as rules, <c>+config|get</c>; empty when no server is asked.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Commands without which it tells less, does less, or takes longer, and says so.</summary>
    public IReadOnlyList<string> OptionalCommands { get; init; } = [];

    /// <summary>What it does with keys.</summary>
    public AclKeyAccess KeyAccess { get; init; }

    /// <summary>All of it as ACL SETUSER takes it, optional commands included; empty when no server is asked.</summary>
    public string Rule { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Cmdlet}{(Parameter.Length > 0 ? " -" + Parameter : "")}: {Rule}";
}
