using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Tests.LayerTests;

/// <summary>The cmdlets as the code has them.</summary>
internal static class CmdletClasses
{
    public static IReadOnlyList<Type> All { get; } = typeof(RedisCmdlet).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null && type.Namespace!.StartsWith("RedisPS.", StringComparison.Ordinal)
            && !type.Namespace.StartsWith("RedisPS.Runner", StringComparison.Ordinal)).ToArray();

    public static string NameOf(Type type) => type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : type.Name;

    public static IEnumerable<string> ParametersOf(Type type) => type.GetProperties().Where(property => property.GetCustomAttributes<ParameterAttribute>().Any()).Select(property => property.Name);

    /// <summary>A file of the repository, found upwards from where the tests run.</summary>
    public static string Repository(params string[] path)
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "RedisPS.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine([directory!.FullName, .. path]);
    }
}
