using System.Collections.Specialized;
using System.Globalization;
using System.Numerics;
using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Commands;

/// <summary>
/// Makes plain .NET objects of replies, the same for RESP2 and RESP3: text (byte[] where it is no valid UTF-8), Int64, Double, Boolean,
/// BigInteger, object[], ordered dictionaries whose names are compared exactly, null.
/// </summary>
public static class ReplyConverter
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Converts a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="command">The command it answers, which says what a flat list means.</param>
    /// <param name="asByteArray">Every text as byte[].</param>
    /// <param name="asHashtable">A flat list of names and values as a dictionary, whatever the command.</param>
    public static object? Convert(RespValue reply, RedisCommand command, bool asByteArray = false, bool asHashtable = false)
    {
        Reader reader = new(asByteArray);
        ReplyShape shape = ReplyShapes.Of(command);
        if (asHashtable && shape is not (ReplyShape.MapOfMaps or ReplyShape.ListOfMaps) && reply.Items.Count % 2 == 0 && IsList(reply))
        {
            shape = ReplyShape.Map;
        }

        return reader.Shaped(reply, shape);
    }

    private static bool IsList(RespValue reply) => reply.Type is RespType.Array or RespType.Map or RespType.Set or RespType.Push;

    private sealed class Reader(bool asByteArray)
    {
        public object? Shaped(RespValue reply, ReplyShape shape)
        {
            if (reply.IsNull || reply.Type == RespType.Error)
            {
                return Plain(reply);
            }

            return shape switch
            {
                ReplyShape.Map when IsList(reply) => Map(reply, ReplyShape.Plain),
                ReplyShape.MapOfMaps when IsList(reply) => Map(reply, ReplyShape.Map),
                ReplyShape.ListOfMaps when IsList(reply) => reply.Items.Select(item => Shaped(item, ReplyShape.Map)).ToArray(),
                ReplyShape.Double => Number(reply),
                ReplyShape.DoubleList when IsList(reply) => reply.Items.Select(item => item.IsNull ? null : Number(item)).ToArray(),
                ReplyShape.ScoredList when IsList(reply) => Pairs(reply, scored: true),
                ReplyShape.PairList when IsList(reply) => Pairs(reply, scored: false),
                _ => Plain(reply),
            };
        }

        private object? Plain(RespValue reply) => reply.Type switch
        {
            RespType.Null => null,
            RespType.Integer => reply.Integer,
            RespType.Double => reply.Double,
            RespType.Boolean => reply.AsBoolean(),
            RespType.BigNumber => BigInteger.Parse(reply.AsText()!, CultureInfo.InvariantCulture),
            RespType.Error => RedisServerException.FromReply(reply),
            RespType.Map => Map(reply, ReplyShape.Plain),
            RespType.Array or RespType.Set or RespType.Push => reply.Items.Select(Plain).ToArray(),
            RespType.SimpleString => reply.AsText(),
            RespType.VerbatimString when !asByteArray => reply.AsText(),
            _ => Text(reply.Bytes),
        };

        private OrderedDictionary Map(RespValue reply, ReplyShape values)
        {
            OrderedDictionary map = new(StringComparer.Ordinal);
            foreach ((RespValue key, RespValue value) in reply.AsPairs())
            {
                map[RedisKey.FromSpan(key.Bytes.Span).ToString()] = Shaped(value, values);
            }

            return map;
        }

        private object?[] Pairs(RespValue reply, bool scored)
        {
            // One pair without a count (ZPOPMIN k) is flat in both protocols.
            bool nested = reply.Items.Count > 0 && IsList(reply.Items[0]);
            IEnumerable<(RespValue Key, RespValue Value)> pairs = nested
                ? reply.Items.Select(item => (item.Items[0], item.Items[1]))
                : Enumerable.Range(0, reply.Items.Count / 2).Select(i => (reply.Items[2 * i], reply.Items[(2 * i) + 1]));
            return pairs.Select(object? (pair) => new object?[] { Plain(pair.Key), scored ? Number(pair.Value) : Plain(pair.Value) }).ToArray();
        }

        private static object? Number(RespValue reply) => reply.Type == RespType.Integer ? (double)reply.Integer : reply.AsDouble();

        private object Text(ReadOnlyMemory<byte> bytes)
        {
            if (!asByteArray)
            {
                try
                {
                    return s_strict.GetString(bytes.Span);
                }
                catch (DecoderFallbackException)
                {
                    // Not text: the bytes themselves, without loss.
                }
            }

            return bytes.ToArray();
        }
    }
}
