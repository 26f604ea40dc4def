using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Values;

/// <summary>Reads values of every type, bounded: a string of 500 MB costs as much as its first thousand bytes.</summary>
public sealed class RedisValueReader
{
    private const int Portion = 500;

    private readonly RedisClient _client;
    private readonly string? _connectionName;

    /// <summary>Makes a reader.</summary>
    /// <param name="client">The server, in the keys' database.</param>
    /// <param name="connectionName">The connection's name, for the values.</param>
    public RedisValueReader(RedisClient client, string? connectionName = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _connectionName = connectionName;
    }

    /// <summary>Reads a value. A type that cannot be shown, or a command that this user may not run, gives a value with a hint, never an exception.</summary>
    /// <param name="key">The key.</param>
    /// <param name="options">How much, and in which form; null: the usual.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value; null when the key does not exist.</returns>
    /// <exception cref="RedisServerException">The user may not look at this key at all.</exception>
    public async Task<RedisValue?> ReadAsync(RedisKey key, RedisValueOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RedisValueOptions();
        RedisCommand askType = new("TYPE", key);
        RespValue[] first = await _client.PipelineAsync([askType, new RedisCommand("PTTL", key)], cancellationToken).ConfigureAwait(false);
        if (first[0].IsError && first[1].IsError) { throw RedisServerException.FromReply(first[0], askType); }
        string type = first[0].IsError ? "unknown" : first[0].AsText() ?? "";
        long ttl = first[1].IsError ? -1 : first[1].AsInteger();
        if (type == KeyTypes.None || ttl == -2) { return null; }
        RedisValue value = new(key)
        {
            Type = type,
            TimeToLive = ttl >= 0 ? TimeSpan.FromMilliseconds(ttl) : null,
            Server = _client.Endpoint.ToString(),
            Database = _client.Database,
            ConnectionName = _connectionName,
        };
        if (first[0].IsError)
        {
            value.Hint = first[0].AsText();
            return value;
        }

        try
        {
            bool exists = type switch
            {
                "string" => await ReadStringAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "list" => await ReadListAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "set" => await ReadSetAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "hash" => await ReadHashAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "zset" => await ReadSortedSetAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "stream" => await ReadStreamAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "vectorset" => await ReadVectorSetAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                "ReJSON-RL" => await ReadJsonAsync(key, value, options, cancellationToken).ConfigureAwait(false),
                _ => await ReadOtherAsync(key, value, cancellationToken).ConfigureAwait(false),
            };
            return exists ? value : null;
        }
        catch (RedisServerException e)
        {
            value.Hint = e.Message;
            return value;
        }
    }

    private static RedisCommand Command(string name, params RedisArgument[] arguments) => new(name, arguments);

