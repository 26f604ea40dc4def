using System.Buffers.Binary;
using RedisPS.Core.Rdb;
using Xunit;

namespace RedisPS.Core.Tests.Rdb;

/// <summary>When a hash goes with its fields; payloads of real servers are read by the tests of backups.</summary>
public sealed class FieldExpiryTests
{
    private const long First = 1_800_000_000_000;

    [Theory]
    [InlineData(new[] { 1, 7, 3 }, First + 6)]
    [InlineData(new[] { 1 }, First)]
    [InlineData(new[] { 1, 0, 3 }, null)]
    [InlineData(new[] { 0 }, null)]
    public void A_hash_is_gone_when_the_last_of_its_fields_is(int[] after, long? expected) =>
        Assert.Equal(expected, FieldExpiry.GoneAt(Payload(RdbTypeCode.HashFieldExpiry, after)));

    [Fact]
    public void What_is_no_hash_with_such_fields_stays()
    {
        Assert.False(FieldExpiry.IsPossible(RdbTypeCode.Hash));
        Assert.Null(FieldExpiry.GoneAt(Payload(RdbTypeCode.Hash, [1])));
        Assert.Null(FieldExpiry.GoneAt([]));
    }

    // When the first expires; how many; for each when it expires (0 never, 1 with the first), its name, its value. Version and checksum are not looked at.
    private static byte[] Payload(RdbTypeCode code, int[] after)
    {
        byte[] first = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(first, First);
        return [(byte)code, .. first, (byte)after.Length, .. after.SelectMany((ttl, i) => new byte[] { (byte)ttl, 1, (byte)('a' + i), 1, (byte)'v' }), .. new byte[10]];
    }
}
