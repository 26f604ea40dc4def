using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RedisPS.Core.Rdb;

/// <summary>
/// Reads the primitives of an RDB: bytes, lengths, strings. Checks the sum of all it reads, keeps no more than a buffer, and believes no
/// length before so many bytes have come.
/// </summary>
internal sealed class RdbInput(Stream stream)
{
    private const int SmallestBuffer = 4 << 10;
    private const int LargestBuffer = 1 << 20;
    private const int Portion = 1 << 20;

    private readonly byte[] _buffer = new byte[stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, SmallestBuffer, LargestBuffer) : LargestBuffer];
    private byte[] _packed = [];
    private byte[] _expanded = [];
    private int _start;
    private int _end;
    private int _summedTo;
    private int _keptTo;
    private ulong _crc;
    private long _before;
    private MemoryStream? _kept;

    /// <summary>Bytes read so far.</summary>
    public long Position => _before + _start;

    /// <summary>The checksum of all bytes read so far.</summary>
    public ulong Checksum
    {
        get
        {
            Sum();
            return _crc;
        }
    }

    /// <summary>From here on what is read is also kept, until <see cref="TakeKept"/>.</summary>
    public void Keep()
    {
        _kept = new MemoryStream();
        _keptTo = _start;
    }

    /// <summary>What was read since <see cref="Keep"/>.</summary>
    public byte[] TakeKept()
    {
        _kept!.Write(_buffer, _keptTo, _start - _keptTo);
        byte[] bytes = _kept.ToArray();
        _kept = null;
        return bytes;
    }

    public RdbFormatException Damaged(string problem, Exception? inner = null) => new(problem, Position, inner);

    /// <summary>It may be whole, and is of a kind that RedisPS does not read.</summary>
    public RdbFormatException Unknown(string problem) => new(problem, Position) { IsUnknownFormat = true };

    /// <summary>A code that is not known is damage, but for a file that is newer than what is known.</summary>
    public RdbFormatException UnknownCode(byte code, int version) => version <= RdbReader.NewestVersion
        ? Damaged(string.Create(CultureInfo.InvariantCulture, $"The code {code} is unknown"))
        : Unknown(string.Create(CultureInfo.InvariantCulture, $"This version of RedisPS does not know the code {code}; the file is of version {version}, the newest known is {RdbReader.NewestVersion}"));

    /// <summary>Whether nothing follows.</summary>
    public bool AtEnd() => _start == _end && !Fill();

    public byte Byte()
    {
        if (_start == _end && !Fill()) { throw TooShort(); }
        return _buffer[_start++];
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Fixed(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Fixed(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Fixed(8));

    /// <summary>A few bytes in place; valid until the next read.</summary>
    public ReadOnlySpan<byte> Fixed(int count)
    {
        while (_end - _start < count)
        {
            if (!Fill()) { throw TooShort(); }
        }

        _start += count;
        return _buffer.AsSpan(_start - count, count);
    }

    /// <summary>A length.</summary>
    public long Length()
    {
        long length = LengthOrEncoding(out bool encoded);
        return encoded ? throw Damaged("A length was expected, not an encoded string") : length;
    }

    /// <summary>A length that counts things of at least one byte, so that it cannot claim the world.</summary>
    public long Count(string what)
    {
        long count = Length();
        return count >= 0 ? count : throw Damaged(string.Create(CultureInfo.InvariantCulture, $"{what} claims {(ulong)count:N0} elements"));
    }

    /// <summary>A length, where any 64 bits are a number.</summary>
    public ulong Number() => (ulong)Length();

    /// <summary>A string's bytes, of their own.</summary>
    public byte[] String() => Blob().ToArray();

    /// <summary>A short text: a name, an auxiliary field.</summary>
    public string Text() => Encoding.UTF8.GetString(Blob());

    /// <summary>A string's bytes in place; valid until the next read.</summary>
    public ReadOnlySpan<byte> Blob()
    {
        long length = LengthOrEncoding(out bool encoded);
        if (!encoded) { return Bytes(length, ref _packed); }
        if (length != 3) { return Encoding.ASCII.GetBytes(Integer(length).ToString(CultureInfo.InvariantCulture)); }
        long packed = Length();
        long expanded = Length();
        RequireExpandable(packed, expanded);
        ReadOnlySpan<byte> source = Bytes(packed, ref _packed);
        if (_expanded.Length < expanded) { _expanded = new byte[Math.Max((int)expanded, 4096)]; }
        Span<byte> target = _expanded.AsSpan(0, (int)expanded);
        return Lzf.TryExpand(source, target) ? target : throw Damaged("A compressed string does not unpack");
    }

    /// <summary>Walks over a string and tells how long it is; a compressed one stays packed.</summary>
    /// <param name="integer">Whether it is written as an integer.</param>
    public long SkipString(out bool integer)
    {
        long length = LengthOrEncoding(out bool encoded);
        integer = encoded && length != 3;
        if (integer)
        {
            long value = Integer(length);
            Span<char> digits = stackalloc char[24];
            _ = value.TryFormat(digits, out int written, default, CultureInfo.InvariantCulture);
            return written;
        }

        if (!encoded)
        {
            Skip(length);
            return length;
        }

        long packed = Length();
        long expanded = Length();
        RequireExpandable(packed, expanded);
        Skip(packed);
        return expanded;
    }

    public long SkipString() => SkipString(out _);

    /// <summary>Reads a string whole if it is short, else its beginning, and tells its length and whether it is written as an integer.</summary>
    public byte[] Beginning(long most, out long length, out bool integer)
    {
        long claimed = LengthOrEncoding(out bool encoded);
        integer = encoded && claimed != 3;
        if (integer)
        {
            byte[] digits = Encoding.ASCII.GetBytes(Integer(claimed).ToString(CultureInfo.InvariantCulture));
            length = digits.Length;
            return digits;
        }

        if (!encoded)
        {
            length = claimed;
            byte[] beginning = Bytes(Math.Min(claimed, most), ref _packed).ToArray();
            Skip(claimed - beginning.Length);
            return beginning;
        }

        long packed = Length();
        length = Length();
        RequireExpandable(packed, length);
        ReadOnlySpan<byte> source = Bytes(packed, ref _packed);
        byte[] whole = new byte[length];
        if (!Lzf.TryExpand(source, whole)) { throw Damaged("A compressed string does not unpack"); }
        return length <= most ? whole : whole[..(int)most];
    }

    public void Skip(long count)
    {
        if (count < 0) { throw Damaged("A length is too large"); }
        while (count > 0)
        {
            if (_start == _end && !Fill()) { throw TooShort(); }
            int step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }
    }

    // 00: six bits. 01: fourteen. 10: thirty-two or sixty-four in network order. 11: a kind of string.
    private long LengthOrEncoding(out bool encoded)
    {
        byte first = Byte();
        encoded = first >> 6 == 3;
        return (first >> 6) switch
        {
            0 => first,
            1 => ((first & 0x3f) << 8) | Byte(),
            2 when first == 0x80 => BinaryPrimitives.ReadUInt32BigEndian(Fixed(4)),
            2 when first == 0x81 => BinaryPrimitives.ReadInt64BigEndian(Fixed(8)),
            3 when (first & 0x3f) <= 3 => first & 0x3f,
            _ => throw Damaged("A length is written in an unknown way"),
        };
    }

    private long Integer(long kind) => kind switch
    {
        0 => (sbyte)Byte(),
        1 => BinaryPrimitives.ReadInt16LittleEndian(Fixed(2)),
        _ => BinaryPrimitives.ReadInt32LittleEndian(Fixed(4)),
    };

    private void RequireExpandable(long packed, long expanded)
    {
        if (packed <= 0 || expanded <= 0 || expanded > Lzf.LongestOf(packed) || expanded > Array.MaxLength)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"A compressed string claims {expanded:N0} bytes out of {packed:N0}"));
        }
    }

    // In place where the buffer holds it; else it grows as the bytes come, not as a length claims.
    private ReadOnlySpan<byte> Bytes(long length, ref byte[] spare)
    {
        if (length < 0 || length > Array.MaxLength) { throw Damaged("A length is too large"); }
        if (length <= _buffer.Length / 2) { return Fixed((int)length); }
        int have = 0;
        while (have < length)
        {
            if (_start == _end && !Fill()) { throw TooShort(); }
            int step = (int)Math.Min(length - have, _end - _start);
            if (spare.Length < have + step) { Array.Resize(ref spare, (int)Math.Min(Array.MaxLength, Math.Max(have + step, Math.Min(length, Math.Max(2L * spare.Length, Portion))))); }
            _buffer.AsSpan(_start, step).CopyTo(spare.AsSpan(have));
            _start += step;
            have += step;
        }

        return spare.AsSpan(0, have);
    }

    private RdbFormatException TooShort() => new("The data ends in the middle", _before + _end);

    private void Sum()
    {
        _crc = Crc64.Append(_crc, _buffer.AsSpan(_summedTo, _start - _summedTo));
        _summedTo = _start;
    }

    // Makes room and reads on; what was consumed goes into the sum and into what is kept.
    private bool Fill()
    {
        Sum();
        if (_kept is not null) { _kept.Write(_buffer, _keptTo, _start - _keptTo); }
        int left = _end - _start;
        _buffer.AsSpan(_start, left).CopyTo(_buffer);
        _before += _start;
        _start = _summedTo = _keptTo = 0;
        _end = left;
        int count;
        try { count = stream.Read(_buffer, _end, _buffer.Length - _end); }
        catch (InvalidDataException e) { throw Damaged("The compression around the data is damaged", e); }
        _end += count;
        return count > 0;
    }
}
