using System.Collections;

namespace RedisPS.Runner.Engine;

/// <content>-OutVariable and its like.</content>
internal sealed partial class CommandRun
{
    private Dictionary<string, ArrayList>? _kept;

    // The lists are there from the start, so that the variable is empty rather than old when nothing comes.
    private void PrepareVariables()
    {
        foreach (string? name in (ReadOnlySpan<string?>)[_common.OutVariable, _common.ErrorVariable, _common.WarningVariable, _common.InformationVariable])
        {
            if (!string.IsNullOrEmpty(name))
            {
                Open(name);
            }
        }
    }

    private ArrayList Open(string name)
    {
        _kept ??= new Dictionary<string, ArrayList>(StringComparer.OrdinalIgnoreCase);
        if (_kept.TryGetValue(name, out ArrayList? list))
        {
            return list;
        }

        bool append = name[0] == '+';
        string variable = append ? name[1..] : name;
        list = append && Session.State.PSVariable.GetValue(variable) is ArrayList known ? known : [];
        Session.State.PSVariable.Set(variable, list);
        return _kept[name] = list;
    }

    private void Keep(object? value)
    {
        KeepIn(_common.OutVariable, value);
        if (!string.IsNullOrEmpty(_common.PipelineVariable))
        {
            Session.State.PSVariable.Set(_common.PipelineVariable, value);
        }
    }

    private void KeepIn(string? name, object? value)
    {
        if (!string.IsNullOrEmpty(name))
        {
            Open(name).Add(value);
        }
    }

    private void StoreVariables()
    {
        if (!string.IsNullOrEmpty(_common.PipelineVariable))
        {
            Session.State.PSVariable.Remove(_common.PipelineVariable);
        }
    }
}
