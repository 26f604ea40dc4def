namespace System.Management.Automation;

/// <summary>Runs when the module is loaded.</summary>
public interface IModuleAssemblyInitializer
{
    /// <summary>Called once.</summary>
    void OnImport();
}
