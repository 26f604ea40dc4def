using System.Text;
using System.Text.Json;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>Makes of JSON the value that <see cref="KeyContentJson"/> wrote; anything else is refused with a <see cref="FormatException"/> that says what is wrong.</summary>
internal static class KeyContentParser
{
    public static KeyContent Parse(JsonElement line)
    {
        KeyContent content = new() { Type = Property(line, "type").GetString() ?? throw new FormatException("has no type") };
        if (line.TryGetProperty("dump", out JsonElement dump))
        {
            content.Dump = Base64(dump);
            return content.Dump.Length > RdbPayload.FooterBytes ? content : throw new FormatException("has a dump that is too short");
        }

        JsonElement value = Property(line, "value");
        switch (content.Type)
        {
            case "string":
                content.Text = Bytes(value);
                break;
            case "list" or "set":
                foreach (JsonElement element in Items(value)) { content.Elements.Add(Bytes(element)); }
                RequireSome(content.Elements.Count);
                break;
            case "zset":
                foreach (JsonElement pair in Items(value)) { content.Members.Add((Bytes(Pair(pair, 0)), Score(Pair(pair, 1)))); }
                RequireSome(content.Members.Count);
                break;
            case "hash":
                Hash(content, value, line);
                RequireSome(content.Fields.Count);
                break;
            case "stream":
                content.Stream = Stream(value);
                break;
            default:
                throw new FormatException($"is of type {content.Type}, whose values cannot be written out");
        }

        return content;
    }

    /// <summary>Bytes as <see cref="KeyContentJson.Bytes"/> writes them.</summary>
    public static byte[] Bytes(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetBytes(Text(element)),
        JsonValueKind.Object when element.TryGetProperty("base64", out JsonElement inner) => Base64(inner),

        // Numbers and truth values are what people write who make such files by hand.
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Encoding.UTF8.GetBytes(element.GetRawText()),
        _ => throw new FormatException("has something in the place of a text"),
    };

    public static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"has no {name}");

    public static long Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) ? number : throw new FormatException("has something in the place of a whole number");

    private static string Text(JsonElement element)
    {
        try { return element.GetString()!; }
        catch (InvalidOperationException e) { throw new FormatException("has a text that is not valid", e); }
    }

    private static byte[] Base64(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) { return [.. element.EnumerateArray().SelectMany(Base64)]; }
        return element.ValueKind == JsonValueKind.String && element.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw new FormatException("has base64 that is not valid");
    }

    private static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw new FormatException("has something in the place of an array");

    private static JsonElement Pair(JsonElement element, int index) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2 ? element[index] : throw new FormatException("has something in the place of a pair");

    private static double Score(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String when element.ValueEquals("inf"u8) => double.PositiveInfinity,
        JsonValueKind.String when element.ValueEquals("-inf"u8) => double.NegativeInfinity,
        _ => throw new FormatException("has something in the place of a score"),
    };

    // A server has no empty collections.
    private static void RequireSome(int count)
    {
        if (count == 0) { throw new FormatException("is empty"); }
    }

    private static void Hash(KeyContent content, JsonElement value, JsonElement line)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty field in value.EnumerateObject()) { content.Fields.Add((Encoding.UTF8.GetBytes(field.Name), Bytes(field.Value), null)); }
        }
        else
        {
            foreach (JsonElement pair in Items(value)) { content.Fields.Add((Bytes(Pair(pair, 0)), Bytes(Pair(pair, 1)), null)); }
        }

        if (!line.TryGetProperty("fieldExpiresAt", out JsonElement times)) { return; }
        Dictionary<Client.RedisKey, int> places = [];
        for (int i = 0; i < content.Fields.Count; i++) { places[new Client.RedisKey(content.Fields[i].Name)] = i; }
        foreach (JsonElement pair in Items(times))
        {
            if (!places.TryGetValue(new Client.RedisKey(Bytes(Pair(pair, 0))), out int place)) { throw new FormatException("has a time for a field that is not there"); }
            content.Fields[place] = content.Fields[place] with { ExpiresAt = Number(Pair(pair, 1)) };
        }
    }

    private static StreamContent Stream(JsonElement value)
    {
        StreamContent stream = new();
        foreach (JsonElement entry in Items(Property(value, "entries")))
        {
            int length = entry.ValueKind == JsonValueKind.Array ? entry.GetArrayLength() : 0;
            if (length < 3 || length % 2 == 0) { throw new FormatException("has something in the place of an entry"); }
            List<KeyValuePair<byte[], byte[]>> fields = [];
            for (int i = 1; i < length; i += 2) { fields.Add(new(Bytes(entry[i]), Bytes(entry[i + 1]))); }
            stream.Entries.Add((Id(entry[0]), fields));
        }

        stream.LastId = value.TryGetProperty("lastId", out JsonElement last) ? Id(last) : stream.Entries.Count > 0 ? stream.Entries[^1].Id : default;
        if (value.TryGetProperty("maxDeletedId", out JsonElement deleted)) { stream.MaxDeletedId = Id(deleted); }
        if (value.TryGetProperty("entriesAdded", out JsonElement added)) { stream.EntriesAdded = Number(added); }
        if (!value.TryGetProperty("groups", out JsonElement groups)) { return stream; }
        foreach (JsonElement one in Items(groups))
        {
            StreamGroup group = new() { Name = Bytes(Property(one, "name")), LastDeliveredId = Id(Property(one, "lastDeliveredId")) };
            if (one.TryGetProperty("entriesRead", out JsonElement read)) { group.EntriesRead = Number(read); }
            foreach (JsonElement consumer in one.TryGetProperty("consumers", out JsonElement consumers) ? Items(consumers) : []) { group.Consumers.Add(Bytes(consumer)); }
            foreach (JsonElement pending in one.TryGetProperty("pending", out JsonElement waiting) ? Items(waiting) : [])
            {
                group.Pending.Add(new StreamPending(Id(Property(pending, "id")), Bytes(Property(pending, "consumer")), Number(Property(pending, "deliveredAt")), Number(Property(pending, "deliveries"))));
            }

            stream.Groups.Add(group);
        }

        return stream;
    }

    private static StreamId Id(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && StreamId.TryParse(element.GetString(), out StreamId id) ? id : throw new FormatException("has something in the place of an entry's id");
}
