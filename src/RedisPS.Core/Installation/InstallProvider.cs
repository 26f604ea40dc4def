namespace RedisPS.Core.Installation;

/// <summary>What installs programs.</summary>
public enum InstallProvider
{
    /// <summary>Packages of Debian and Ubuntu.</summary>
    Apt,

    /// <summary>Packages of Fedora and newer RHEL and its relatives.</summary>
    Dnf,

    /// <summary>Packages of older RHEL and its relatives.</summary>
    Yum,

    /// <summary>Packages of SUSE.</summary>
    Zypper,

    /// <summary>Packages of Alpine.</summary>
    Apk,

    /// <summary>Packages of Arch.</summary>
    Pacman,

    /// <summary>Homebrew.</summary>
    Brew,

    /// <summary>winget of Windows.</summary>
    Winget,

    /// <summary>Chocolatey.</summary>
    Chocolatey,

    /// <summary>A docker container.</summary>
    Docker,

    /// <summary>A tool of .NET, from the package index.</summary>
    DotnetTool,
}
