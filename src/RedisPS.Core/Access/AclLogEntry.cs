using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>Something that was refused: a log-in, a command, a key or a channel. What a terminal would obey in its texts is escaped.</summary>
public sealed class AclLogEntry
{
    /// <summary>The server's number of the entry (Redis 7.2); null on older servers.</summary>
    public long? EntryId { get; init; }

    /// <summary>The user.</summary>
    public string Name { get; init; } = "";

    /// <summary>What was missing: auth (a log-in failed), command, key or channel.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Where: toplevel, multi, lua or module.</summary>
    public string Context { get; init; } = "";

    /// <summary>The command, key or channel.</summary>
    public string Object { get; init; } = "";

    /// <summary>How often it happened; the server counts repetitions within a minute into one entry.</summary>
    public long Count { get; init; }

    /// <summary>How long ago it happened last.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>When it happened last.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>When it happened first (Redis 7.2); null on older servers.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>Where the client came from, <c>address:port</c>.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>The name that the client gave itself; empty when it gave none.</summary>
    public string ClientName { get; init; } = "";

    /// <summary>All that the server says of the client, as CLIENT LIST has it.</summary>
    public string ClientInfo { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Reason} {Object} ({Count}x)";

    internal static AclLogEntry Parse(RespValue entry, DateTimeOffset now, string server, string connectionName)
    {
        Dictionary<string, RespValue> fields = entry.AsPairs().ToDictionary(field => field.Key.AsText()!, field => field.Value, StringComparer.Ordinal);

        // Anybody who reaches the port writes user names in here, without logging in.
        string Text(string name) => fields.TryGetValue(name, out RespValue? value) ? PrintableText.Of(value.AsText() ?? "") : "";
        long? Number(string name) => long.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;
        DateTimeOffset? Time(string name) => Number(name) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToLocalTime() : null;
        TimeSpan age = double.TryParse(Text("age-seconds"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        string client = Text("client-info");
        return new AclLogEntry
        {
            EntryId = Number("entry-id"),
            Name = Text("username"),
            Reason = Text("reason"),
            Context = Text("context"),
            Object = Text("object"),
            Count = Number("count") ?? 0,
            Age = age,
            LastSeen = Time("timestamp-last-updated") ?? now - age,
            FirstSeen = Time("timestamp-created"),
            ClientAddress = Field(client, "addr"),
            ClientName = Field(client, "name"),
            ClientInfo = client,
            Server = server,
            ConnectionName = connectionName,
        };
    }

    private static string Field(string info, string name) =>
        info.Split(' ').FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
}
