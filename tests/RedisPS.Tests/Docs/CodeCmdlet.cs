using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Tests.Docs;

/// <summary>A cmdlet as the code declares it.</summary>
internal sealed class CodeCmdlet
{
    private CodeCmdlet(Type type, CmdletAttribute attribute)
    {
        Type = type;
        Name = $"{attribute.VerbName}-{attribute.NounName}";
        SupportsShouldProcess = attribute.SupportsShouldProcess;
        DefaultSet = attribute.DefaultParameterSetName;
        Parameters = type.GetProperties()
            .Where(property => property.GetCustomAttributes<ParameterAttribute>().Any(use => !use.DontShow))
            .Select(property => new CodeParameter(property))
            .ToDictionary(parameter => parameter.Name);
        OutputTypes = type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Name).ToArray();
    }

    /// <summary>Every cmdlet of the module, by name.</summary>
    public static IReadOnlyDictionary<string, CodeCmdlet> All { get; } = typeof(RedisCmdlet).Assembly.GetTypes()
        .Where(type => typeof(RedisCmdlet).IsAssignableFrom(type) && type.GetCustomAttribute<CmdletAttribute>() is not null)
        .Select(type => new CodeCmdlet(type, type.GetCustomAttribute<CmdletAttribute>()!))
        .ToDictionary(cmdlet => cmdlet.Name);

    public Type Type { get; }

    public string Name { get; }

    public bool SupportsShouldProcess { get; }

    public string? DefaultSet { get; }

    public IReadOnlyDictionary<string, CodeParameter> Parameters { get; }

    public IReadOnlyList<string> OutputTypes { get; }

    /// <summary>The names of the parameter sets.</summary>
    public IReadOnlySet<string> SetNames
    {
        get
        {
            HashSet<string> names = Parameters.Values.SelectMany(parameter => parameter.Sets.Keys).Where(name => name != "(All)").ToHashSet();
            if (!string.IsNullOrEmpty(DefaultSet))
            {
                // A default set need not have parameters of its own.
                _ = names.Add(DefaultSet);
            }

            return names.Count > 0 ? names : ["__AllParameterSets"];
        }
    }
}
