using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>Collects what went wrong with single keys of a walk, and reports each kind once: a user with few rights may meet a million of the same.</summary>
internal sealed class KeyErrorSummary
{
    private readonly Dictionary<(string Code, string Command), (KeyError First, long Count)> _kinds = [];

    /// <summary>Reports the errors of one look-up.</summary>
    public static void Write(RedisCmdlet cmdlet, IReadOnlyList<KeyError> errors)
    {
        KeyErrorSummary summary = new();
        summary.Add(errors);
        summary.Write(cmdlet);
    }

    /// <summary>Remembers the errors of a page.</summary>
    public void Add(IReadOnlyList<KeyError> errors)
    {
        for (int i = 0; i < errors.Count; i++)
        {
            KeyError error = errors[i];
            (string, string) kind = (error.Code, error.Command);
            _kinds[kind] = _kinds.TryGetValue(kind, out (KeyError First, long Count) known) ? (known.First, known.Count + 1) : (error, 1);
        }
    }

    /// <summary>Writes one error a kind, with the first key as its target.</summary>
    public void Write(RedisCmdlet cmdlet)
    {
        foreach ((KeyError first, long count) in _kinds.Values)
        {
            string more = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {count - 1:N0} more keys)");
            cmdlet.WriteRedisError(new RedisServerException(first.Code, $"{first.Message} [{first.Command} {first.Key}{more}]", first.Command), first.Key);
        }

        _kinds.Clear();
    }
}
