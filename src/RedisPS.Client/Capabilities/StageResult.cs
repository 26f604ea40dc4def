namespace RedisPS.Client;

/// <summary>The outcome of one stage of a connection test.</summary>
/// <param name="Name">Resolve, Tcp, Tls, Auth, Ping, Role or Loading.</param>
/// <param name="Status">Whether it works.</param>
/// <param name="Latency">How long it took; null when it was skipped.</param>
/// <param name="Message">What was found.</param>
/// <param name="Advice">What to do; empty when nothing is wrong.</param>
public sealed record StageResult(string Name, StageStatus Status, TimeSpan? Latency, string Message, string Advice);
