using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using RedisPS.Client;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Reads a container of DUMP payloads, and checks every byte of it. It believes no length before so many bytes have come, and keeps one
/// buffer and the value it is at. What a journal holds is read by <see cref="RecycleBin.RecycleReader"/>, which knows what batches mean.
/// </summary>
internal sealed class DumpReader : IKeyReader
{
    private const int Usual = 1 << 20;

    private readonly Stream _stream;
    private readonly string _name;

    // Asked once: a record each would be a call into the system for each key.
    private readonly long _length;
    private byte[] _buffer = new byte[Usual];
    private int _start;
    private int _end;
    private long _before;
    private ulong _chain;
    private KeyRecord _current;

    public DumpReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        _length = stream.CanSeek ? stream.Length : long.MaxValue;
        Header = ReadHeader();
    }

    public KeyFileHeader Header { get; }

    public ref readonly KeyRecord Current => ref _current;

    /// <summary>Whether this is a journal of the recycle bin.</summary>
    public bool IsJournal { get; private set; }

    /// <summary>How many bytes were read so far.</summary>
    public long Position => _before + _start;

    /// <summary>How many keys were read so far.</summary>
    public long Keys { get; private set; }

    public bool Read()
    {
        switch (Next())
        {
            case DumpFormat.Key:
                ReadKey();
                return true;
            case DumpFormat.End:
                ReadEnd();
                return false;
            default:
                throw Damaged("is of an unknown kind");
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The kind of the part that comes next; null at the end of the file.</summary>
    internal byte? Peek() => Has(1) ? _buffer[_start] : null;

    /// <summary>Whether nothing but zeros follows, as it does where a machine went down before the bytes of a file were on disk.</summary>
    internal bool OnlyZeros()
    {
        while (Has(1))
        {
            if (_buffer.AsSpan(_start, _end - _start).ContainsAnyExcept((byte)0)) { return false; }
            _start = _end;
        }

        return true;
    }

    internal void ReadKey()
    {
        ReadOnlySpan<byte> head = Look(DumpFormat.KeyHeader);
        long database = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        long keyBytes = BinaryPrimitives.ReadUInt32LittleEndian(head[5..]);
        long expiresAt = BinaryPrimitives.ReadInt64LittleEndian(head[9..]);
        long payloadBytes = BinaryPrimitives.ReadUInt32LittleEndian(head[17..]);
        long whole = DumpFormat.KeyHeader + keyBytes + payloadBytes + DumpFormat.CrcBytes;
        if (keyBytes > DumpFormat.LongestKey || whole > Array.MaxLength || whole > _length - Position)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"claims a key of {keyBytes:N0} and a value of {payloadBytes:N0} bytes, more than the file holds"));
        }

        int begin = Take((int)whole);
        if (database > int.MaxValue || expiresAt < -1) { throw Damaged("has an impossible database or time"); }
        Keys++;
        _current = new KeyRecord
        {
            Number = Keys,
            Database = (int)database,
            Key = RedisKey.FromSpan(_buffer.AsSpan(begin + DumpFormat.KeyHeader, (int)keyBytes)),
            ExpiresAt = expiresAt < 0 ? null : expiresAt,
            Bytes = payloadBytes,
            Payload = _buffer.AsMemory(begin + DumpFormat.KeyHeader + (int)keyBytes, (int)payloadBytes),
        };
        _current.Type = DumpPayload.TypeOf(_current.Payload.Span);
        Link(CrcAt(begin, (int)whole));
    }

    /// <summary>Reads what stands before a batch; <see cref="EndBatch"/> must follow its keys.</summary>
    internal (int Keys, long Bytes, ulong Crc) ReadBatch()
    {
        int begin = Take(DumpFormat.BatchBytes);
        return (BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(begin + 1)), BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(begin + 5)), CrcAt(begin, DumpFormat.BatchBytes));
    }

    internal void EndBatch(ulong crc) => Link(crc);

    internal void ReadVoid() => Link(CrcAt(Take(DumpFormat.VoidBytes), DumpFormat.VoidBytes));

    internal void ReadEnd()
    {
        int begin = Take(DumpFormat.EndBytes);
        long keys = BinaryPrimitives.ReadInt64LittleEndian(_buffer.AsSpan(begin + 1));
        if (keys != Keys) { throw new TransferException(TransferFailure.Damaged, string.Create(CultureInfo.InvariantCulture, $"{_name} is damaged: its end says {keys:N0} keys, and there are {Keys:N0}.")); }
        if (BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(begin + 9)) != _chain)
        {
            throw new TransferException(TransferFailure.Damaged, $"{_name} is damaged: its records are not those that were written, or stand in another order.");
        }

        if (Has(1)) { throw new TransferException(TransferFailure.Damaged, string.Create(CultureInfo.InvariantCulture, $"{_name} is damaged: something follows its end at byte {Position:N0}.")); }
    }

    internal TransferException Damaged(string what, Exception? inner = null) => new(
        TransferFailure.Damaged,
        string.Create(CultureInfo.InvariantCulture, $"{_name} is damaged: record {Keys + 1:N0} (at byte {Position:N0}) {what}."),
        "Use another copy of the file.",
        inner);

    private KeyFileHeader ReadHeader()
    {
        if (!Has(DumpFormat.FixedHeader) || !_buffer.AsSpan(_start, 8).SequenceEqual(DumpFormat.Magic))
        {
            throw new TransferException(TransferFailure.UnknownFormat, $"{_name} is no export of keys.", "Export-RedisKey writes them; an RDB file is read by Restore-Redis.");
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start + 8));
        if (version != DumpFormat.Version)
        {
            throw new TransferException(TransferFailure.UnknownFormat, $"{_name} is of version {version} of the format, and this RedisPS knows version {DumpFormat.Version}.", "Use a newer RedisPS.");
        }

        IsJournal = (BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start + 10)) & DumpFormat.JournalFlag) != 0;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + 12));
        if (length > DumpFormat.LongestHeader) { throw BadHeader(null); }
        try
        {
            int begin = Take(DumpFormat.FixedHeader + (int)length + DumpFormat.CrcBytes);
            return JsonSerializer.Deserialize(_buffer.AsSpan(begin + DumpFormat.FixedHeader, (int)length), KeyFileJson.Default.KeyFileHeader)
                ?? throw BadHeader(null);
        }
        catch (Exception e) when (e is JsonException or TransferException) { throw BadHeader(e); }
    }

    private TransferException BadHeader(Exception? inner) => new(TransferFailure.Damaged, $"{_name} is damaged: its header cannot be read.", "Use another copy of the file.", inner);

    private byte Next() => Peek() ?? throw Damaged("is missing, and so is the end: the file was cut");

    private ulong CrcAt(int begin, int whole) => BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(begin + whole - DumpFormat.CrcBytes));

    private void Link(ulong crc)
    {
        Span<byte> bytes = stackalloc byte[DumpFormat.CrcBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, crc);
        _chain = Crc64.Append(_chain, bytes);
    }

    private ReadOnlySpan<byte> Look(int count) => Has(count) ? _buffer.AsSpan(_start, count) : throw Damaged("ends in the middle: the file was cut");

    // A whole part whose checksum is right: where it begins in the buffer.
    private int Take(int count)
    {
        ReadOnlySpan<byte> part = Look(count);
        ulong crc = Crc64.Append(0, part[..^DumpFormat.CrcBytes]);
        if (crc != BinaryPrimitives.ReadUInt64LittleEndian(part[^DumpFormat.CrcBytes..])) { throw Damaged("does not have the checksum that was written with it"); }
        _start += count;
        return _start - count;
    }

    private bool Has(int count)
    {
        while (_end - _start < count)
        {
            if (!Fill(count)) { return false; }
        }

        return true;
    }

    // The buffer grows as bytes come, not as a length claims.
    private bool Fill(int wanted)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _before += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length) { Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Min(Math.Max(wanted, Usual), 2L * _buffer.Length))); }
        else if (_buffer.Length > 8 * Usual && wanted < Usual && _end < Usual) { Array.Resize(ref _buffer, Usual); }
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
