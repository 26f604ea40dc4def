using System.Management.Automation;

using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Binding;

/// <content>Objects of the pipeline.</content>
internal sealed partial class CommandBinder
{
    private readonly Dictionary<ParameterMetadata, object?> _originals = [];
    private readonly List<ParameterMetadata> _fromPipeline = [];

    /// <summary>Binds one object; false when no parameter takes it.</summary>
    internal bool BindInput(object? input)
    {
        RestoreOriginals();
        _sets.BeginObject();
        bool any = false;
        try
        {
            any = _sets.TriedFirst != 0 && BindSteps(input, _sets.TriedFirst);
            if (_sets.TriedFirst == 0 || _sets.Left != _sets.TriedFirst)
            {
                any |= BindSteps(input, 0);
            }

            _sets.Validate(beforePipeline: false, takeDefault: true);
            _sets.Settle();
        }
        catch (ParameterBindingException)
        {
            RestoreOriginals();
            throw;
        }

        if (!any)
        {
            RestoreOriginals();
            return false;
        }

        List<string> missing = _sets.MissingMandatory(pipelineMayStillBind: false);
        if (missing.Count > 0)
        {
            RestoreOriginals();
            throw new ParameterBindingException(
                "InputObjectMissingMandatory",
                ErrorCategory.InvalidArgument,
                $"The input object cannot be bound because it did not contain the information required to bind all mandatory parameters: {string.Concat(missing.ConvertAll(name => " " + name))}",
                null);
        }

        return true;
    }

    /// <summary>What EndProcessing sees is what the arguments said, not the last object.</summary>
    internal void RestoreOriginals()
    {
        foreach (ParameterMetadata parameter in _fromPipeline)
        {
            parameter.Set(_target, _originals[parameter]);
            _invocation.BoundParameters.Remove(parameter.Name);
            _unbound.Add(parameter);
        }

        _fromPipeline.Clear();
    }

    // As it is by value, as it is by property, converted by value, converted by property.
    private bool BindSteps(object? input, uint only)
    {
        bool any = false;
        for (int step = 0; step < 4; step++)
        {
            bool byProperty = (step & 1) != 0;
            bool coerce = step >= 2;
            if (only != 0)
            {
                any |= BindStepIn(input, byProperty, coerce, only);
            }
            else if (BindStep(input, byProperty, coerce))
            {
                _sets.Validate(beforePipeline: true, takeDefault: true);
                any = true;
            }
        }

        return any;
    }

    private bool BindStep(object? input, bool byProperty, bool coerce)
    {
        uint defaultSet = _sets.Default;
        if (defaultSet != 0 && _sets.Left != defaultSet)
        {
            if (BindStepIn(input, byProperty, coerce, defaultSet))
            {
                return true;
            }

            return BindStepIn(input, byProperty, coerce, _sets.Left & ~defaultSet);
        }

        return BindStepIn(input, byProperty, coerce, _sets.Left);
    }

    private bool BindStepIn(object? input, bool byProperty, bool coerce, uint sets)
    {
        bool any = false;
        for (int i = _unbound.Count - 1; i >= 0; i--)
        {
            ParameterMetadata parameter = _unbound[i];
            if (!parameter.TakesPipelineSomewhere)
            {
                continue;
            }

            foreach (ParameterSetData data in parameter.Sets)
            {
                if (!data.IsInAllSets && (data.Flag & sets) == 0)
                {
                    continue;
                }

                if (byProperty ? data.Attribute.ValueFromPipelineByPropertyName && TryByProperty(parameter, input, coerce)
                    : data.Attribute.ValueFromPipeline && TryByValue(parameter, input, coerce))
                {
                    any = true;
                    break;
                }
            }
        }

        return any;
    }

    private bool TryByValue(ParameterMetadata parameter, object? input, bool coerce)
    {
        try
        {
            return BindFromPipeline(parameter, input, coerce);
        }
        catch (ArgumentTransformationBindingException e) when (e.IsPlainMismatch)
        {
            return false;
        }
        catch (ParameterBindingException e) when (e is not (ArgumentTransformationBindingException or ValidationBindingException))
        {
            return false;
        }
    }

    private bool TryByProperty(ParameterMetadata parameter, object? input, bool coerce)
    {
        if (input is null || !TryGetProperty(parameter, input, out object? value))
        {
            return false;
        }

        try
        {
            return BindFromPipeline(parameter, value, coerce);
        }
        catch (ParameterBindingException e) when (e is not (ArgumentTransformationBindingException or ValidationBindingException))
        {
            return false;
        }
    }

    private static bool TryGetProperty(ParameterMetadata parameter, object input, out object? value)
    {
        if (PropertyAccess.TryGetMember(input, parameter.Name, out value))
        {
            return true;
        }

        foreach (string alias in parameter.Aliases)
        {
            if (PropertyAccess.TryGetMember(input, alias, out value))
            {
                return true;
            }
        }

        return false;
    }

    private bool BindFromPipeline(ParameterMetadata parameter, object? value, bool coerce)
    {
        _originals.TryAdd(parameter, parameter.Get(_target));
        if (!BindOne(parameter, value, coerce))
        {
            return false;
        }

        _fromPipeline.Add(parameter);
        return true;
    }
}
