using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Tests.Docs;

/// <summary>A parameter as the code declares it.</summary>
internal sealed class CodeParameter
{
    public CodeParameter(PropertyInfo property)
    {
        Name = property.Name;
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        TypeName = type.FullName!;
        Aliases = property.GetCustomAttribute<AliasAttribute>()?.AliasNames.Order(StringComparer.Ordinal).ToArray() ?? [];
        SupportsWildcards = property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null;
        Sets = property.GetCustomAttributes<ParameterAttribute>().ToDictionary(
            attribute => attribute.ParameterSetName == ParameterAttribute.AllParameterSets ? "(All)" : attribute.ParameterSetName,
            attribute => new ParameterUse(
                attribute.Position == int.MinValue ? "Named" : attribute.Position.ToString(System.Globalization.CultureInfo.InvariantCulture),
                attribute.Mandatory,
                attribute.ValueFromPipeline,
                attribute.ValueFromPipelineByPropertyName));
    }

    public string Name { get; }

    public string TypeName { get; }

    public string[] Aliases { get; }

    public bool SupportsWildcards { get; }

    public IReadOnlyDictionary<string, ParameterUse> Sets { get; }
}
