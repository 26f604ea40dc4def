using System.Management.Automation;

namespace RedisPS.Runner.Engine;

/// <content>Everything a command writes that is not an object for the next one.</content>
internal sealed partial class CommandRun
{
    public void WriteError(ErrorRecord record)
    {
        CheckThread();
        WriteErrorCore(record);
    }

    public void WriteErrorLine(string text) => Session.Streams.WriteErrorLine(text);

    public void WriteWarning(string text)
    {
        CheckThread();
        KeepIn(_common.WarningVariable, text);
        Emit(Chosen(_common.WarningAction, "WarningPreference", ActionPreference.Continue), "WARNING", text);
    }

    public void WriteVerbose(string text)
    {
        CheckThread();
        Emit(Switched(nameof(_common.Verbose), _common.Verbose, "VerbosePreference"), "VERBOSE", text);
    }

    public void WriteDebug(string text)
    {
        CheckThread();
        Emit(Switched(nameof(_common.Debug), _common.Debug, "DebugPreference"), "DEBUG", text);
    }

    public void WriteInformation(InformationRecord record)
    {
        CheckThread();
        KeepIn(_common.InformationVariable, record);
        Emit(Chosen(_common.InformationAction, "InformationPreference", ActionPreference.SilentlyContinue), null, record.ToString());
    }

    public void WriteProgress(ProgressRecord record)
    {
        CheckThread();
        if (Chosen(_common.ProgressAction, "ProgressPreference", ActionPreference.Continue) == ActionPreference.Continue)
        {
            Session.Streams.WriteProgress(record);
        }
    }

    public void ThrowTerminatingError(ErrorRecord record)
    {
        record.SetInvocationInfo(Invocation);
        KeepIn(_common.ErrorVariable, record);
        throw new CmdletInvocationException(record);
    }

    private void WriteErrorCore(ErrorRecord record)
    {
        record.SetInvocationInfo(Invocation);
        ActionPreference action = Chosen(_common.ErrorAction, "ErrorActionPreference", ActionPreference.Continue);
        if (action != ActionPreference.Ignore)
        {
            KeepIn(_common.ErrorVariable, record);
        }

        switch (action)
        {
            case ActionPreference.Stop:
                throw new ActionPreferenceStopException(record);
            case ActionPreference.SilentlyContinue or ActionPreference.Ignore:
                break;
            default:
                Session.Report(record);
                break;
        }
    }

    private ActionPreference Chosen(ActionPreference? given, string variable, ActionPreference usual) => given ?? Session.Preference(variable, usual);

    private ActionPreference Switched(string parameter, bool on, string variable)
    {
        if (Invocation.BoundParameters.ContainsKey(parameter))
        {
            return on ? ActionPreference.Continue : ActionPreference.SilentlyContinue;
        }

        return Session.Preference(variable, ActionPreference.SilentlyContinue);
    }

    private void Emit(ActionPreference action, string? label, string text)
    {
        switch (action)
        {
            case ActionPreference.SilentlyContinue or ActionPreference.Ignore:
                return;
            case ActionPreference.Stop:
                Session.Streams.WriteLine(label, text);
                string name = label is null ? "InformationPreference" : label[0] + label[1..].ToLowerInvariant() + "Preference";
                throw new ActionPreferenceStopException(Attributed(new ErrorRecord(
                    new ActionPreferenceStopException($"The running command stopped because the preference variable \"{name}\" or common parameter is set to Stop: {text}"),
                    "ActionPreferenceStop",
                    ErrorCategory.OperationStopped,
                    null)));
            default:
                Session.Streams.WriteLine(label, text);
                return;
        }
    }

    private ErrorRecord Attributed(ErrorRecord record)
    {
        record.SetInvocationInfo(Invocation);
        return record;
    }
}
