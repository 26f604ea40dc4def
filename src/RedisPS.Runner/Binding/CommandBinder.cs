using System.Management.Automation;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Binding;

/// <summary>Binds a command's arguments once, then each object of the pipeline.</summary>
internal sealed partial class CommandBinder
{
    private readonly CommandMetadata _command;
    private readonly Cmdlet _target;
    private readonly CommonParameters _common;
    private readonly InvocationInfo _invocation;
    private readonly EngineIntrinsics _engine;
    private readonly List<ParameterMetadata> _unbound;
    private readonly ParameterSetChoice _sets;

    internal CommandBinder(CommandMetadata command, Cmdlet target, CommonParameters common, InvocationInfo invocation, EngineIntrinsics engine)
    {
        _command = command;
        _target = target;
        _common = common;
        _invocation = invocation;
        _engine = engine;
        _unbound = [.. command.Parameters];
        _sets = new ParameterSetChoice(command, _unbound);
    }

    internal string ParameterSetName => _sets.Name;

    internal void BindArguments(IReadOnlyList<BoundArgument> arguments, bool expectsInput)
    {
        List<object?> positional = BindNamed(arguments);
        List<object?> rest = BindPositional(positional);
        _sets.Validate(beforePipeline: true, takeDefault: false);
        BindRemaining(rest);

        int valid = _sets.Validate(beforePipeline: expectsInput, takeDefault: !expectsInput);
        if (valid > 1 && expectsInput)
        {
            _sets.KeepThoseWithPipelineInput();
            _sets.PreferMandatoryPipelineSet();
        }

        CheckMandatory(expectsInput);
        if (!expectsInput)
        {
            _sets.Settle();
        }

        _sets.KeepForPipeline();
    }

    private List<object?> BindNamed(IReadOnlyList<BoundArgument> arguments)
    {
        List<object?> positional = [];
        HashSet<ParameterMetadata> seen = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            BoundArgument argument = arguments[i];
            if (argument.ParameterName is null)
            {
                positional.Add(argument.Value);
                continue;
            }

            ParameterMetadata parameter = _command.FindParameter(argument.ParameterName);
            if (!seen.Add(parameter))
            {
                throw new ParameterBindingException(
                    "ParameterAlreadyBound",
                    ErrorCategory.InvalidArgument,
                    $"Cannot bind parameter because parameter '{parameter.Name}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".",
                    parameter.Name);
            }

            object? value;
            if (argument.HasValue)
            {
                value = argument.Value;
            }
            else if (parameter.IsSwitch)
            {
                value = SwitchParameter.Present;
            }
            else if (i + 1 < arguments.Count && arguments[i + 1].ParameterName is null)
            {
                value = arguments[++i].Value;
            }
            else if (i + 1 < arguments.Count && !arguments[i + 1].HasValue && !_command.HasParameter(arguments[i + 1].ParameterName!))
            {
                // What looks like a parameter and is none may be a value.
                value = "-" + arguments[++i].ParameterName;
            }
            else
            {
                throw new ParameterBindingException(
                    "MissingArgument",
                    ErrorCategory.InvalidArgument,
                    $"Missing an argument for parameter '{parameter.Name}'. Specify a parameter of type '{parameter.Type}' and try again.",
                    parameter.Name);
            }

            BindOne(parameter, value, coerce: true);
        }

