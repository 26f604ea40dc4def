using Xunit;

namespace RedisPS.Tests.Menu;

/// <summary>A test that needs the pseudo-terminals of Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "It needs a pseudo-terminal of Linux.";
}
