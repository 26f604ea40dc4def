using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>Asks whether keys exist, where the user may not ask about some of them.</summary>
internal static class KeyPresence
{
    /// <summary>One answer a key; null where the server refused to answer.</summary>
    /// <param name="cmdlet">Waits.</param>
    /// <param name="target">Where the keys are.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="refused">Told of each refusal; null: nobody wants to know.</param>
    public static bool?[] Ask(RedisCmdlet cmdlet, KeyTarget target, IReadOnlyList<RedisKey> keys, Action<RedisKey, RedisServerException>? refused = null)
    {
        try
        {
            return Array.ConvertAll(cmdlet.Await(KeyLookup.ExistsAsync(target.Client, keys, cmdlet.StopToken)), static exists => (bool?)exists);
        }
        catch (RedisServerException) when (keys.Count > 1)
        {
            return keys.SelectMany(key => Ask(cmdlet, target, [key], refused)).ToArray();
        }
        catch (RedisServerException e)
        {
            refused?.Invoke(keys[0], e);
            return [null];
        }
    }
}
