using System.Management.Automation;
using RedisPS.Core.Connections;

namespace RedisPS;

/// <summary>Closes the session's connections when the module is removed. Nothing happens on import.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        ConnectionRegistry registry = ConnectionRegistry.Current;
        foreach (RedisConnection connection in registry.Snapshot())
        {
            registry.Remove(connection);
            connection.Dispose();
        }
    }
}
