using System.Globalization;

namespace RedisPS.Core.Transfer;

/// <summary>A file of exported keys, and what is in it.</summary>
public sealed class ExportedKeys
{
    /// <summary>The file.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The file as the system shows it.</summary>
    public FileInfo File => new(Path);

    /// <summary>How keys are written.</summary>
    public ExportFormat Format { get; internal init; }

    /// <summary>Whether it is compressed with gzip.</summary>
    public bool IsCompressed { get; internal init; }

    /// <summary>The server that the keys are from.</summary>
    public string Server { get; internal init; } = "";

    /// <summary>The connection's name, or null.</summary>
    public string? ConnectionName { get; internal init; }

    /// <summary>How many keys it holds.</summary>
    public long Keys { get; internal init; }

    /// <summary>How many of them expire.</summary>
    public long ExpiringKeys { get; internal init; }

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> Types { get; internal init; } = new Dictionary<string, long>();

    /// <summary>The file's length in bytes.</summary>
    public long Bytes { get; internal init; }

    /// <summary><see cref="Bytes"/> for people.</summary>
    public string BytesText => ByteSize.Format(Bytes);

    /// <summary>Keys that vanished before they could be read.</summary>
    public long Skipped { get; internal init; }

    /// <summary>Keys that could not be read; each kind is an error of its own.</summary>
    public long Failed { get; internal init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>A line for people.</summary>
    /// <returns>Count, size and path.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Keys:N0} keys, {BytesText}: {Path}");
}
