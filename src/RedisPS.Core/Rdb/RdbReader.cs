using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Values;

namespace RedisPS.Core.Rdb;

/// <summary>
/// Reads an RDB of version 1 to 12, and of later ones what was there before and streams, as a file or while it arrives: key by key, with no more in memory than one buffer and the value asked
/// for. Call <see cref="ReadKey"/>, then one of the methods for its value; a value that was not asked for is walked over. At the end the
/// checksum has been compared, and every size inside has been checked. For one caller at a time.
/// </summary>
public sealed class RdbReader
{
    /// <summary>The newest version of which everything is known; a newer one is read as long as it brings nothing unknown.</summary>
    public const int NewestVersion = 12;

    private const int FirstWithChecksum = 5;

    /// <summary>Valkey went its own way with version 80, and with a signature of its own.</summary>
    internal const int FirstOfValkey = 80;

    private readonly RdbInput _input;
    private readonly RdbValueWalker _values;
    private readonly Dictionary<string, string> _auxiliary = new(StringComparer.Ordinal);
    private readonly List<string> _functions = [];
    private readonly SortedSet<string> _modules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (long Keys, long Expiring)> _announced = [];
    private int _database;
    private bool _valuePending;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The bytes; they are read forwards once.</param>
    /// <exception cref="RdbFormatException">They do not begin as an RDB does.</exception>
    public RdbReader(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _input = new RdbInput(stream);
        _values = new RdbValueWalker(_input);
        Version = ReadVersion();
    }

    /// <summary>Whether <see cref="Current"/> holds names; who only counts does without them.</summary>
    internal bool NamesAreWanted { get; init; } = true;

    /// <summary>The format's version: 10 for Redis 7.0, 11 for 7.2 and Valkey 8, 12 for 7.4 and 8.</summary>
    public int Version { get; }

    /// <summary>Bytes read so far.</summary>
    public long Position => _input.Position;

    /// <summary>The key that <see cref="ReadKey"/> came to.</summary>
    public RdbKey Current { get; private set; }

    /// <summary>The fields that describe the file: redis-ver, ctime, used-mem, repl-id, repl-offset and others.</summary>
    public IReadOnlyDictionary<string, string> Auxiliary => _auxiliary;

    /// <summary>The source text of the function libraries.</summary>
    public IReadOnlyList<string> Functions => _functions;

    /// <summary>The modules whose data was met, by the names of their types.</summary>
    public IReadOnlyCollection<string> Modules => _modules;

    /// <summary>How many keys, and how many with an expiry, each database is announced to have.</summary>
    public IReadOnlyDictionary<int, (long Keys, long Expiring)> Announced => _announced;

    /// <summary>What the checksum says; it is known at the end.</summary>
    public RdbChecksum Checksum { get; private set; }

    /// <summary>Goes to the next key.</summary>
    /// <returns>False at the end; the checksum has then been compared.</returns>
    /// <exception cref="RdbFormatException">The data is damaged, ends too early, or its checksum does not fit.</exception>
    public bool ReadKey()
    {
        if (_valuePending) { _ = SkipValue(); }
        long? expires = null;
        long? idle = null;
        byte? frequency = null;
        while (true)
        {
            byte code = _input.Byte();
            switch (code)
            {
                case RdbOpcode.ExpireMilliseconds:
                    expires = _input.Int64();
                    break;
                case RdbOpcode.ExpireSeconds:
                    expires = 1000L * (int)_input.UInt32();
                    break;
                case RdbOpcode.Frequency:
                    frequency = _input.Byte();
                    break;
                case RdbOpcode.Idle:
                    idle = _input.Length();
                    break;
                case RdbOpcode.End:
                    End();
                    return false;
                case > (byte)RdbTypeCode.Stream5:
                    Between(code);
                    break;
                default:
                    ReadOnlySpan<byte> name = _input.Blob();
                    RedisKey key = NamesAreWanted ? RedisKey.FromSpan(name) : default;
                    Current = new RdbKey
                    {
                        Key = key,
                        Database = _database,
                        Code = (RdbTypeCode)code,
                        ExpiresAtMilliseconds = expires,
                        IdleSeconds = idle,
                        Frequency = frequency,
                        ValuePosition = _input.Position,
                    };
                    _valuePending = true;
                    return true;
            }
        }
    }

    /// <summary>Walks over the value.</summary>
    /// <returns>What is known of it.</returns>
    /// <exception cref="RdbFormatException">The value is damaged or of an unknown kind.</exception>
    public RdbValueFacts SkipValue() => Walk(null);

