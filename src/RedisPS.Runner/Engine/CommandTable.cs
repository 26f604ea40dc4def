using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Runner.Engine;

/// <summary>
/// Finds the class behind a command's name. By convention Get-RedisKey is GetRedisKeyCommand in one of the areas, so the usual
/// way asks for that one class and reads no others; a test keeps the list of areas complete.
/// </summary>
internal static class CommandTable
{
    private static readonly string[] s_areas =
    [
        "RedisPS.Keyspace", "RedisPS.Connections", "RedisPS.Server", "RedisPS.Databases", "RedisPS.Values", "RedisPS.Commands", "RedisPS.Runner.Shaping",
        "RedisPS.Configuration", "RedisPS.Memory", "RedisPS.Persistence", "RedisPS.Access", "RedisPS.DesiredState", "RedisPS.Backup", "RedisPS.Transfer", "RedisPS.RecycleBin", "RedisPS.Service", "RedisPS.Installation", "RedisPS.Scheduling",
    ];

    private static IReadOnlyList<Type>? s_all;

    /// <summary>Every command, of the module and of the runner; asked for only where a list is wanted.</summary>
    internal static IReadOnlyList<Type> All => s_all ??= FindAll();

    internal static bool TryFind(string name, [NotNullWhen(true)] out Type? type)
    {
        if (TryFindByConvention(name, out type))
        {
            return true;
        }

        foreach (Type candidate in All)
        {
            if (string.Equals(NameOf(candidate), name, StringComparison.OrdinalIgnoreCase) || HasAlias(candidate, name))
            {
                type = candidate;
                return true;
            }
        }

        return false;
    }

    internal static bool TryFindByConvention(string name, [NotNullWhen(true)] out Type? type)
    {
        type = null;
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            string className = string.Concat(name.AsSpan(0, dash), name.AsSpan(dash + 1), "Command");
            foreach (string area in s_areas)
            {
                type = typeof(CommandTable).Assembly.GetType($"{area}.{className}", throwOnError: false, ignoreCase: false);
                if (type is not null && type.IsDefined(typeof(CmdletAttribute), inherit: false))
                {
                    return true;
                }
            }
        }

        return false;
    }

    internal static string NameOf(Type type)
    {
        CmdletAttribute attribute = type.GetCustomAttribute<CmdletAttribute>(inherit: false)!;
        return $"{attribute.VerbName}-{attribute.NounName}";
    }

    private static bool HasAlias(Type type, string name) =>
        type.GetCustomAttribute<AliasAttribute>(inherit: false)?.AliasNames.Contains(name, StringComparer.OrdinalIgnoreCase) == true;

    private static List<Type> FindAll()
    {
        List<Type> found = [];
        foreach (Type type in typeof(CommandTable).Assembly.GetTypes())
        {
            if (!type.IsAbstract && type.IsDefined(typeof(CmdletAttribute), inherit: false))
            {
                found.Add(type);
            }
        }

        found.Sort((a, b) => string.Compare(NameOf(a), NameOf(b), StringComparison.OrdinalIgnoreCase));
        return found;
    }
}
