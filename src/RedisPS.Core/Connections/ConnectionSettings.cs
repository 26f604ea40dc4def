using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>What a connection is made from: the client's options, and for every setting where its value came from.</summary>
/// <param name="Options">The client's options. Secrets are inside but never shown.</param>
/// <param name="Sources">Setting → the place its value came from, such as <c>environment REDIS_HOST</c>.</param>
/// <param name="Notes">What was ignored, and why. For the verbose stream.</param>
/// <param name="Name">The name that was asked for; null leaves the choice to the session.</param>
public sealed record ConnectionSettings(
    RedisClientOptions Options,
    IReadOnlyDictionary<string, string> Sources,
    IReadOnlyList<string> Notes,
    string? Name)
{
    /// <summary>The endpoint and the user, never a secret.</summary>
    public override string ToString() => Options.User is { Length: > 0 } user ? $"{user}@{Options.Endpoint}" : Options.Endpoint.ToString();
}
