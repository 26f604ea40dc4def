namespace RedisPS.Core.Server;

/// <summary>One line of INFO.</summary>
/// <param name="Section">The section as the server names it, such as <c>Memory</c>.</param>
/// <param name="Name">The name, such as <c>used_memory</c>.</param>
/// <param name="Value">The value: Int64, Double, text, or a dictionary for lines such as <c>db0:keys=1,expires=0</c>.</param>
/// <param name="RawValue">The server's own text.</param>
/// <param name="Server">The server, <c>host:port</c>.</param>
/// <param name="ConnectionName">The connection that was asked.</param>
public sealed record RedisInfoItem(string Section, string Name, object Value, string RawValue, string Server, string ConnectionName)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{RawValue}";
}
