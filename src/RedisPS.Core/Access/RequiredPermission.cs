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

    /// <summary>Those of Commands that a server does not have; empty unless one was asked.</summary>
    public IReadOnlyList<string> Unsupported { get; private init; } = [];

    /// <summary>Those of Commands that the user of a connection may not run; null when no server was asked, or the user may not see its own rules.</summary>
    public IReadOnlyList<string>? Missing { get; private init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Cmdlet}{(Parameter.Length > 0 ? " -" + Parameter : "")}: {Rule}";

    internal RequiredPermission With(IReadOnlyList<string> unsupported, IReadOnlyList<string>? missing) => new()
    {
        Cmdlet = Cmdlet,
        Parameter = Parameter,
        Commands = Commands,
        OptionalCommands = OptionalCommands,
        KeyAccess = KeyAccess,
        Rule = Rule,
        Unsupported = unsupported,
        Missing = missing,
    };
}
