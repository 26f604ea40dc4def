namespace RedisPS.Core.Transfer;

/// <summary>Where keys are exported to, and how.</summary>
public sealed record KeyExportOptions
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>How keys are written.</summary>
    public ExportFormat Format { get; init; }

    /// <summary>Whether the file is compressed with gzip.</summary>
    public bool Compress { get; init; }

    /// <summary>Whether it may take the place of another.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Refuses a file that cannot be written, before anything is read.</summary>
    /// <exception cref="TransferException">The path is a folder, its folder is not there, or the file is there and must not be overwritten.</exception>
    public void Check()
    {
        if (Directory.Exists(Path)) { throw new TransferException(TransferFailure.NotWritable, $"{Path} is a folder.", "Name a file in it."); }
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path))) { throw new TransferException(TransferFailure.NotWritable, $"The folder of {Path} is not there.", "Make it, or choose another -Path."); }
        if (!Overwrite && File.Exists(Path)) { throw Exists(); }
    }

    internal TransferException Exists() =>
        new(TransferFailure.AlreadyExists, $"There is already a file {Path}.", "Choose another -Path, or overwrite it with -Force.");
}
