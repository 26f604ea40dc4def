using System.Globalization;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Installation;

/// <summary>
/// Debian's packages start their service when they are installed. They ask this script first; while it says 101 nothing is
/// started. A script that is there already stays as it is: it is somebody's own policy.
/// </summary>
internal sealed class ServicePolicy : IDisposable
{
    private readonly string? _file;

    private ServicePolicy(string? file) => _file = file;

    /// <summary>Forbids the start of services until disposed, where nobody has decided otherwise.</summary>
    public static ServicePolicy Forbid(HostSystem host, InstallProvider provider)
    {
        string file = host.At("/usr/sbin/policy-rc.d");
        if (provider != InstallProvider.Apt || File.Exists(file))
        {
            return new ServicePolicy(null);
        }

        // If this process dies meanwhile, the script takes itself away: it must not keep services from starting for ever.
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            #!/bin/sh
            # Written by RedisPS while it installs a package that is to be configured before its first start.
            kill -0 {Environment.ProcessId} 2>/dev/null && exit 101
            rm -f "$0"
            exit 0

            """).ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        return new ServicePolicy(file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is not null)
        {
            File.Delete(_file);
        }
    }
}
