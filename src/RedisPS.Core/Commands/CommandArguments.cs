using System.Collections;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Commands;

/// <summary>Makes a command's arguments of .NET values. What arrives at the server is exactly one argument a value, whatever characters it has.</summary>
public static class CommandArguments
{
    /// <summary>
    /// Flattens values into arguments: text as UTF-8, byte[] as it is (one argument), numbers in invariant form, booleans as 1 and 0,
    /// dictionaries as name and value in turn, lists item by item, anything else by its text.
    /// </summary>
    /// <param name="values">The values, hosts' wrappers already removed by <paramref name="unwrap"/>.</param>
    /// <param name="unwrap">Takes a host's wrapper off a value.</param>
    /// <exception cref="RedisConfigurationException">A value is null: Redis has no such argument.</exception>
    public static RedisArgument[] Flatten(IEnumerable values, Func<object?, object?> unwrap)
    {
        List<RedisArgument> arguments = [];
        foreach (object? value in values)
        {
            Add(arguments, unwrap(value), unwrap);
        }

        return arguments.ToArray();
    }

    private static void Add(List<RedisArgument> arguments, object? value, Func<object?, object?> unwrap)
    {
        switch (value)
        {
            case null:
                throw new RedisConfigurationException($"Argument {arguments.Count + 1} is null. Redis has no null argument; an empty one is ''.");
            case string text:
                arguments.Add(text);
                break;
            case byte[] bytes:
                arguments.Add(bytes);
                break;
            case RedisKeyName name:
                arguments.Add(name.ToRedisKey());
                break;
            case RedisKey key:
                arguments.Add(key);
                break;
            case double number:
                arguments.Add(number);
                break;
            case float number:
                arguments.Add(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case bool flag:
                arguments.Add(flag ? 1 : 0);
                break;
            case IDictionary pairs:
                foreach (DictionaryEntry pair in pairs)
                {
                    Add(arguments, unwrap(pair.Key), unwrap);
                    Add(arguments, unwrap(pair.Value), unwrap);
                }

                break;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    Add(arguments, unwrap(item), unwrap);
                }

                break;
            default:
                arguments.Add(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }
}
