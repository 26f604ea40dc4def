namespace RedisPS.Core.Server;

/// <summary>One thing that servers can do or not.</summary>
/// <param name="Name">The feature.</param>
/// <param name="IsSupported">Whether the server has it. What is not known counts as yes.</param>
/// <param name="IsPermitted">Whether the user may use it, as far as known without trying.</param>
/// <param name="Command">The Redis command behind it.</param>
/// <param name="Requires">The first versions that have it.</param>
/// <param name="Server">The server, <c>host:port</c>.</param>
/// <param name="ConnectionName">The connection that was asked.</param>
public sealed record RedisFeature(string Name, bool IsSupported, bool? IsPermitted, string Command, string Requires, string Server, string ConnectionName)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(IsSupported ? "yes" : "no, requires " + Requires)}";
}
