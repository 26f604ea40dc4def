using System.Text.Json;
using System.Text.Unicode;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Writes a value as JSON. Bytes that are UTF-8 are a text, others <c>{"base64":"..."}</c>; what is longer than JSON libraries like comes in
/// pieces, <c>{"base64":["...","..."]}</c>. A hash whose field names are all texts is an object, else an array of pairs.
/// </summary>
internal static class KeyContentJson
{
    private const int LongestText = 32 << 20;
    private const int Piece = 24 << 20;

    /// <summary>Writes the properties of a key's value.</summary>
    public static void Write(Utf8JsonWriter json, KeyContent content)
    {
        json.WriteString("type"u8, content.Type);
        if (content.Dump is not null)
        {
            json.WritePropertyName("dump"u8);
            Base64(json, content.Dump);
            return;
        }

        json.WritePropertyName("value"u8);
        switch (content.Type)
        {
            case "string":
                Bytes(json, content.Text);
                break;
            case "list" or "set":
                json.WriteStartArray();
                foreach (byte[] element in content.Elements) { Bytes(json, element); }
                json.WriteEndArray();
                break;
            case "zset":
                SortedSet(json, content);
                break;
            case "hash":
                Hash(json, content);
                break;
            default:
                Stream(json, content.Stream!);
                break;
        }
    }

    /// <summary>Writes bytes.</summary>
    public static void Bytes(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= LongestText && Utf8.IsValid(bytes))
        {
            json.WriteStringValue(bytes);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName("base64"u8);
        Base64(json, bytes);
        json.WriteEndObject();
    }

    private static void Base64(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Piece)
        {
            json.WriteBase64StringValue(bytes);
            return;
        }

        json.WriteStartArray();
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, Piece)..])
        {
            json.WriteBase64StringValue(bytes[..Math.Min(bytes.Length, Piece)]);
            json.Flush();
        }

        json.WriteEndArray();
    }

    private static void SortedSet(Utf8JsonWriter json, KeyContent content)
    {
        json.WriteStartArray();
        foreach ((byte[] member, double score) in content.Members)
        {
            json.WriteStartArray();
            Bytes(json, member);
            if (double.IsFinite(score)) { json.WriteNumberValue(score); }
            else { json.WriteStringValue(score > 0 ? "inf" : "-inf"); }
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Hash(Utf8JsonWriter json, KeyContent content)
    {
        if (content.Fields.TrueForAll(field => field.Name.Length <= LongestText && Utf8.IsValid(field.Name)))
        {
            json.WriteStartObject();
            foreach ((byte[] name, byte[] value, _) in content.Fields)
            {
                json.WritePropertyName(name);
                Bytes(json, value);
            }

            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray();
            foreach ((byte[] name, byte[] value, _) in content.Fields)
            {
                json.WriteStartArray();
                Bytes(json, name);
                Bytes(json, value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        if (content.Fields.TrueForAll(field => field.ExpiresAt is null)) { return; }
        json.WriteStartArray("fieldExpiresAt"u8);
        foreach ((byte[] name, _, long? at) in content.Fields)
        {
            if (at is null) { continue; }
            json.WriteStartArray();
            Bytes(json, name);
            json.WriteNumberValue(at.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Stream(Utf8JsonWriter json, StreamContent stream)
    {
        json.WriteStartObject();
        json.WriteString("lastId"u8, stream.LastId.ToString());
        if (stream.MaxDeletedId is { } deleted) { json.WriteString("maxDeletedId"u8, deleted.ToString()); }
        if (stream.EntriesAdded is { } added) { json.WriteNumber("entriesAdded"u8, added); }
        json.WriteStartArray("entries"u8);
        foreach ((StreamId id, List<KeyValuePair<byte[], byte[]>> fields) in stream.Entries)
        {
            json.WriteStartArray();
            json.WriteStringValue(id.ToString());
            foreach ((byte[] name, byte[] value) in fields)
            {
                Bytes(json, name);
                Bytes(json, value);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("groups"u8);
        foreach (StreamGroup group in stream.Groups) { Group(json, group); }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Group(Utf8JsonWriter json, StreamGroup group)
    {
        json.WriteStartObject();
        json.WritePropertyName("name"u8);
        Bytes(json, group.Name);
        json.WriteString("lastDeliveredId"u8, group.LastDeliveredId.ToString());
        if (group.EntriesRead is { } read) { json.WriteNumber("entriesRead"u8, read); }
        json.WriteStartArray("consumers"u8);
        foreach (byte[] consumer in group.Consumers) { Bytes(json, consumer); }
        json.WriteEndArray();
        json.WriteStartArray("pending"u8);
        foreach (StreamPending pending in group.Pending)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, pending.Id.ToString());
            json.WritePropertyName("consumer"u8);
            Bytes(json, pending.Consumer);
            json.WriteNumber("deliveredAt"u8, pending.DeliveredAt);
            json.WriteNumber("deliveries"u8, pending.Deliveries);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
