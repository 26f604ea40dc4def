using System.Globalization;
using System.Text.Json;
using RedisPS.Client;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Reads JSON Lines. A file that begins as an export must end as one, with as many keys and the checksum that its last line says; a file
/// that does not begin so was made by hand, and nobody vouches for it.
/// </summary>
internal sealed class JsonLinesReader : IKeyReader
{
    private const int Usual = 1 << 20;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8 };

    private readonly Stream _stream;
    private readonly string _name;
    private byte[] _buffer = new byte[Usual];
    private int _start;
    private int _end;
    private long _line;
    private long _keys;
    private ulong _crc;
    private bool _vouched;
    private bool _atEnd;
    private byte[]? _first;
    private KeyRecord _current;

    public JsonLinesReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        if (!Next(out ReadOnlyMemory<byte> line)) { throw Unknown(null); }
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object) { throw Unknown(null); }
            if (!document.RootElement.TryGetProperty("redisps", out JsonElement mark))
            {
                _first = line.ToArray();
                Header = new KeyFileHeader();
                return;
            }

            if (mark.ValueKind != JsonValueKind.String || !mark.ValueEquals(JsonLinesWriter.Mark))
            {
                throw new TransferException(TransferFailure.UnknownFormat, $"{_name} is an export of another version than {JsonLinesWriter.Mark}.", "Use a newer RedisPS.");
            }

            Header = document.RootElement.Deserialize(KeyFileJson.Default.KeyFileHeader)!;
            _vouched = true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException) { throw Unknown(e); }
    }

    public KeyFileHeader Header { get; }

    public ref readonly KeyRecord Current => ref _current;

    public bool Read()
    {
        if (_atEnd) { return false; }
        ReadOnlyMemory<byte> line = _first;
        ulong before = _crc;
        if (_first is not null) { _first = null; }
        else
        {
            do
            {
                before = _crc;
                if (!Next(out line))
                {
                    _atEnd = true;
                    return _vouched ? throw Damaged("is missing, and so is the end: the file was cut") : false;
                }
            }
            while (!_vouched && line.Span.Trim(" \t\r"u8).IsEmpty);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line, s_options);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("redisps", out _))
            {
                End(root, before);
                return false;
            }

            Key(root, line.Length);
            return true;
        }
        catch (FormatException e) { throw Damaged(e.Message, e); }
        catch (Exception e) when (e is JsonException or InvalidOperationException) { throw Damaged($"is no valid JSON: {e.Message}", e); }
    }

    public void Dispose() => _stream.Dispose();

    private void Key(JsonElement root, int bytes)
    {
        RedisKey key = new(KeyContentParser.Bytes(KeyContentParser.Property(root, "key")));
        long database = root.TryGetProperty("db", out JsonElement db) ? KeyContentParser.Number(db) : 0;
        long? expiresAt = root.TryGetProperty("expiresAt", out JsonElement at) ? KeyContentParser.Number(at) : null;
        if (database is < 0 or > int.MaxValue || expiresAt < 0) { throw new FormatException("has an impossible database or time"); }
        KeyContent content = KeyContentParser.Parse(root);
        _keys++;
        _current = new KeyRecord { Number = _keys, Database = (int)database, Key = key, ExpiresAt = expiresAt, Type = content.Type, Bytes = bytes, Content = content, Payload = content.Dump };
    }

    private void End(JsonElement root, ulong crc)
    {
        JsonElement mark = root.GetProperty("redisps");
        if (mark.ValueKind != JsonValueKind.String || !mark.ValueEquals(JsonLinesWriter.EndMark)) { throw new FormatException("is neither a key nor the end"); }
        if (!_vouched) { throw Damaged("is the end of an export, and the file does not begin as one"); }
        _atEnd = true;
        long keys = KeyContentParser.Number(KeyContentParser.Property(root, "keys"));
        if (keys != _keys) { throw Changed(string.Create(CultureInfo.InvariantCulture, $"its end says {keys:N0} keys, and there are {_keys:N0}")); }
        string sum = crc.ToString("x16", CultureInfo.InvariantCulture);
        JsonElement written = KeyContentParser.Property(root, "crc64");
        if (written.ValueKind != JsonValueKind.String || !written.ValueEquals(sum)) { throw Changed($"its checksum is {sum}, and its end says another"); }
        if (Next(out _)) { throw Changed("something follows its end"); }
    }

    private TransferException Changed(string what) => new(
        TransferFailure.Damaged,
        $"{_name} is damaged or was edited: {what}.",
        "Use another copy of the file. If it was edited on purpose, remove its first and its last line, which vouch for what was exported.");

    private TransferException Damaged(string what, Exception? inner = null) => new(
        TransferFailure.Damaged,
        string.Create(CultureInfo.InvariantCulture, $"{_name} is damaged: record {_keys + 1:N0} (line {_line:N0}) {what.TrimEnd('.')}."),
        "Use another copy of the file.",
        inner);

    private TransferException Unknown(Exception? inner) => new(TransferFailure.UnknownFormat, $"{_name} is no export of keys.", "Export-RedisKey writes them; an RDB file is read by Restore-Redis.", inner);

    // A line without its end, in place; the buffer grows as bytes come.
    private bool Next(out ReadOnlyMemory<byte> line)
    {
        int looked = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(looked + length, looked + length + 1);
                return true;
            }

            looked = _end - _start;
            if (Fill()) { continue; }
            line = Take(looked, looked);
            return looked > 0;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int consumed)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _crc = Crc64.Append(_crc, _buffer.AsSpan(_start, consumed));
        _start += consumed;
        _line++;
        return line;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length == Array.MaxLength) { throw Damaged("is longer than any key can be"); }
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, 2L * _buffer.Length));
        }

        try
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (InvalidDataException e) { throw Damaged("cannot be read: the compression around it is damaged", e); }
        catch (IOException e) { throw new TransferException(TransferFailure.NotFound, $"{_name} cannot be read: {e.Message}", "", e); }
    }
}
