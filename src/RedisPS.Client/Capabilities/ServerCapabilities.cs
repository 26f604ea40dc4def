using System.Collections.Concurrent;

namespace RedisPS.Client;

/// <summary>What a server is and can do, as far as this user may know.</summary>
public sealed class ServerCapabilities
{
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string>? _commands;
    private readonly HashSet<string>? _reads;
    private readonly IReadOnlyDictionary<string, string?>? _map;

    internal ServerCapabilities(HashSet<string>? commands, HashSet<string>? reads, IReadOnlyDictionary<string, string?>? map)
    {
        _commands = commands;
        _reads = reads;
        _map = map;
    }

    /// <summary>What kind of server this is.</summary>
    public ServerProduct Product { get; internal init; }

    /// <summary>The product's own version (not the Redis version that a fork claims), or null.</summary>
    public Version? Version { get; internal init; }

    /// <summary>The version as the server writes it; empty when it is not known.</summary>
    public string VersionText { get; internal init; } = "";

    /// <summary>The Redis version that the server says it is compatible with; null when it is not told.</summary>
    public Version? RedisVersion { get; internal init; }

    /// <summary>"standalone", "sentinel" or "cluster"; empty when it is not known.</summary>
    public string Mode { get; internal init; } = "";

    /// <summary>"master" or "replica" as the server says it; empty when it is not known.</summary>
    public string Role { get; internal init; } = "";

    /// <summary>The server process's id, which changes with every start; null when it may not be known.</summary>
    public string? RunId { get; internal init; }

    /// <summary>The server's configuration file; null when it has none or it may not be known.</summary>
    public string? ConfigFile { get; internal init; }

    /// <summary>The protocol spoken: 2 or 3.</summary>
    public int Protocol { get; internal init; }

    /// <summary>The ACL user of the connection.</summary>
    public string? AclUser { get; internal init; }

    /// <summary>Whether this looks like a cloud provider's managed service.</summary>
    public bool IsManaged { get; internal init; }

    /// <summary>What could not be asked, and why.</summary>
    public IReadOnlyList<string> Restrictions { get; internal init; } = [];

    /// <summary>Names of all commands the server told of; empty when it told none.</summary>
    public IReadOnlyCollection<string> Commands => _commands ?? (IReadOnlyCollection<string>)[];

    /// <summary>Whether the server has a command. What is not known counts as yes.</summary>
    /// <param name="command">The name, or "CONTAINER SUBCOMMAND".</param>
    /// <returns>False when the server does not have it, or the command map disables it.</returns>
    public bool Supports(string command)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(command);
        string[] words = command.Split([' ', '|'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string name = words[0];
        if (_map is not null && MapLookup(name, out string? mapped))
        {
            if (mapped is null) { return false; }

            // The server lists a renamed command under one of its two names; the administrator who gave the map knows it is there.
            return !_seen.TryGetValue("unknown:" + name, out _);
        }

        if (_seen.ContainsKey("unknown:" + name)) { return false; }
        if (words.Length > 1 && _seen.ContainsKey($"unknown:{name}|{words[1]}")) { return false; }
        return _commands is null || _commands.Contains(name);
    }

    /// <summary>Whether this user may run a command, as far as it has shown: nothing is tried out, because refusals fill the server's ACL LOG.</summary>
    /// <param name="command">The name, or "CONTAINER SUBCOMMAND".</param>
    /// <returns>True or false when the command was run before, null when it is not known.</returns>
    public bool? May(string command)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(command);
        return _seen.TryGetValue("may:" + Key(command), out bool may) ? may : null;
    }

    /// <summary>Remembers that the server refused a command, so that nobody asks again only to find that out.</summary>
    /// <param name="command">The name as Redis calls it, without its arguments.</param>
    /// <param name="error">What the server answered.</param>
    public void NoteRefusal(string command, string error) => Learn(new RedisCommand(command), error);

    /// <summary>A short description.</summary>
    /// <returns>Product, version, mode and role.</returns>
    public override string ToString() => string.Join(' ', new[] { Product.ToString(), VersionText, Mode, Role }.Where(part => part.Length > 0));

    /// <summary>Whether the server itself counts a command among those that only read.</summary>
    internal bool? IsKnownRead(string name) => _reads?.Contains(name);

    /// <summary>Remembers what an error reply says about a command.</summary>
    internal void Learn(RedisCommand command, string error)
    {
        if (error.StartsWith("NOPERM", StringComparison.Ordinal))
        {
            if (error.Contains("command", StringComparison.OrdinalIgnoreCase)) { _seen["may:" + CommandKey(command)] = false; }
        }
        else if (error.StartsWith("ERR unknown command", StringComparison.OrdinalIgnoreCase)) { _seen["unknown:" + command.Name] = true; }
        else if (error.StartsWith("ERR unknown subcommand", StringComparison.OrdinalIgnoreCase) && command.Arguments.Count > 0)
        {
            _seen[$"unknown:{command.Name}|{command.ArgumentText(0)}"] = true;
        }
    }

    /// <summary>Remembers that a command was allowed, where that answers an earlier refusal.</summary>
    internal void LearnAllowed(RedisCommand command)
    {
        if (_seen.IsEmpty) { return; }
        string key = "may:" + CommandKey(command);
        if (_seen.ContainsKey(key)) { _seen[key] = true; }
    }

    private static string Key(string command) => string.Join('|', command.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries).Take(2));

    private static string CommandKey(RedisCommand command) => CommandTable.HasReadingSubcommand(command.Name) && command.Arguments.Count > 0
        ? $"{command.Name}|{command.ArgumentText(0)}"
        : command.Name;

    private bool MapLookup(string name, out string? mapped)
    {
        foreach ((string key, string? value) in _map!)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                mapped = value;
                return true;
            }
        }

        mapped = null;
        return false;
    }
}
