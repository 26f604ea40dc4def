using FsCheck;
using FsCheck.Fluent;

namespace RedisPS.Client.Tests;

/// <summary>Random replies of every type.</summary>
internal static class RespTrees
{
    public static Gen<RespValue> Any =>
        from value in Value(4)
        from push in Gen.Choose(0, 9)
        select push == 0 && value.Type == RespType.Array ? RespValue.FromItems(RespType.Push, [.. value.Items]) : value;

    private static Gen<byte[]> Bytes { get; } = Gen.OneOf(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf(),
        Gen.Elements<byte>(13, 10, (byte)'$', (byte)'*', (byte)':', 0).ArrayOf(),
        Gen.Choose(0, 200_000).Where(length => length > 150_000).Select(length => new byte[length]).Resize(1),
        Gen.Constant(Array.Empty<byte>()));

    private static Gen<byte[]> LineBytes { get; } =
        Gen.Choose(32, 126).Select(number => (byte)number).ArrayOf();

    private static Gen<RespValue> Value(int depth)
    {
        Gen<RespValue> scalar = Gen.OneOf(
            Gen.Constant(RespValue.Null),
            Gen.Constant(RespValue.Ok),
            LineBytes.Select(bytes => RespValue.FromBytes(RespType.SimpleString, bytes)),
            Bytes.Select(bytes => RespValue.FromBytes(RespType.BlobString, bytes)),
            Bytes.Select(bytes => RespValue.FromBytes(RespType.VerbatimString, bytes)),
            LineBytes.Select(bytes => RespValue.FromBytes(RespType.Error, [.. "ERR "u8, .. bytes])),
            ArbMap.Default.GeneratorFor<long>().Select(RespValue.FromInteger),
            Gen.Elements(long.MinValue, long.MaxValue, 0, -1).Select(RespValue.FromInteger),
            ArbMap.Default.GeneratorFor<double>().Select(RespValue.FromDouble),
            ArbMap.Default.GeneratorFor<bool>().Select(RespValue.FromBoolean),
            Gen.Elements("0", "-1", "3492890328409238509324850943850943825024385").Select(text => RespValue.FromBytes(RespType.BigNumber, System.Text.Encoding.ASCII.GetBytes(text))));
        if (depth == 0) { return scalar; }
        Gen<RespValue> inner = Value(depth - 1);
        Gen<RespValue[]> items = Gen.Choose(0, 4).SelectMany(count => inner.ArrayOf(count));
        Gen<RespValue[]> pairs = Gen.Choose(0, 3).SelectMany(count => inner.ArrayOf(2 * count));
        Gen<RespValue> aggregate = Gen.OneOf(
            items.Select(list => RespValue.FromItems(RespType.Array, list)),
            items.Select(list => RespValue.FromItems(RespType.Set, list)),
            pairs.Select(list => RespValue.FromItems(RespType.Map, list)));
        Gen<RespValue> attributed =
            from value in Gen.OneOf(scalar, aggregate)
            from list in Gen.Choose(1, 2).SelectMany(count => scalar.ArrayOf(2 * count))
            select value.WithAttributes(RespValue.FromItems(RespType.Map, list));
        return Gen.Frequency((6, scalar), (4, aggregate), (1, attributed));
    }
}
