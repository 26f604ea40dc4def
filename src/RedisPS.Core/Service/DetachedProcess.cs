using System.Diagnostics;

namespace RedisPS.Core.Service;

/// <summary>Starts programs where Ctrl+C in the terminal does not reach them: servers take it as the order to stop.</summary>
internal static class DetachedProcess
{
    private static readonly Lazy<string?> s_setsid = new(() => new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(File.Exists));

    /// <summary>How to start a program in a session of its own; plainly where the system has no setsid.</summary>
    public static ProcessStartInfo StartInfo(string path, IEnumerable<string> arguments) =>
        s_setsid.Value is { } setsid ? new ProcessStartInfo(setsid, [path, .. arguments]) : new ProcessStartInfo(path, arguments);
}
