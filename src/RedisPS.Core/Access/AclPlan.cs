using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>What would be done to a user.</summary>
internal sealed class AclPlan
{
    public required string Name { get; init; }

    /// <summary>What the user is; null when there is none.</summary>
    public AclRules? Before { get; init; }

    /// <summary>What it is to be.</summary>
    public required AclRules Wanted { get; init; }

    /// <summary>What is to be sent: no password as it is.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The server's commands; null when they may not be asked for.</summary>
    public AclCommands? Commands { get; init; }

    /// <summary>Where the server keeps its users; null when nothing is to be saved.</summary>
    public AclStorage? Storage { get; init; }

    /// <summary>Whether there is nothing to change.</summary>
    public bool IsDone => Before is not null && AclRules.SameMeaning(Wanted, Before, Commands);

    public RedisCommand Command => new("ACL", [.. Rules.Prepend(Name).Prepend("SETUSER").Select(rule => (RedisArgument)rule)]);
}
