namespace RedisPS.Core.Transfer;

/// <summary>
/// The container of DUMP payloads. All numbers are little-endian; every part ends in the CRC-64 (that of RDB files) of its own bytes.
/// <code>
/// header   52 50 53 44 0D 0A 1A 0A ("RPSD", CR LF, SUB, LF), u16 version, u16 flags (1: a journal), u32 n, n bytes of JSON, u64 crc
/// key      'K', u32 database, u32 k, i64 expires at (ms since 1970, -1: never), u32 p, k bytes of key, p bytes of payload, u64 crc
/// batch    'B', u32 keys, u64 bytes, u64 crc: before the keys of a batch; journals only
/// void     'V', u64 crc: the batch before was not carried out; journals only
/// end      'E', u64 keys, u64 chain, u64 crc: nothing follows
/// </code>
/// The chain is the CRC-64 of the checksums of all keys, batches and voids in the order written (a batch after its keys), so that a part
/// that is missing, twice there or in another place is found as well. A journal without an end is good up to its last whole batch.
/// </summary>
internal static class DumpFormat
{
    public const ushort Version = 1;
    public const ushort JournalFlag = 1;
    public const byte Key = (byte)'K';
    public const byte Batch = (byte)'B';
    public const byte Void = (byte)'V';
    public const byte End = (byte)'E';
    public const int FixedHeader = 16;
    public const int KeyHeader = 21;
    public const int BatchBytes = 21;
    public const int VoidBytes = 9;
    public const int EndBytes = 25;
    public const int CrcBytes = 8;
    public const int LongestHeader = 64 << 10;
    public const int LongestKey = 512 << 20;

    public static ReadOnlySpan<byte> Magic => "RPSD\r\n\u001a\n"u8;
}
