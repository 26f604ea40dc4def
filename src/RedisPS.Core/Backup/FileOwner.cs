using System.Globalization;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>Who a file belongs to and who may do what with it. On Windows what the folder passes on is right.</summary>
/// <param name="Id">Numbers of user and group, with a colon between; null where there are none.</param>
/// <param name="Mode">The rights; null where there are none.</param>
internal sealed record FileOwner(string? Id, UnixFileMode? Mode)
{
    /// <summary>The owner of a file or folder.</summary>
    public static async Task<FileOwner> OfAsync(HostSystem host, string path, CancellationToken stop)
    {
        if (OperatingSystem.IsWindows()) { return new FileOwner(null, null); }
        string[] arguments = host.Platform == HostPlatform.MacOS ? ["-f", "%u:%g", path] : ["-c", "%u:%g", path];
        CommandOutcome? outcome = await host.AskAsync(new HostCommand("stat", arguments) { OnlyReads = true }, stop).ConfigureAwait(false);
        return new FileOwner(outcome is { Succeeded: true } ? outcome.Output.Trim() : null, File.GetUnixFileMode(path));
    }

    /// <summary>Whether files of this owner can be made by this process.</summary>
    public bool CanBeGiven(HostSystem host) =>
        Id is null || OperatingSystem.IsWindows() || host.IsElevated || Id.Split(':')[0] == NativeMethods.GetUserId().ToString(CultureInfo.InvariantCulture);

    /// <summary>Gives a file to this owner.</summary>
    /// <exception cref="HostException">It cannot be given away.</exception>
    public async Task GiveAsync(HostSystem host, string path, CancellationToken stop)
    {
        if (OperatingSystem.IsWindows()) { return; }
        if (Id is not null && (await OfAsync(host, path, stop).ConfigureAwait(false)).Id != Id)
        {
            (await host.RunAsync(new HostCommand("chown", Id, path), stop).ConfigureAwait(false)).Require(HostFailure.ElevationRequired, "Run as root (sudo).");
        }

        if (Mode is { } mode) { File.SetUnixFileMode(path, mode); }
    }
}
