namespace RedisPS.Runner.Objects;

/// <summary>Names of types as views and messages write them.</summary>
internal static class TypeText
{
    /// <summary>The full name; a generic type is written as in PowerShell's type names, without assemblies.</summary>
    internal static string NameForViews(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.FullName ?? type.Name;
        }

        Type definition = type.GetGenericTypeDefinition();
        return $"{definition.FullName}[{string.Join(",", Array.ConvertAll(type.GetGenericArguments(), t => "[" + t.FullName + "]"))}]";
    }
}
