using System.Management.Automation;
using RedisPS.Core.Connections;

namespace RedisPS.Configuration;

/// <summary>A cmdlet that writes what a server is set to as a file.</summary>
public abstract class RedisSettingExportCmdlet : RedisServerCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The file; its name says what it becomes.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>With passwords. The file can be read by its owner only.</summary>
    [Parameter]
    public SwitchParameter IncludeSensitive { get; set; }

    /// <summary>Overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file, unless it is there already, or was not wanted after all.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="what">What is written of it, for the question.</param>
    /// <param name="text">What the file shall hold, given how its name ends, in lower case.</param>
    /// <returns>Whether it was written.</returns>
    private protected bool Write(RedisConnection connection, string what, Func<string, string> text)
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);

        // Several servers do not overwrite each other, not even with -Force.
        ConfigOutput.ThrowIfThere(path, Force && !_written.Contains(path));
        string content = text(System.IO.Path.GetExtension(path).ToLowerInvariant());
        if (!ShouldProcess(path, $"Write the {what} of {connection}"))
        {
            return false;
        }

        _ = _written.Add(path);
        WriteObject(ConfigOutput.Write(path, content, IncludeSensitive));
        return true;
    }
}
