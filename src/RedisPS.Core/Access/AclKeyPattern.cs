namespace RedisPS.Core.Access;

/// <summary>Keys that a user may use, and for what.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Access">Reading, writing or both.</param>
public sealed record AclKeyPattern(string Pattern, AclKeyAccess Access)
{
    /// <summary>As ACL SETUSER takes it.</summary>
    public override string ToString() => Access switch
    {
        AclKeyAccess.Read => $"%R~{Pattern}",
        AclKeyAccess.Write => $"%W~{Pattern}",
        _ => $"~{Pattern}",
    };
}
