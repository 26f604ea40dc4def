using System.Collections;
using System.Management.Automation;
using RedisPS.Core.Connections;

namespace RedisPS.Transformations;

/// <summary>Makes connections of connection objects, of names (wildcards allowed) of this session's connections, and of objects that carry such a name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case RedisConnection[]:
                return value;
            case string name when ConnectionRegistry.Current.Find(name) is { } connection:
                return new[] { connection };
        }

        List<RedisConnection> connections = [];
        foreach (object? item in value is IEnumerable many and not string ? many : new[] { value })
        {
            Add(connections, NameOrConnection(item));
        }

        return connections.ToArray();
    }

    // Every object of RedisPS says where it comes from: a database or a key that is piped in means its own connection.
    private static object? NameOrConnection(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        return value is null or string or RedisConnection ? value : PSObject.AsPSObject(value).Properties["ConnectionName"]?.Value ?? value;
    }

    private static void Add(List<RedisConnection> connections, object? value)
    {
        IReadOnlyList<RedisConnection> known = ConnectionRegistry.Current.Snapshot();
        RedisConnection[] found = value switch
        {
            RedisConnection connection => [connection],
            string name when ConnectionRegistry.Current.Find(name) is { } connection => [connection],
            string name when WildcardPattern.ContainsWildcardCharacters(name) => Matching(known, name),
            _ => [],
        };
        if (found.Length == 0)
        {
            string names = known.Count == 0 ? "there are none yet" : "there are " + string.Join(", ", known.Select(connection => connection.Name));
            throw new ArgumentTransformationMetadataException($"There is no connection '{value}' in this session ({names}). Make one with Connect-Redis -Name.");
        }

        connections.AddRange(found.Where(connection => !connections.Contains(connection)));
    }

    private static RedisConnection[] Matching(IReadOnlyList<RedisConnection> known, string pattern)
    {
        WildcardPattern wildcard = new(pattern, WildcardOptions.IgnoreCase);
        return known.Where(connection => wildcard.IsMatch(connection.Name)).ToArray();
    }
}
