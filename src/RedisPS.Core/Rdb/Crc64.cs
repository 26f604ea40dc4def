using System.Buffers.Binary;

namespace RedisPS.Core.Rdb;

/// <summary>
/// The checksum at the end of RDB files and DUMP payloads: CRC-64 with the Jones polynomial, reflected, starting at 0 (crc64.c).
/// Sixteen bytes a step by tables, so that a file is checked about as fast as it is read.
/// </summary>
internal static class Crc64
{
    private const ulong Polynomial = 0x95ac9329ac4bc9b5;
    private const int Slices = 16;
    private static readonly ulong[] s_tables = MakeTables();

    /// <summary>Continues a checksum.</summary>
    /// <param name="crc">The checksum so far; 0 at the beginning.</param>
    /// <param name="data">The next bytes.</param>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> data)
    {
        ulong[] table = s_tables;
        while (data.Length >= Slices)
        {
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(data[8..]);
            crc = table[(15 << 8) | (byte)low]
                ^ table[(14 << 8) | (byte)(low >> 8)]
                ^ table[(13 << 8) | (byte)(low >> 16)]
                ^ table[(12 << 8) | (byte)(low >> 24)]
                ^ table[(11 << 8) | (byte)(low >> 32)]
                ^ table[(10 << 8) | (byte)(low >> 40)]
                ^ table[(9 << 8) | (byte)(low >> 48)]
                ^ table[(8 << 8) | (byte)(low >> 56)]
                ^ table[(7 << 8) | (byte)high]
                ^ table[(6 << 8) | (byte)(high >> 8)]
                ^ table[(5 << 8) | (byte)(high >> 16)]
                ^ table[(4 << 8) | (byte)(high >> 24)]
                ^ table[(3 << 8) | (byte)(high >> 32)]
                ^ table[(2 << 8) | (byte)(high >> 40)]
                ^ table[(1 << 8) | (byte)(high >> 48)]
                ^ table[(byte)(high >> 56)];
            data = data[Slices..];
        }

        foreach (byte b in data) { crc = table[(byte)crc ^ b] ^ (crc >> 8); }
        return crc;
    }

    private static ulong[] MakeTables()
    {
        ulong[] tables = new ulong[Slices << 8];
        for (int i = 0; i < 256; i++)
        {
            ulong crc = (ulong)i;
            for (int bit = 0; bit < 8; bit++) { crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1; }
            tables[i] = crc;
        }

        for (int i = 0; i < 256; i++)
        {
            for (int slice = 1; slice < Slices; slice++)
            {
                ulong before = tables[((slice - 1) << 8) | i];
                tables[(slice << 8) | i] = tables[(byte)before] ^ (before >> 8);
            }
        }

        return tables;
    }
}
