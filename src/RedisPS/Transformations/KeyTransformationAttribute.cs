using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Transformations;

/// <summary>
/// Makes keys of what people have: text, a key object, any object with KeyBytes. A byte[] is <b>one</b> key.
/// The bytes are taken from the object, never from what is shown.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class KeyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes one key, and not several.</summary>
    public bool Single { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (Single)
        {
            return value is RedisKey[] { Length: 1 } only ? only[0] : ToKey(inputData);
        }

        if (value is RedisKey[])
        {
            return value;
        }

        if (value is not (string or byte[] or IDictionary) && value is IEnumerable many)
        {
            List<RedisKey> keys = [];
            foreach (object? one in many)
            {
                keys.Add(ToKey(one));
            }

            return keys.ToArray();
        }

        return new[] { ToKey(inputData) };
    }

    /// <summary>The key that an object is or has; false for text and for objects without one.</summary>
    internal static bool TryGetKey(object? input, out RedisKey key)
    {
        object? value = BaseOf(input);
        bool hasKey = value is RedisKeyName or RedisKey or byte[]
            || (value is not (null or string or ValueType) && PSObject.AsPSObject(input!) is { } item && (item.Properties["KeyBytes"] is not null || item.Properties["Key"] is not null));
        key = hasKey ? ToKey(input) : default;
        return hasKey;
    }

    private static RedisKey ToKey(object? input)
    {
        object? value = input is PSObject wrapped ? wrapped.BaseObject : input;
        switch (value)
        {
            case RedisKeyName named:
                return named.ToRedisKey();
            case RedisKeyInfo info:
                return info.GetRedisKey();
            case RedisKey key:
                return key;
            case string text:
                return text;
            case byte[] bytes:
                return new RedisKey(bytes.ToArray());
            case byte or short or ushort or int or uint or long or ulong or double or decimal when input is PSObject written:
                // A number that was typed brings its text along: the key 007 is not the key 7.
                return written.ToString();
            case byte or short or ushort or int or uint or long or ulong or double or decimal or char or Guid:
                return Convert.ToString(value, CultureInfo.InvariantCulture)!;
            case null:
                throw new ArgumentTransformationMetadataException("A key may be empty, but not null.");
        }

        PSObject item = PSObject.AsPSObject(input!);
        return BaseOf(item.Properties["KeyBytes"]?.Value) is byte[] exact ? new RedisKey(exact)
            : BaseOf(item.Properties["Key"]?.Value) is string name ? name
            : throw new ArgumentTransformationMetadataException($"A {value.GetType().Name} is not a key. Give text, a byte array, or an object with a Key or KeyBytes property.");
    }

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
