using System.Management.Automation;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.Service;

namespace RedisPS;

/// <summary>Closes the session's connections and ends its throw-away servers when the module is removed. Nothing happens on import.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        ConnectionRegistry registry = ConnectionRegistry.Current;
        PendingChanges.Undo(change => registry.Find(change.ConnectionName)?.Server == change.Server);
        foreach (RedisConnection connection in registry.Snapshot())
        {
            registry.Remove(connection);
            connection.Dispose();
        }

        foreach (Sandbox sandbox in registry.Sandboxes)
        {
            sandbox.Dispose();
        }
    }
}
