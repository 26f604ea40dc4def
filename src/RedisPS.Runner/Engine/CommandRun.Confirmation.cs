using System.Management.Automation;

namespace RedisPS.Runner.Engine;

/// <content>-WhatIf, -Confirm and the questions behind them.</content>
internal sealed partial class CommandRun
{
    private bool _yesToAll;
    private bool _noToAll;

    public bool ShouldProcess(string? target, string? action)
    {
        string text = $"Performing the operation \"{action ?? _metadata.Name}\" on target \"{target}\".";
        return ShouldProcess(text, $"Are you sure you want to perform this action?{Environment.NewLine}{text}", null, out _);
    }

    public bool ShouldProcess(string? description, string? question, string? caption, out ShouldProcessReason reason)
    {
        CheckThread();
        reason = ShouldProcessReason.None;
        bool whatIf = Invocation.BoundParameters.ContainsKey(nameof(_common.WhatIf)) ? _common.WhatIf : Session.WhatIfPreference;
        if (whatIf)
        {
            reason = ShouldProcessReason.WhatIf;
            Session.Streams.WriteHost("What if: " + description);
            return false;
        }

        if (!MustAsk())
        {
            if (Switched(nameof(_common.Verbose), _common.Verbose, "VerbosePreference") != ActionPreference.SilentlyContinue)
            {
                WriteVerbose(description ?? string.Empty);
            }

            return true;
        }

        return Ask(question, caption, supportsAll: true, ref _yesToAll, ref _noToAll);
    }

    public bool ShouldContinue(string? query, string? caption, bool supportsAll, ref bool yesToAll, ref bool noToAll)
    {
        CheckThread();
        return Ask(query, caption, supportsAll, ref yesToAll, ref noToAll);
    }

    private bool MustAsk()
    {
        if (Invocation.BoundParameters.ContainsKey(nameof(_common.Confirm)))
        {
            return _common.Confirm;
        }

        ConfirmImpact threshold = Session.ConfirmPreference;
        return threshold != ConfirmImpact.None && _metadata.Attribute.ConfirmImpact != ConfirmImpact.None && _metadata.Attribute.ConfirmImpact >= threshold;
    }

    private bool Ask(string? question, string? caption, bool supportsAll, ref bool yesToAll, ref bool noToAll)
    {
        if (supportsAll && yesToAll)
        {
            return true;
        }

        if (supportsAll && noToAll)
        {
            return false;
        }

        if (!Session.Streams.CanAsk)
        {
            // Thrown and not written, as PowerShell does: the command may have more to say about it.
            PSInvalidOperationException unanswered = new($"An answer is needed and there is no terminal to ask on: {question}");
            unanswered.ErrorRecord = new ErrorRecord(unanswered, "PromptNotPossible", ErrorCategory.InvalidOperation, null)
            {
                ErrorDetails = new ErrorDetails($"An answer is needed and there is no terminal to ask on: {question}")
                {
                    RecommendedAction = "Give -Confirm:$false, or -Force where the command has it, if the answer is yes.",
                },
            };
            throw unanswered;
        }

        switch (Session.Streams.Ask(string.IsNullOrEmpty(caption) ? "Confirm" : caption, question ?? string.Empty, supportsAll))
        {
            case 'A':
                yesToAll = true;
                return true;
            case 'L':
                noToAll = true;
                return false;
            case 'Y':
                return true;
            default:
                return false;
        }
    }
}
