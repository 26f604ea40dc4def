using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RedisPS.Service;

/// <summary>Makes settings, as a configuration file has them, of the table that a user gives.</summary>
internal static class SettingTable
{
    /// <summary>Each name with its lines: true and false are yes and no, an array is several lines, null is an empty value.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(IDictionary? table)
    {
        Dictionary<string, IReadOnlyList<string>> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            object? value = Bare(entry.Value);
            settings[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!.Trim()] = value is IEnumerable many and not string
                ? many.Cast<object?>().Select(Text).ToArray()
                : [Text(value)];
        }

        return settings;
    }

    private static string Text(object? value) => Bare(value) switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        object other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