    private async Task<bool> ReadStringAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        RespValue[] replies = await AskAsync(cancellationToken, Command("STRLEN", key), Command("GETRANGE", key, 0, options.MaxLength > 0 ? options.MaxLength - 1 : -1)).ConfigureAwait(false);
        value.Length = replies[0].AsInteger();
        value.IsTruncated = value.Length > replies[1].Bytes.Length;
        ReadOnlyMemory<byte> bytes = replies[1].Bytes;
        if (value.IsTruncated && options.As is not (ValueFormat.Hex or ValueFormat.Bytes)) { bytes = ValueText.Whole(bytes); }
        value.Value = ValueText.Convert(bytes, value.IsTruncated && options.As == ValueFormat.Json ? ValueFormat.Auto : options.As);
        if (value.IsTruncated && options.As == ValueFormat.Json) { value.Hint = "The text is cut and therefore not read as JSON: ask for more of it (MaxLength)."; }
        return true;
    }

    private async Task<bool> ReadListAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        RespValue[] replies = await AskAsync(cancellationToken, Command("LLEN", key), Command("LRANGE", key, 0, options.MaxItems > 0 ? options.MaxItems - 1 : -1)).ConfigureAwait(false);
        object?[] items = [.. replies[1].AsList().Select(item => ValueText.Convert(item, options.As))];
        return Fill(value, replies[0].AsInteger(), items.Length, items);
    }

    private async Task<bool> ReadSetAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        long length = (await _client.ExecuteAsync(Command("SCARD", key), cancellationToken).ConfigureAwait(false)).AsInteger();
        IReadOnlyList<RespValue> members = length <= Wanted(options)
            ? (await _client.ExecuteAsync(Command("SMEMBERS", key), cancellationToken).ConfigureAwait(false)).AsList()
            : await ScanAsync("SSCAN", key, options.MaxItems, 1, cancellationToken).ConfigureAwait(false);
        object?[] items = [.. members.Select(item => ValueText.Convert(item, options.As))];
        return Fill(value, length, items.Length, items);
    }

    private async Task<bool> ReadHashAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        long length = (await _client.ExecuteAsync(Command("HLEN", key), cancellationToken).ConfigureAwait(false)).AsInteger();
        IReadOnlyList<RespValue> flat = length <= Wanted(options)
            ? (await _client.ExecuteAsync(Command("HGETALL", key), cancellationToken).ConfigureAwait(false)).AsList()
            : await ScanAsync("HSCAN", key, options.MaxItems, 2, cancellationToken).ConfigureAwait(false);

        // Redis tells a from A, so the dictionary does; it keeps the server's order.
        Dictionary<string, object?> fields = new(StringComparer.Ordinal);
        for (int i = 0; i + 1 < flat.Count; i += 2) { ValueText.Add(fields, flat[i].Bytes.Span, ValueText.Convert(flat[i + 1], options.As)); }
        return Fill(value, length, fields.Count, fields);
    }

    private async Task<bool> ReadSortedSetAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        RespValue[] replies = await AskAsync(cancellationToken, Command("ZCARD", key), Command("ZRANGE", key, 0, options.MaxItems > 0 ? options.MaxItems - 1 : -1, "WITHSCORES")).ConfigureAwait(false);
        SortedSetMember[] items = [.. replies[1].AsPairs().Select(pair => new SortedSetMember(ValueText.Convert(pair.Key, options.As), pair.Value.AsDouble()))];
        return Fill(value, replies[0].AsInteger(), items.Length, items);
    }

    private async Task<bool> ReadStreamAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        List<RedisArgument> arguments = [key, options.Newest ? "+" : "-", options.Newest ? "-" : "+"];
        if (options.MaxItems > 0) { arguments.AddRange(["COUNT", options.MaxItems]); }
        RespValue[] replies = await AskAsync(cancellationToken, Command("XLEN", key), Command(options.Newest ? "XREVRANGE" : "XRANGE", [.. arguments])).ConfigureAwait(false);
        StreamEntry[] entries =
        [
            .. replies[1].AsList().Select(entry => new StreamEntry(
                entry.Items[0].AsText() ?? "",
                [.. entry.Items[1].AsPairs().Select(field => KeyValuePair.Create(ValueText.Name(field.Key), ValueText.Convert(field.Value, options.As)))])),
        ];
        value.Length = replies[0].AsInteger();
        value.IsTruncated = value.Length > entries.Length;
        value.Value = entries;
        return true;
    }

    private async Task<bool> ReadVectorSetAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        // There is no command that lists a vector set in order before 8.4; a random sample of distinct elements is what there is.
        RespValue card = await _client.ExecuteAsync(Command("VCARD", key), cancellationToken).ConfigureAwait(false);
        value.Length = card.AsInteger();
        int wanted = (int)Math.Min(value.Length.Value, Wanted(options));
        RespValue names = await _client.ExecuteAsync(Command("VRANDMEMBER", key, wanted), cancellationToken).ConfigureAwait(false);
        List<VectorSetElement> elements = [];
        foreach (RespValue[] portion in names.AsList().Chunk(Portion))
        {
            RespValue[] replies = await _client.PipelineAsync([.. portion.SelectMany(name => new[] { Command("VEMB", key, name.Bytes), Command("VGETATTR", key, name.Bytes) })], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < portion.Length; i++)
            {
                RespValue vector = replies[2 * i];
                RespValue attributes = replies[(2 * i) + 1];
                elements.Add(new VectorSetElement(
                    ValueText.Convert(portion[i], options.As),
                    vector.IsError || vector.IsNull ? null : [.. vector.AsList().Select(number => number.AsDouble())],
                    attributes.IsError ? null : attributes.AsText()));
            }
        }

        value.IsTruncated = value.Length > elements.Count;
        value.Value = elements.ToArray();
        if (value.IsTruncated) { value.Hint = "A random sample: the server does not list vector sets in order."; }
        return true;
    }

    private async Task<bool> ReadJsonAsync(RedisKey key, RedisValue value, RedisValueOptions options, CancellationToken cancellationToken)
    {
        RespValue reply = await _client.ExecuteAsync(Command("JSON.GET", key), cancellationToken).ConfigureAwait(false);
        if (reply.IsNull) { return false; }
        ReadOnlyMemory<byte> text = reply.Bytes;
        value.Length = text.Length;
        value.IsTruncated = options.MaxLength > 0 && text.Length > options.MaxLength;
        if (value.IsTruncated) { text = ValueText.Whole(text[..options.MaxLength]); }
        bool parse = (options.As is ValueFormat.Auto or ValueFormat.Json) && !value.IsTruncated;
        value.Value = parse ? ValueText.Json(text) : ValueText.Convert(text, options.As == ValueFormat.Json ? ValueFormat.Auto : options.As);
        return true;
    }

    // A module's own type: no general command reads it, but its size says whether it is worth looking at.
    private async Task<bool> ReadOtherAsync(RedisKey key, RedisValue value, CancellationToken cancellationToken)
    {
        List<string> hints = [$"Values of type {value.Type} are not shown; use the commands of its module with Invoke-RedisCommand."];
        RespValue memory = await _client.SendAsync(Command("MEMORY", "USAGE", key), cancellationToken).ConfigureAwait(false);
        const long TooMuchToDump = 64 << 20;
        if (memory.Type == RespType.Integer) { hints.Add($"It takes {ByteSize.Format(memory.Integer)} of memory."); }
        if (memory.Type != RespType.Integer || memory.Integer <= TooMuchToDump)
        {
            RespValue dump = await _client.SendAsync(Command("DUMP", key), cancellationToken).ConfigureAwait(false);
            if (dump.Type == RespType.BlobString)
            {
                value.Length = dump.Bytes.Length;
                hints.Add(string.Create(CultureInfo.InvariantCulture, $"Its DUMP has {dump.Bytes.Length:N0} bytes (shown as Length)."));
            }
        }

        value.Hint = string.Join(' ', hints);
        return true;
    }

    private static long Wanted(RedisValueOptions options) => options.MaxItems > 0 ? options.MaxItems : int.MaxValue;

    // A collection that has become empty meanwhile has ceased to exist.
    private static bool Fill(RedisValue value, long length, int shown, object items)
    {
        value.Length = length;
        value.IsTruncated = length > shown;
        value.Value = items;
        return length > 0;
    }

    // Small collections come as a whole whatever COUNT says, so the surplus is cut; SCAN's duplicates too.
    private async Task<IReadOnlyList<RespValue>> ScanAsync(string command, RedisKey key, int wanted, int width, CancellationToken cancellationToken)
    {
        List<RespValue> items = [];
        HashSet<RedisKey> seen = [];
        string cursor = "0";
        do
        {
            RespValue page = await _client.ExecuteAsync(Command(command, key, cursor, "COUNT", Math.Max(wanted, 10)), cancellationToken).ConfigureAwait(false);
            cursor = page.Items[0].AsText() ?? "0";
            IReadOnlyList<RespValue> found = page.Items[1].AsList();
            for (int i = 0; i + width <= found.Count && items.Count < wanted * width; i += width)
            {
                if (!seen.Add(RedisKey.FromSpan(found[i].Bytes.Span))) { continue; }
                for (int j = 0; j < width; j++) { items.Add(found[i + j]); }
            }
        }
        while (cursor != "0" && items.Count < wanted * width);
        return items;
    }

    private async Task<RespValue[]> AskAsync(CancellationToken cancellationToken, params RedisCommand[] commands)
    {
        RespValue[] replies = await _client.PipelineAsync(commands, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++)
        {
            if (replies[i].IsError) { throw RedisServerException.FromReply(replies[i], commands[i]); }
        }

        return replies;
    }
}
