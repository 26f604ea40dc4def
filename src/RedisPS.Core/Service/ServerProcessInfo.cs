namespace RedisPS.Core.Service;

/// <summary>A server process as the system shows it.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Name">The program's name.</param>
/// <param name="Path">The program's path; null where it may not be seen.</param>
/// <param name="Port">Where it listens, as its title says; null when it does not say.</param>
/// <param name="HostName">The address it listens on.</param>
/// <param name="IsSentinel">Whether it is a Sentinel.</param>
/// <param name="ConfigFile">Its configuration file, where its arguments say it.</param>
internal sealed record ServerProcessInfo(int Id, string Name, string? Path, int? Port, string HostName, bool IsSentinel, string? ConfigFile);
