using System.Management.Automation;
using System.Numerics;
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
    private uint _sets;
    private uint _setsBeforePipeline;
    private uint _setTriedFirst;

    internal CommandBinder(CommandMetadata command, Cmdlet target, CommonParameters common, InvocationInfo invocation, EngineIntrinsics engine)
    {
        _command = command;
        _target = target;
        _common = common;
        _invocation = invocation;
        _engine = engine;
        _unbound = [.. command.Parameters];
        _sets = command.AllSetsFlag;
    }

    internal string ParameterSetName { get; private set; } = ParameterAttribute.AllParameterSets;

    internal void BindArguments(IReadOnlyList<BoundArgument> arguments, bool expectsInput)
    {
        List<object?> positional = BindNamed(arguments);
        List<object?> rest = BindPositional(positional);
        ValidateSets(beforePipeline: true, takeDefault: false);
        BindRemaining(rest);

        int valid = ValidateSets(beforePipeline: expectsInput, takeDefault: !expectsInput);
        if (valid > 1 && expectsInput)
        {
            FilterSetsWithoutPipelineInput();
            PreferMandatoryPipelineSet();
        }

        CheckMandatory(expectsInput);
        if (!expectsInput)
        {
            ParameterSetName = _command.SetName(_sets);
        }

        _setsBeforePipeline = _sets;
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
                if (data.Attribute.Position >= 0 && !data.Attribute.ValueFromRemainingArguments && (data.IsInAllSets || (data.Flag & _sets) != 0))
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
        uint defaultSet = _command.DefaultSetFlag & _sets;
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

            if (TryBindPositionIn(position, candidates, _sets, value, coerce, ref failure))
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
            if (parameter.In(_sets) is { Attribute.ValueFromRemainingArguments: true })
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

        // A bound parameter rules out the sets it is not in.
        if (!parameter.IsInAllSets && parameter.SetFlags != 0)
        {
            _sets &= parameter.SetFlags;
        }

        parameter.Set(parameter.IsCommon ? _common : _target, prepared);
        _invocation.BoundParameters[parameter.Name] = prepared!;
        _unbound.Remove(parameter);
        return true;
    }

    private int ValidateSets(bool beforePipeline, bool takeDefault)
    {
        int valid = _sets == uint.MaxValue ? 1 : BitOperations.PopCount(_sets);
        if (valid == 0)
        {
            throw AmbiguousSet();
        }

        uint defaultSet = _command.DefaultSetFlag;
        if (valid > 1)
        {
            if (defaultSet != 0 && (_sets & defaultSet) != 0)
            {
                ParameterSetName = _command.SetName(defaultSet);
                if (takeDefault)
                {
                    _sets = defaultSet;
                    valid = 1;
                }
            }
            else if (!(beforePipeline && SomeSetTakesPipeline()))
            {
                valid = ResolveByMandatory();
            }
        }
        else
        {
            ParameterSetName = _command.SetName(_sets);
        }

        return valid;
    }

    private bool SomeSetTakesPipeline()
    {
        foreach (ParameterMetadata parameter in _unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (data.TakesPipeline && (data.IsInAllSets || (data.Flag & _sets) != 0))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Sets in which something mandatory is missing are out; one must be left.
    private int ResolveByMandatory()
    {
        uint left = _sets;
        foreach (ParameterMetadata parameter in _unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (data.Attribute.Mandatory)
                {
                    left &= ~data.Flag;
                }
            }
        }

        if (BitOperations.PopCount(left) != 1)
        {
            throw AmbiguousSet();
        }

        _sets = left;
        ParameterSetName = _command.SetName(left);
        return 1;
    }

    private void FilterSetsWithoutPipelineInput()
    {
        uint taking = 0;
        foreach (ParameterMetadata parameter in _unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (!data.TakesPipeline)
                {
                    continue;
                }

                if (data.IsInAllSets)
                {
                    return;
                }

                taking |= data.Flag & _sets;
            }
        }

        if (taking != 0)
        {
            _sets &= taking;
        }
    }

    // Beside a default set that lacks nothing, a set whose missing parameters the pipeline can give is tried first; sets whose
    // missing parameters it cannot give are out. PowerShell decides so before the first object comes.
    private void PreferMandatoryPipelineSet()
    {
        uint missing = 0;
        uint given = 0;
        uint notGiven = 0;
        foreach (ParameterMetadata parameter in _unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (data.Attribute.Mandatory && !data.IsInAllSets && (data.Flag & _sets) != 0)
                {
                    missing |= data.Flag;
                    given |= data.TakesPipeline ? data.Flag : 0;
                    notGiven |= data.TakesPipeline ? 0 : data.Flag;
                }
            }
        }

        uint defaultSet = _command.DefaultSetFlag & _sets;
        if (defaultSet == 0 || missing == 0 || (missing & defaultSet) != 0)
        {
            return;
        }

        uint takers = given & ~notGiven;
        if (given == 0)
        {
            _sets &= ~missing;
            _setTriedFirst = _sets == defaultSet ? 0 : defaultSet;
        }
        else if (BitOperations.PopCount(missing) > 1 && BitOperations.PopCount(takers) == 1)
        {
            _sets &= ~missing | takers;
            _setTriedFirst = takers;
        }
    }

    private void CheckMandatory(bool expectsInput)
    {
        List<string> missing = MissingMandatory(pipelineMayStillBind: expectsInput);
        if (missing.Count > 0)
        {
            throw new ParameterBindingException(
                "MissingMandatoryParameter",
                ErrorCategory.InvalidArgument,
                $"Cannot process command because of one or more missing mandatory parameters:{string.Concat(missing.ConvertAll(name => " " + name))}.",
                missing[0]);
        }
    }

    private List<string> MissingMandatory(bool pipelineMayStillBind)
    {
        List<string> missing = [];
        uint sets = _sets;
        if (sets != uint.MaxValue && BitOperations.PopCount(sets) > 1 && (sets & _command.DefaultSetFlag) != 0)
        {
            sets = pipelineMayStillBind ? sets : _command.DefaultSetFlag;
        }

        bool several = sets != uint.MaxValue && BitOperations.PopCount(sets) > 1;
        foreach (ParameterMetadata parameter in _unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                bool counts = data.IsInAllSets || (!several && (data.Flag & sets) != 0);
                if (data.Attribute.Mandatory && counts && !(pipelineMayStillBind && data.TakesPipeline))
                {
                    missing.Add(parameter.Name);
                    break;
                }
            }
        }

        return missing;
    }

    private static ParameterBindingException AmbiguousSet() => new(
        "AmbiguousParameterSet",
        ErrorCategory.InvalidArgument,
        "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.",
        null);
}
