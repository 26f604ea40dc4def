using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>The commands that make a key of its parts. Elements come in portions, so that no single command blocks the server for long.</summary>
internal sealed class KeyContentCommands
{
    private const int MostElements = 1000;
    private const int MostBytes = 1 << 20;

    private static readonly Version s_counters = new(7, 0);
    private static readonly Version s_createConsumer = new(6, 2);

    private readonly RedisClient _client;
    private readonly bool _counts;
    private readonly bool _createsConsumers;
    private readonly Dictionary<string, byte[]> _names = new(StringComparer.Ordinal);

    public KeyContentCommands(RedisClient client)
    {
        _client = client;
        Version? version = client.Capabilities.RedisVersion ?? client.Capabilities.Version;
        _counts = version is null || version >= s_counters;
        _createsConsumers = version is null || version >= s_createConsumer;
    }

    /// <summary>Makes them; empty where nothing of the value is left.</summary>
    /// <param name="key">The key.</param>
    /// <param name="content">Its value.</param>
    /// <param name="expiresAt">When it expires; null: never.</param>
    /// <param name="ignoreTimes">Whether fields come without the times at which they expire.</param>
    public List<RedisArgument[]> For(RedisKey key, KeyContent content, long? expiresAt, bool ignoreTimes)
    {
        List<RedisArgument[]> commands = [];
        switch (content.Type)
        {
            case "string":
                commands.Add([Name("SET"), key, content.Text!]);
                break;
            case "list" or "set":
                Portions(commands, content.Type == "list" ? "RPUSH" : "SADD", key, content.Elements, static (element, into) =>
                {
                    into.Add(element);
                    return element.Length;
                });
                break;
            case "zset":
                Portions(commands, "ZADD", key, content.Members, static (member, into) =>
                {
                    into.Add(Score(member.Score));
                    into.Add(member.Member);
                    return member.Member.Length;
                });
                break;
            case "hash":
                Hash(commands, key, content, ignoreTimes);
                break;
            default:
                Stream(commands, key, content.Stream!);
                break;
        }

        if (expiresAt is { } at && commands.Count > 0) { commands.Add([Name("PEXPIREAT"), key, at]); }
        return commands;
    }

    private static RedisArgument Score(double score) =>
        double.IsPositiveInfinity(score) ? "inf" : double.IsNegativeInfinity(score) ? "-inf" : score.ToString("R", CultureInfo.InvariantCulture);

    private RedisArgument Name(string command) => _names.TryGetValue(command, out byte[]? name) ? name : _names[command] = _client.MapName(command);

    private void Portions<T>(List<RedisArgument[]> commands, string command, RedisKey key, IEnumerable<T> parts, Func<T, List<RedisArgument>, int> add)
    {
        List<RedisArgument> arguments = [Name(command), key];
        int count = 0;
        int bytes = 0;
        foreach (T part in parts)
        {
            bytes += add(part, arguments);
            if (++count < MostElements && bytes < MostBytes) { continue; }
            commands.Add([.. arguments]);
            arguments = [Name(command), key];
            (count, bytes) = (0, 0);
        }

        if (count > 0) { commands.Add([.. arguments]); }
    }

    // A field whose time is up does not come back, no more than a key.
    private void Hash(List<RedisArgument[]> commands, RedisKey key, KeyContent content, bool ignoreTimes)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        List<(byte[] Name, byte[] Value, long? ExpiresAt)> fields = ignoreTimes ? content.Fields : content.Fields.FindAll(field => !(field.ExpiresAt <= now));
        Portions(commands, "HSET", key, fields, static (field, into) =>
        {
            into.Add(field.Name);
            into.Add(field.Value);
            return field.Name.Length + field.Value.Length;
        });
        if (ignoreTimes) { return; }
        foreach (IGrouping<long, byte[]> together in fields.Where(field => field.ExpiresAt is not null).GroupBy(field => field.ExpiresAt!.Value, field => field.Name))
        {
            foreach (byte[][] portion in together.Chunk(MostElements))
            {
                commands.Add([Name("HPEXPIREAT"), key, together.Key, "FIELDS", portion.Length, .. portion.Select(name => (RedisArgument)name)]);
            }
        }
    }

    private void Stream(List<RedisArgument[]> commands, RedisKey key, StreamContent stream)
    {
        foreach ((StreamId id, List<KeyValuePair<byte[], byte[]>> fields) in stream.Entries)
        {
            commands.Add([Name("XADD"), key, id.ToString(), .. fields.SelectMany(field => new RedisArgument[] { field.Key, field.Value })]);
        }

        if (stream.Entries.Count == 0)
        {
            // There is no other way to a stream without entries.
            commands.Add([Name("XGROUP"), "CREATE", key, "redisps", "0", "MKSTREAM"]);
            commands.Add([Name("XGROUP"), "DESTROY", key, "redisps"]);
        }

        List<RedisArgument> last = [Name("XSETID"), key, stream.LastId.ToString()];
        if (_counts && stream.EntriesAdded is { } added)
        {
            last.AddRange(["ENTRIESADDED", added]);
            if (stream.MaxDeletedId is { } deleted) { last.AddRange(["MAXDELETEDID", deleted.ToString()]); }
        }

        commands.Add([.. last]);
        foreach (StreamGroup group in stream.Groups) { Group(commands, key, group); }
    }

    private void Group(List<RedisArgument[]> commands, RedisKey key, StreamGroup group)
    {
        List<RedisArgument> create = [Name("XGROUP"), "CREATE", key, group.Name, group.LastDeliveredId.ToString()];
        if (_counts && group.EntriesRead is { } read) { create.AddRange(["ENTRIESREAD", read]); }
        commands.Add([.. create]);
        foreach (byte[] consumer in _createsConsumers ? group.Consumers : []) { commands.Add([Name("XGROUP"), "CREATECONSUMER", key, group.Name, consumer]); }
        foreach (StreamPending pending in group.Pending)
        {
            commands.Add([
                Name("XCLAIM"), key, group.Name, pending.Consumer, "0", pending.Id.ToString(),
                "TIME", pending.DeliveredAt, "RETRYCOUNT", pending.Deliveries, "FORCE", "JUSTID", "LASTID", group.LastDeliveredId.ToString(),
            ]);
        }
    }
}