        return positional;
    }

    // The positions in order; at each one the default set comes first, and a value that fits as it is before one that has to be converted.
    private List<object?> BindPositional(List<object?> values)
    {
        if (values.Count == 0)
        {
            return values;
        }

        SortedDictionary<int, List<ParameterMetadata>> positions = [];
        foreach (ParameterMetadata parameter in _unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (data.Attribute.Position >= 0 && !data.Attribute.ValueFromRemainingArguments && (data.IsInAllSets || (data.Flag & _sets.Left) != 0))
                {
                    if (!positions.TryGetValue(data.Attribute.Position, out List<ParameterMetadata>? at))
                    {
                        positions[data.Attribute.Position] = at = [];
                    }

                    if (!at.Contains(parameter))
                    {
                        at.Add(parameter);
                    }
                }
            }
        }

        List<object?> rest = [];
        int next = 0;
        foreach ((int position, List<ParameterMetadata> candidates) in positions)
        {
            if (next >= values.Count)
            {
                break;
            }

            if (TryBindPosition(position, candidates, values[next]))
            {
                next++;
            }
        }

        rest.AddRange(values.Skip(next));
        return rest;
    }

    private bool TryBindPosition(int position, List<ParameterMetadata> candidates, object? value)
    {
        ParameterBindingException? failure = null;
        uint defaultSet = _sets.Default;
        foreach (bool coerce in (ReadOnlySpan<bool>)[false, true])
        {
            if (defaultSet != 0 && TryBindPositionIn(position, candidates, defaultSet, value, coerce, ref failure))
            {
                return true;
            }

            // A word that the default set's parameter understands wrongly was meant for it, and goes to no other.
            if (failure is ArgumentTransformationBindingException)
            {
                throw failure;
            }

            if (TryBindPositionIn(position, candidates, _sets.Left, value, coerce, ref failure))
            {
                return true;
            }
        }

        return failure is null ? false : throw failure;
    }

    private bool TryBindPositionIn(int position, List<ParameterMetadata> candidates, uint sets, object? value, bool coerce, ref ParameterBindingException? failure)
    {
        bool bound = false;
        foreach (ParameterMetadata parameter in candidates)
        {
            if (!_unbound.Contains(parameter) || !HasPosition(parameter, position, sets))
            {
                continue;
            }

            try
            {
                bound |= BindOne(parameter, value, coerce);
            }
            catch (ParameterBindingException e) when (candidates.Count > 1 || !coerce)
            {
                failure ??= e;
            }
        }

        return bound;
    }

    private static bool HasPosition(ParameterMetadata parameter, int position, uint sets)
    {
        foreach (ParameterSetData data in parameter.Sets)
        {
            if (data.Attribute.Position == position && (data.IsInAllSets || (data.Flag & sets) != 0))
            {
                return true;
            }
        }

        return false;
    }

    private void BindRemaining(List<object?> rest)
    {
        if (rest.Count == 0)
        {
            return;
        }

        foreach (ParameterMetadata parameter in _unbound)
        {
            if (parameter.In(_sets.Left) is { Attribute.ValueFromRemainingArguments: true })
            {
                List<object?> flat = rest;
                if (rest.Count == 1 && LanguagePrimitives.GetEnumerable(rest[0]) is { } items)
                {
                    flat = [.. items.Cast<object?>()];
                }

                BindOne(parameter, flat.ToArray(), coerce: true);
                return;
            }
        }

        throw new ParameterBindingException(
            "PositionalParameterNotFound",
            ErrorCategory.InvalidArgument,
            $"A positional parameter cannot be found that accepts argument '{TextConverter.ToText(rest[0])}'.",
            null);
    }

    private bool BindOne(ParameterMetadata parameter, object? value, bool coerce)
    {
        if (!ArgumentBinder.TryPrepare(parameter, value, coerce, _engine, out object? prepared))
        {
            return false;
        }

        _sets.Narrow(parameter);
        parameter.Set(parameter.IsCommon ? _common : _target, prepared);
        _invocation.BoundParameters[parameter.Name] = prepared!;
        _unbound.Remove(parameter);
        return true;
    }

    private void CheckMandatory(bool expectsInput)
    {
        List<string> missing = _sets.MissingMandatory(pipelineMayStillBind: expectsInput);
        if (missing.Count > 0)
        {
            throw new ParameterBindingException(
                "MissingMandatoryParameter",
                ErrorCategory.InvalidArgument,
                $"Cannot process command because of one or more missing mandatory parameters:{string.Concat(missing.ConvertAll(name => " " + name))}.",
                missing[0]);
        }
    }
}
