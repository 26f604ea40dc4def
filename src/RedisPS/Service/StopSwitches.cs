using System.Management.Automation;

namespace RedisPS.Service;

/// <summary>What -Save and -NoSave mean together: nothing.</summary>
internal static class StopSwitches
{
    /// <summary>Ends the command when both are given.</summary>
    public static void Check(PSCmdlet cmdlet, bool save, bool noSave)
    {
        if (save && noSave)
        {
            cmdlet.ThrowTerminatingError(RedisErrors.InvalidArgument("SaveConflict", "-Save and -NoSave cannot both be given.", null, "Choose one of them."));
        }
    }
}
