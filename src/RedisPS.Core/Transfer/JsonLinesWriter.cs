using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RedisPS.Client;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Writes an export as JSON Lines: a line about the export, one for each key, and one that vouches for them with their number and the CRC-64
/// (that of RDB files) of all bytes before it.
/// </summary>
internal sealed class JsonLinesWriter : IKeyWriter, IDisposable
{
    /// <summary>What the first line's property redisps says.</summary>
    public const string Mark = "export/1";

    /// <summary>What the last line's property redisps says.</summary>
    public const string EndMark = "end";

    private const int FlushAt = 960 << 10;

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;
    private ArrayBufferWriter<byte> _buffer = new(1 << 20);
    private ulong _crc;
    private long _keys;

    public JsonLinesWriter(Stream stream, KeyFileHeader header)
    {
        _stream = stream;

        // Only what JSON itself asks for is escaped: files are for people, not for web pages.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _json.WriteStartObject();
        _json.WriteString("redisps"u8, Mark);
        foreach (JsonProperty property in JsonSerializer.SerializeToElement(header, KeyFileJson.Default.KeyFileHeader).EnumerateObject()) { property.WriteTo(_json); }
        EndLine();
    }

    public void Add(int database, RedisKey key, long? expiresAt, ReadOnlySpan<byte> payload)
    {
        _json.WriteStartObject();
        _json.WritePropertyName("key"u8);
        KeyContentJson.Bytes(_json, key.Span);
        _json.WriteNumber("db"u8, database);
        if (expiresAt is { } at) { _json.WriteNumber("expiresAt"u8, at); }
        KeyContentJson.Write(_json, KeyContentSink.Read(payload.ToArray()));
        EndLine();
        _keys++;
        if (_buffer.WrittenCount >= FlushAt) { Flush(); }
    }

    public void End()
    {
        Flush();
        _json.WriteStartObject();
        _json.WriteString("redisps"u8, EndMark);
        _json.WriteNumber("keys"u8, _keys);
        _json.WriteString("crc64"u8, _crc.ToString("x16", CultureInfo.InvariantCulture));
        EndLine();
        Flush();
    }

    public void Dispose() => _json.Dispose();

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        _json.Reset(_buffer);
    }

    private void Flush()
    {
        _crc = Crc64.Append(_crc, _buffer.WrittenSpan);
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        if (_buffer.Capacity <= 4 << 20) { return; }

        // A rare large value must not keep its memory for good.
        _buffer = new ArrayBufferWriter<byte>(1 << 20);
        _json.Reset(_buffer);
    }
}
