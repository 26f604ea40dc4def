using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Runner.Binding;

/// <summary>A parameter as its property declares it.</summary>
internal sealed class ParameterMetadata
{
    private readonly PropertyInfo _property;

    internal ParameterMetadata(PropertyInfo property, object[] attributes, bool isCommon)
    {
        _property = property;
        IsCommon = isCommon;
        foreach (object attribute in attributes)
        {
            switch (attribute)
            {
                case AliasAttribute alias:
                    Aliases = [.. alias.AliasNames];
                    break;
                case ArgumentTransformationAttribute transformation:
                    Transformations.Add(transformation);
                    break;
                case ValidateArgumentsAttribute validation:
                    Validations.Add(validation);
                    break;
                case AllowNullAttribute:
                    AllowsNull = true;
                    break;
                case AllowEmptyStringAttribute:
                    AllowsEmptyString = true;
                    break;
                case AllowEmptyCollectionAttribute:
                    AllowsEmptyCollection = true;
                    break;
            }
        }
    }

    internal string Name => _property.Name;

    internal Type Type => _property.PropertyType;

    /// <summary>-Verbose, -WhatIf and their like: on every command, behind its own.</summary>
    internal bool IsCommon { get; }

    internal bool IsSwitch => Type == typeof(SwitchParameter);

    internal string[] Aliases { get; } = [];

    internal List<ArgumentTransformationAttribute> Transformations { get; } = [];

    internal List<ValidateArgumentsAttribute> Validations { get; } = [];

    internal bool AllowsNull { get; }

    internal bool AllowsEmptyString { get; }

    internal bool AllowsEmptyCollection { get; }

    internal List<ParameterSetData> Sets { get; } = [];

    internal uint SetFlags { get; private set; }

    internal bool IsInAllSets { get; private set; }

    internal bool TakesPipelineSomewhere { get; private set; }

    internal bool IsMandatorySomewhere { get; private set; }

    internal void AddSet(ParameterSetData data)
    {
        Sets.Add(data);
        SetFlags |= data.Flag;
        IsInAllSets |= data.IsInAllSets;
        TakesPipelineSomewhere |= data.TakesPipeline;
        IsMandatorySomewhere |= data.Attribute.Mandatory;
    }

    internal object? Get(object target) => _property.GetValue(target);

    internal void Set(object target, object? value)
    {
        try
        {
            _property.SetValue(target, value);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
        }
    }

    internal ParameterSetData? In(uint valid)
    {
        foreach (ParameterSetData data in Sets)
        {
            if (data.IsInAllSets || (data.Flag & valid) != 0)
            {
                return data;
            }
        }

        return null;
    }
}
