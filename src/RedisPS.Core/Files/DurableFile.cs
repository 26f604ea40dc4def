using System.Runtime.InteropServices;

namespace RedisPS.Core.Files;

/// <summary>
/// A file that is there as a whole or not at all: written under a name of its own, brought to disk, and renamed. What is not kept is removed.
/// </summary>
internal sealed class DurableFile : IDisposable
{
    /// <summary>What names of unfinished files begin with.</summary>
    public const string PartialPrefix = ".partial-";

    private readonly string _partial;
    private bool _kept;

    /// <summary>Begins a file beside the place where it will be.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="secret">Whether only its owner may read it.</param>
    public DurableFile(string path, bool secret = false)
    {
        Path = path;
        _partial = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, PartialPrefix + Guid.NewGuid().ToString("N"));
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 1 << 20 };
        Stream = new FileStream(_partial, secret ? options.ForOwnerOnly() : options);
    }

    /// <summary>Where it will be.</summary>
    public string Path { get; }

    /// <summary>Takes the bytes.</summary>
    public FileStream Stream { get; }

    /// <summary>Gives the file its name; what was written must have been flushed to disk.</summary>
    /// <param name="overwrite">Whether it may take the place of another.</param>
    public void Keep(bool overwrite)
    {
        Stream.Dispose();
        File.Move(_partial, Path, overwrite);
        _kept = true;
        SyncDirectory(System.IO.Path.GetDirectoryName(Path)!);
    }

    /// <summary>Closes the file, and removes it unless it is kept.</summary>
    public void Dispose()
    {
        try { Stream.Dispose(); }
        catch (IOException) when (!_kept)
        {
            // The disk is full; what could not be flushed is removed all the same.
        }

        if (!_kept) { File.Delete(_partial); }
    }

    /// <summary>Whether writing failed for want of space; the numbers are ENOSPC, EDQUOT and those of Windows.</summary>
    public static bool IsDiskFull(Exception e) =>
        (e.HResult & 0xffff) is 28 or 112 or 39 or 122 || e.Message.Contains("No space", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("not enough space", StringComparison.OrdinalIgnoreCase);

    /// <summary>A rename is on disk only when its folder is; elsewhere than on Unix the file system sees to it.</summary>
    public static void SyncDirectory(string folder)
    {
        if (OperatingSystem.IsWindows()) { return; }
        int handle = Open(folder, 0);
        if (handle < 0) { return; }
        _ = Fsync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true, SetLastError = true)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
