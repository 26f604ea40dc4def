namespace System.Management.Automation;

/// <summary>Runs when the module goes.</summary>
public interface IModuleAssemblyCleanup
{
    /// <summary>Called once.</summary>
    void OnRemove(PSModuleInfo psModuleInfo);
}