    /// <summary>Reads the value as Get-RedisValue shows it.</summary>
    /// <param name="options">How much, and in which form.</param>
    /// <param name="source">Where it comes from, for the value's Server.</param>
    /// <param name="facts">What is known of it.</param>
    /// <returns>The value.</returns>
    /// <exception cref="RdbFormatException">The value is damaged or of an unknown kind.</exception>
    public RedisValue ReadValue(RedisValueOptions options, string source, out RdbValueFacts facts)
    {
        ArgumentNullException.ThrowIfNull(options);
        RdbValueBuilder builder = new(options);
        facts = Walk(builder);
        RedisValue value = new(Current.Key) { Server = source, Database = Current.Database };
        builder.Complete(value, facts);
        return value;
    }

    /// <summary>Reads the value as RESTORE takes it: the bytes of the file, with the version and a checksum behind them.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <returns>The payload, the same as DUMP gave on that server.</returns>
    /// <exception cref="RdbFormatException">The value is damaged or of an unknown kind.</exception>
    public byte[] ReadPayload(out RdbValueFacts facts)
    {
        _input.Keep();
        facts = Walk(null);
        byte[] value = _input.TakeKept();
        byte[] payload = new byte[value.Length + 1 + RdbPayload.FooterBytes];
        payload[0] = (byte)Current.Code;
        value.CopyTo(payload, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(payload.Length - RdbPayload.FooterBytes), (ushort)Version);
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(payload.Length - 8), Crc64.Append(0, payload.AsSpan(0, payload.Length - 8)));
        return payload;
    }

    /// <summary>Whether bytes follow the end: an append-only file goes on with commands there, a plain RDB has none.</summary>
    /// <returns>True when there are.</returns>
    public bool HasMore() => !_input.AtEnd();

    private RdbValueFacts Walk(IRdbValueSink? sink)
    {
        if (!_valuePending) { throw new InvalidOperationException("There is no value to read: call ReadKey first."); }
        _valuePending = false;
        if (!RdbValueWalker.Knows(Current.Code)) { throw _input.UnknownCode((byte)Current.Code, Version); }
        RdbValueFacts facts = _values.Walk(Current.Code, sink);
        if (Current.Code == RdbTypeCode.Module) { _ = _modules.Add(facts.Type); }
        return facts;
    }

    private int ReadVersion()
    {
        ReadOnlySpan<byte> signature;
        try { signature = _input.Fixed(9); }
        catch (RdbFormatException e) { throw new RdbFormatException("This is no RDB: it is too short", 0, e); }
        int version = 0;
        if (signature[..5].SequenceEqual("REDIS"u8) && int.TryParse(signature[5..], NumberStyles.None, CultureInfo.InvariantCulture, out version) && version is > 0 and < FirstOfValkey) { return version; }
        throw signature[..6].SequenceEqual("VALKEY"u8) || version >= FirstOfValkey
            ? new RdbFormatException($"This RDB was written by Valkey 9 or later ({Encoding.ASCII.GetString(signature)}), in a format that RedisPS does not read", 0) { IsUnknownFormat = true }
            : new RdbFormatException("This is no RDB: it does not begin with REDIS and a version", 0);
    }

    private void Between(byte code)
    {
        switch (code)
        {
            case RdbOpcode.SelectDatabase:
                long index = _input.Length();
                _database = index is >= 0 and <= int.MaxValue ? (int)index : throw _input.Damaged("A database has an impossible number");
                break;
            case RdbOpcode.ResizeDatabase:
                long keys = _input.Length();
                _announced[_database] = (keys, _input.Length());
                break;
            case RdbOpcode.SlotInfo:
                _ = _input.Length();
                _ = _input.Length();
                _ = _input.Length();
                break;
            case RdbOpcode.Auxiliary:
                string name = _input.Text();
                _auxiliary[name] = _input.Text();
                break;
            case RdbOpcode.Function:
                _functions.Add(_input.Text());
                break;
            case RdbOpcode.ModuleAuxiliary:
                _ = _modules.Add(ModuleName.Of(_input.Number()));
                _values.Module();
                break;
            case RdbOpcode.FunctionBeforeRelease:
                throw _input.Unknown("Functions of a release candidate of Redis 7.0 cannot be read");
            default:
                throw _input.UnknownCode(code, Version);
        }
    }

    private void End()
    {
        if (Version < FirstWithChecksum)
        {
            Checksum = RdbChecksum.Absent;
            return;
        }

        ulong computed = _input.Checksum;
        ulong written = (ulong)_input.Int64();
        if (written != 0 && written != computed)
        {
            throw _input.Damaged(string.Create(CultureInfo.InvariantCulture, $"The checksum does not fit: the file says {written:x16}, its bytes give {computed:x16}"));
        }

        Checksum = written == 0 ? RdbChecksum.Absent : RdbChecksum.Good;
    }
}
