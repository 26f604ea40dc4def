using RedisPS.Client;
using RedisPS.Core.Access;

namespace RedisPS.Core.DesiredState;

/// <summary>A wanted ACL user.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rules">What it may do; null when there shall be no such user.</param>
/// <param name="Password">A password that it shall have, where one is given as it is and not as a hash.</param>
public sealed record DesiredUser(string Name, AclRules? Rules, RedisSecret? Password = null)
{
    /// <summary>Never shows a password.</summary>
    public override string ToString() => Rules is null ? $"{Name}: absent" : $"{Name}: {Rules}";
}
