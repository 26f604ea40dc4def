using Xunit;

namespace RedisPS.Tests.Menu;

/// <summary>A theory that needs the pseudo-terminals of Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "It needs a pseudo-terminal of Linux.";
}
