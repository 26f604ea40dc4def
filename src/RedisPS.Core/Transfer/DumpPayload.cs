using RedisPS.Client;
using RedisPS.Core.Keyspace;
using System.Buffers.Binary;
using System.Globalization;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>What can be told from a DUMP payload: a type code, the value, the format's version, and a checksum.</summary>
internal static class DumpPayload
{
    /// <summary>The largest that a server takes with RESTORE as long as nobody sets proto-max-bulk-len. At one that is larger it closes the connection.</summary>
    public const int Largest = 512 << 20;

    /// <summary>The type of the value, as TYPE gives it.</summary>
    public static string TypeOf(ReadOnlySpan<byte> payload) => payload.IsEmpty ? "unknown" : (RdbTypeCode)payload[0] switch
    {
        RdbTypeCode.String => "string",
        RdbTypeCode.List or RdbTypeCode.ListZiplist or RdbTypeCode.ListQuicklist or RdbTypeCode.ListQuicklist2 => "list",
        RdbTypeCode.Set or RdbTypeCode.SetIntset or RdbTypeCode.SetListpack => "set",
        RdbTypeCode.SortedSet or RdbTypeCode.SortedSet2 or RdbTypeCode.SortedSetZiplist or RdbTypeCode.SortedSetListpack => "zset",
        RdbTypeCode.Hash or RdbTypeCode.HashZipmap or RdbTypeCode.HashZiplist or RdbTypeCode.HashListpack
            or RdbTypeCode.HashFieldExpiry or RdbTypeCode.HashFieldExpiryPreRelease
            or RdbTypeCode.HashListpackFieldExpiry or RdbTypeCode.HashListpackFieldExpiryPreRelease => "hash",
        RdbTypeCode.Stream or RdbTypeCode.Stream2 or RdbTypeCode.Stream3 or RdbTypeCode.Stream4 or RdbTypeCode.Stream5 => "stream",

        // The module's id is written as a length of 64 bits.
        RdbTypeCode.Module when payload.Length > 10 && payload[1] == 0x81 => ModuleName.Of(BinaryPrimitives.ReadUInt64BigEndian(payload[2..])),
        _ => string.Create(CultureInfo.InvariantCulture, $"kind {payload[0]}"),
    };

    /// <summary>The version of the format that the value is written in.</summary>
    public static int VersionOf(ReadOnlySpan<byte> payload) => payload.Length < RdbPayload.FooterBytes ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(payload[^RdbPayload.FooterBytes..]);

    /// <summary>Why a key is left alone whose value no server would take.</summary>
    public static KeyError TooLarge(RedisKey key, string consequence, string command) =>
        new(key, "TOOLARGE", $"Its value is larger than a server takes with RESTORE (proto-max-bulk-len, 512 MB); {consequence}.", command);
}
