using System.Collections.Concurrent;
using System.Reflection;

namespace RedisPS.Runner.Objects;

/// <summary>The public properties of a class, in the order PowerShell shows them, found without regard to case.</summary>
internal sealed class PropertyTable
{
    private static readonly ConcurrentDictionary<Type, PropertyTable> s_tables = new();

    private readonly Dictionary<string, PropertyInfo> _byName = new(StringComparer.OrdinalIgnoreCase);

    private PropertyTable(Type type)
    {
        List<PropertyInfo> all = [];
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.FlattenHierarchy))
        {
            if (property.GetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRefLike)
            {
                continue;
            }

            // The most derived one comes first and hides what it redeclares.
            if (_byName.TryAdd(property.Name, property))
            {
                all.Add(property);
            }
        }

        All = all;
    }

    internal IReadOnlyList<PropertyInfo> All { get; }

    internal static PropertyTable For(Type type) => s_tables.GetOrAdd(type, static t => new PropertyTable(t));

    internal PropertyInfo? Find(string name) => _byName.GetValueOrDefault(name);
}
