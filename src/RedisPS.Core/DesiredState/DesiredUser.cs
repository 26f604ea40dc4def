using RedisPS.Core.Access;

namespace RedisPS.Core.DesiredState;

/// <summary>A wanted ACL user.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rules">What it may do; null when there shall be no such user.</param>
public sealed record DesiredUser(string Name, AclRules? Rules)
{
    /// <summary>Never shows a password.</summary>
    public override string ToString() => Rules is null ? $"{Name}: absent" : $"{Name}: {Rules}";
}
