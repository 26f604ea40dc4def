using System.Management.Automation;
using System.Numerics;

namespace RedisPS.Runner.Binding;

/// <summary>Which parameter sets a call can still mean: every argument leaves fewer, until one is chosen.</summary>
/// <param name="command">The command.</param>
/// <param name="unbound">Its parameters without a value; the binder takes out of it what it binds.</param>
internal sealed class ParameterSetChoice(CommandMetadata command, List<ParameterMetadata> unbound)
{
    private uint _beforePipeline;

    /// <summary>The sets that are left, as flags.</summary>
    internal uint Left { get; private set; } = command.AllSetsFlag;

    /// <summary>The default set, while it is left.</summary>
    internal uint Default => command.DefaultSetFlag & Left;

    /// <summary>The set that each object of the pipeline is tried with before the others; 0 for none.</summary>
    internal uint TriedFirst { get; private set; }

    /// <summary>The name of the set that is chosen.</summary>
    internal string Name { get; private set; } = ParameterAttribute.AllParameterSets;

    /// <summary>A bound parameter rules out the sets it is not in.</summary>
    internal void Narrow(ParameterMetadata parameter)
    {
        if (!parameter.IsInAllSets && parameter.SetFlags != 0)
        {
            Left &= parameter.SetFlags;
        }
    }

    /// <summary>Takes what is left by its name.</summary>
    internal void Settle() => Name = command.SetName(Left);

    /// <summary>Keeps what the arguments left, for each object to begin with.</summary>
    internal void KeepForPipeline() => _beforePipeline = Left;

    /// <summary>Begins anew with what the arguments left.</summary>
    internal void BeginObject() => Left = _beforePipeline;

    /// <summary>Looks how many sets are left, and settles on the default one or on the only one that lacks nothing; throws where none can be.</summary>
    internal int Validate(bool beforePipeline, bool takeDefault)
    {
        int valid = Left == uint.MaxValue ? 1 : BitOperations.PopCount(Left);
        if (valid == 0)
        {
            throw AmbiguousSet();
        }

        uint defaultSet = command.DefaultSetFlag;
        if (valid > 1)
        {
            if (defaultSet != 0 && (Left & defaultSet) != 0)
            {
                Name = command.SetName(defaultSet);
                if (takeDefault)
                {
                    Left = defaultSet;
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
            Name = command.SetName(Left);
        }

        return valid;
    }

    private bool SomeSetTakesPipeline()
    {
        foreach (ParameterMetadata parameter in unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (data.TakesPipeline && (data.IsInAllSets || (data.Flag & Left) != 0))
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
        uint left = Left;
        foreach (ParameterMetadata parameter in unbound)
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

        Left = left;
        Name = command.SetName(left);
        return 1;
    }

    /// <summary>Where input comes, sets that take none are out, unless no set takes any.</summary>
    internal void KeepThoseWithPipelineInput()
    {
        uint taking = 0;
        foreach (ParameterMetadata parameter in unbound)
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

                taking |= data.Flag & Left;
            }
        }

        if (taking != 0)
        {
            Left &= taking;
        }
    }

    /// <summary>
    /// Beside a default set that lacks nothing, a set whose missing parameters the pipeline can give is tried first; sets whose
    /// missing parameters it cannot give are out. PowerShell decides so before the first object comes.
    /// </summary>
    internal void PreferMandatoryPipelineSet()
    {
        uint missing = 0;
        uint given = 0;
        uint notGiven = 0;
        foreach (ParameterMetadata parameter in unbound)
        {
            foreach (ParameterSetData data in parameter.Sets)
            {
                if (data.Attribute.Mandatory && !data.IsInAllSets && (data.Flag & Left) != 0)
                {
                    missing |= data.Flag;
                    given |= data.TakesPipeline ? data.Flag : 0;
                    notGiven |= data.TakesPipeline ? 0 : data.Flag;
                }
            }
        }

        uint defaultSet = command.DefaultSetFlag & Left;
        if (defaultSet == 0 || missing == 0 || (missing & defaultSet) != 0)
        {
            return;
        }

        uint takers = given & ~notGiven;
        if (given == 0)
        {
            Left &= ~missing;
            TriedFirst = Left == defaultSet ? 0 : defaultSet;
        }
        else if (BitOperations.PopCount(missing) > 1 && BitOperations.PopCount(takers) == 1)
        {
            Left &= ~missing | takers;
            TriedFirst = takers;
        }
    }

    /// <summary>The mandatory parameters that have no value, of the set that is meant.</summary>
    internal List<string> MissingMandatory(bool pipelineMayStillBind)
    {
        List<string> missing = [];
        uint sets = Left;
        if (sets != uint.MaxValue && BitOperations.PopCount(sets) > 1 && (sets & command.DefaultSetFlag) != 0)
        {
            sets = pipelineMayStillBind ? sets : command.DefaultSetFlag;
        }

        bool several = sets != uint.MaxValue && BitOperations.PopCount(sets) > 1;
        foreach (ParameterMetadata parameter in unbound)
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
