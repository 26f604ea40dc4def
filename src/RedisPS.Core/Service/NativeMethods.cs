using System.Runtime.InteropServices;

namespace RedisPS.Core.Service;

/// <summary>What the system offers and .NET does not.</summary>
internal static class NativeMethods
{
    /// <summary>SIGTERM: please end.</summary>
    public const int Terminate = 15;

    /// <summary>The user of this process.</summary>
    [DllImport("libc", EntryPoint = "getuid")]
    public static extern uint GetUserId();

    /// <summary>Sends a signal to a process; 0 is success.</summary>
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int processId, int signal);
}
