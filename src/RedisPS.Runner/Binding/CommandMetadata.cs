using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;
using RedisPS.Runner.Engine;

namespace RedisPS.Runner.Binding;

/// <summary>A command as its class declares it. Read when the command is named, never before: start-up pays for what it uses.</summary>
internal sealed class CommandMetadata
{
    private static readonly ConcurrentDictionary<Type, CommandMetadata> s_known = new();

    private readonly List<string> _setNames = [];

    private CommandMetadata(Type type)
    {
        Type = type;
        Attribute = type.GetCustomAttribute<CmdletAttribute>(inherit: false) ?? throw new InvalidOperationException($"{type} is not a command.");
        Name = $"{Attribute.VerbName}-{Attribute.NounName}";
        if (Attribute.DefaultParameterSetName is { } defaultSet)
        {
            DefaultSetFlag = FlagOf(defaultSet);
        }

        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            Add(property, isCommon: false);
        }

        foreach (PropertyInfo property in typeof(CommonParameters).GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (Attribute.SupportsShouldProcess || property.Name is not (nameof(CommonParameters.WhatIf) or nameof(CommonParameters.Confirm)))
            {
                Add(property, isCommon: true);
            }
        }

        AllSetsFlag = _setNames.Count == 0 ? uint.MaxValue : (uint)((1UL << _setNames.Count) - 1);
    }

    internal Type Type { get; }

    internal CmdletAttribute Attribute { get; }

    internal string Name { get; }

    internal List<ParameterMetadata> Parameters { get; } = [];

    internal uint DefaultSetFlag { get; }

    internal uint AllSetsFlag { get; }

    internal int SetCount => _setNames.Count;

    internal IReadOnlyList<string> SetNames => _setNames;

    internal static CommandMetadata For(Type type) => s_known.GetOrAdd(type, static t => new CommandMetadata(t));

    /// <summary>The set's name when just one bit is set, else the name for all.</summary>
    internal string SetName(uint flags)
    {
        if (System.Numerics.BitOperations.PopCount(flags) == 1)
        {
            int index = System.Numerics.BitOperations.TrailingZeroCount(flags);
            if (index < _setNames.Count)
            {
                return _setNames[index];
            }
        }

        return ParameterAttribute.AllParameterSets;
    }

    /// <summary>Finds a parameter by name, alias or an unambiguous beginning of either.</summary>
    internal ParameterMetadata FindParameter(string name)
    {
        List<ParameterMetadata> matches = [];
        foreach (ParameterMetadata parameter in Parameters)
        {
            if (string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase) || HasAlias(parameter, name, prefix: false))
            {
                return parameter;
            }

            if (parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) || HasAlias(parameter, name, prefix: true))
            {
                matches.Add(parameter);
            }
        }

        if (matches.Count == 0)
        {
            throw new ParameterBindingException("NamedParameterNotFound", ErrorCategory.InvalidArgument, $"A parameter cannot be found that matches parameter name '{name}'.", name);
        }

        if (matches.Count > 1)
        {
            // The command's own parameters come before those that every command has.
            List<ParameterMetadata> own = matches.FindAll(parameter => !parameter.IsCommon);
            if (own.Count == 1)
            {
                return own[0];
            }

            string names = string.Concat(matches.ConvertAll(parameter => " -" + parameter.Name));
            throw new ParameterBindingException(
                "AmbiguousParameter",
                ErrorCategory.InvalidArgument,
                $"Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include:{names}.",
                name);
        }

        return matches[0];
    }

    /// <summary>Whether the name stands for one or more parameters.</summary>
    internal bool HasParameter(string name) =>
        Parameters.Exists(parameter => parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) || HasAlias(parameter, name, prefix: true));

    private static bool HasAlias(ParameterMetadata parameter, string name, bool prefix)
    {
        foreach (string alias in parameter.Aliases)
        {
            if (prefix ? alias.StartsWith(name, StringComparison.OrdinalIgnoreCase) : string.Equals(alias, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private uint FlagOf(string setName)
    {
        int index = _setNames.FindIndex(known => string.Equals(known, setName, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            index = _setNames.Count;
            _setNames.Add(setName);
        }

        return 1u << index;
    }

    private void Add(PropertyInfo property, bool isCommon)
    {
        if (property.SetMethod is not { IsPublic: true })
        {
            return;
        }

        object[] attributes = property.GetCustomAttributes(inherit: true);
        if (!Array.Exists(attributes, attribute => attribute is ParameterAttribute))
        {
            return;
        }

        ParameterMetadata parameter = new(property, attributes, isCommon);
        foreach (object attribute in attributes)
        {
            if (attribute is ParameterAttribute declared)
            {
                bool all = declared.ParameterSetName == ParameterAttribute.AllParameterSets;
                parameter.AddSet(new ParameterSetData(all ? 0 : FlagOf(declared.ParameterSetName), all, declared));
            }
        }

        Parameters.Add(parameter);
    }
}
