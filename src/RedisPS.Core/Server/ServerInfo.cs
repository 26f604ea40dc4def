using System.Collections.Specialized;
using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Server;

/// <summary>A parsed INFO reply: sections, names and typed values, in the server's order. Works with whatever sections a server has.</summary>
public sealed class ServerInfo
{
    private readonly Dictionary<string, RedisInfoItem> _byName = new(StringComparer.Ordinal);

    private ServerInfo(string text, IReadOnlyList<RedisInfoItem> items)
    {
        Text = text;
        Items = items;
        foreach (RedisInfoItem item in items)
        {
            _byName.TryAdd(item.Name, item);
        }
    }

    /// <summary>The server's own text.</summary>
    public string Text { get; }

    /// <summary>Sections that were asked for and that the server does not have.</summary>
    public IReadOnlyList<string> MissingSections { get; private set; } = [];

    /// <summary>Every line, in order.</summary>
    public IReadOnlyList<RedisInfoItem> Items { get; }

    /// <summary>The server whose replica this one is, host:port; null where it is nobody's, or does not say (section replication).</summary>
    internal string? Primary => GetText("role") is "slave" or "replica" ? $"{GetText("master_host")}:{GetText("master_port")}" : null;

    /// <summary>Asks a server. Redis command: INFO.</summary>
    /// <param name="client">The server.</param>
    /// <param name="sections">Sections to ask for; none asks for what INFO without arguments answers.</param>
    /// <param name="connectionName">Goes into each item.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The user may not use INFO, among others.</exception>
    public static async Task<ServerInfo> ReadAsync(RedisClient client, IReadOnlyList<string> sections, string connectionName, CancellationToken stop)
    {
        // One section a command: several in one need Redis 7.
        RedisCommand[] commands = sections.Count == 0
            ? [new RedisCommand("INFO")]
            : sections.Select(section => new RedisCommand("INFO", section)).ToArray();
        List<string> texts = [];
        List<string> missing = [];
        foreach (RedisCommand command in commands)
        {
            RespValue reply = await client.ExecuteAsync(command, stop).ConfigureAwait(false);
            string text = reply.AsText() ?? "";
            if (text.Length == 0 && command.Arguments.Count > 0)
            {
                missing.Add(command.Arguments[0].ToString());
            }

            texts.Add(text);
        }

        ServerInfo info = Parse(string.Join("\r\n", texts), client.Endpoint.ToString(), connectionName);
        info.MissingSections = missing;
        return info;
    }

    /// <summary>Reads an INFO text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="server">Goes into each item.</param>
    /// <param name="connectionName">Goes into each item.</param>
    public static ServerInfo Parse(string text, string server = "", string connectionName = "")
    {
        List<RedisInfoItem> items = [];
        string section = "";
        foreach (string untrimmed in text.Split('\n'))
        {
            string line = untrimmed.TrimEnd('\r');
            if (line.StartsWith('#'))
            {
                section = line.TrimStart('#').Trim();
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                string name = line[..colon];
                string value = line[(colon + 1)..];
                items.Add(new RedisInfoItem(section, name, ValueOf(name, value), value, server, connectionName));
            }
        }

        return new ServerInfo(text, items);
    }

    /// <summary>Whether the server has a section, be it empty.</summary>
    public bool HasSection(string section) => Text.Contains($"# {section}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The item of a name; null when the server does not have it.</summary>
    public RedisInfoItem? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The text of a name; null when the server does not have it.</summary>
    public string? GetText(string name) => Find(name)?.RawValue;

    /// <summary>The whole number of a name; null when the server does not have it.</summary>
    public long? GetInteger(string name) => Find(name)?.Value as long?;

    /// <summary>The number of a name; null when the server does not have it.</summary>
    public double? GetDouble(string name) => Find(name)?.Value switch { long whole => whole, double number => number, _ => null };

    /// <summary>The pairs of a name such as <c>db0:keys=1,expires=0</c>; null when the server does not have it.</summary>
    public IReadOnlyDictionary<string, string>? GetPairs(string name)
    {
        if (GetText(name) is not { } text)
        {
            return null;
        }

        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (string part in text.Split(','))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                pairs[part[..equals]] = part[(equals + 1)..];
            }
        }

        return pairs;
    }

    /// <summary>The items as nested dictionaries: section → name → value, names compared exactly.</summary>
    public OrderedDictionary ToDictionary()
    {
        OrderedDictionary sections = new(StringComparer.OrdinalIgnoreCase);
        foreach (RedisInfoItem item in Items)
        {
            if (sections[item.Section] is not OrderedDictionary names)
            {
                names = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
                sections[item.Section] = names;
            }

            names[item.Name] = item.Value;
        }

        return sections;
    }

    // Identifiers and versions look like numbers now and then (a replication id of forty zeros); they never are.
    private static bool IsText(string name) =>
        name.EndsWith("_version", StringComparison.Ordinal) || name.EndsWith("_sha1", StringComparison.Ordinal)
        || name.EndsWith("replid", StringComparison.Ordinal) || name.EndsWith("replid2", StringComparison.Ordinal)
        || name.EndsWith("_human", StringComparison.Ordinal) || name is "run_id" or "redis_build_id" or "os" or "executable" or "config_file" or "master_host";

    private static object ValueOf(string name, string text)
    {
        if (IsText(name))
        {
            return text;
        }

        if (text.Contains('=', StringComparison.Ordinal) && text.Split(',').All(part => part.IndexOf('=', StringComparison.Ordinal) > 0))
        {
            OrderedDictionary pairs = new(StringComparer.Ordinal);
            foreach (string part in text.Split(','))
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal);
                pairs[part[..equals]] = Scalar(part[(equals + 1)..]);
            }

            return pairs;
        }

        return Scalar(text);
    }

    private static object Scalar(string text)
    {
        bool padded = text.Length > 1 && text[0] == '0' && text[1] != '.';
        if (!padded && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        return !padded && text.Contains('.', StringComparison.Ordinal)
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
            ? number
            : text;
    }
}
