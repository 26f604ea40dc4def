using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.DesiredState;

/// <summary>What a user gives as a state, and what a server refused of it.</summary>
internal static class StateInput
{
    /// <summary>Writes what a server refused, each with its remedy.</summary>
    public static void WriteErrors(RedisCmdlet cmdlet, IEnumerable<RedisException> errors, RedisConnection connection)
    {
        foreach (RedisException error in errors)
        {
            if (error is RedisServerException { Command: { } command } refused && command.StartsWith("CONFIG", StringComparison.OrdinalIgnoreCase))
            {
                cmdlet.WriteError(RedisErrors.ConfigRefused(refused, connection));
            }
            else
            {
                cmdlet.WriteRedisError(error, connection);
            }
        }
    }

    /// <summary>A table of plain values, without what PowerShell wraps them in.</summary>
    public static Dictionary<string, object?> Table(IDictionary table)
    {
        Dictionary<string, object?> plain = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            plain[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Value(entry.Value);
        }

        return plain;
    }

    private static object? Value(object? value) => (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) switch
    {
        IDictionary table => Table(table),
        string text => text,
        IEnumerable list => list.Cast<object?>().Select(Value).ToArray(),
        PSObject custom => custom.Properties.ToDictionary(property => property.Name, property => Value(property.Value), StringComparer.OrdinalIgnoreCase),
        SwitchParameter flag => flag.IsPresent,
        PSCredential credential => credential.GetNetworkCredential().Password,
        System.Security.SecureString secret => new System.Net.NetworkCredential("", secret).Password,
        object other => other,
        null => null,
    };
}
