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

        File.WriteAllText(file, "#!/bin/sh\n# Written by RedisPS while a package is installed, to be configured before its first start.\nexit 101\n");
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
