using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;
using RedisPS.Transformations;

namespace RedisPS.Transfer;

/// <summary>Import-RedisKey: brings the keys of a file that Export-RedisKey wrote to a server.</summary>
[Cmdlet(VerbsData.Import, "RedisKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult))]
public sealed class ImportRedisKeyCommand : RedisConnectedCmdlet
{
    /// <summary>The file; what it is and whether it is compressed is found out by its content.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Redis patterns; a key that matches any of them is imported.</summary>
    [Parameter(Position = 1)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Only keys of these types.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>What happens to keys that are there.</summary>
    [Parameter]
    public RestoreConflict Conflict { get; set; } = RestoreConflict.Skip;

    /// <summary>What is put before each key's name.</summary>
    [Parameter]
    [KeyTransformation(Single = true)]
    public RedisKey Prefix { get; set; }

    /// <summary>Other databases for keys of some: a table of old and new numbers.</summary>
    [Parameter]
    public Hashtable? MapDatabase { get; set; }

    /// <summary>Keys come without the time at which they expire.</summary>
    [Parameter]
    public SwitchParameter IgnoreTtl { get; set; }

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string full = GetUnresolvedProviderPathFromPSPath(Path);
        KeyImportOptions options = new()
        {
            Keys = new KeyQuery { Patterns = [.. Pattern.Select(pattern => (KeyPattern)pattern)], Exclude = [.. Exclude.Select(pattern => (KeyPattern)pattern)], Types = Type },
            Conflict = Conflict,
            Prefix = Prefix,
            Database = Database,
            DatabaseMap = Map(),
            IgnoreTimeToLive = IgnoreTtl,
        };
        ForEachConnection((connection, _) => new ImportRun(this, connection, full, Conflict, Force).Run(new KeyImport(connection.Client, connection.Name, full, options)));
    }

    private Dictionary<int, int> Map()
    {
        Dictionary<int, int> map = [];
        foreach (DictionaryEntry entry in MapDatabase ?? [])
        {
            if (!LanguagePrimitives.TryConvertTo(entry.Key, out int from) || !LanguagePrimitives.TryConvertTo(entry.Value, out int to) || from < 0 || to < 0)
            {
                ThrowTerminatingError(RedisErrors.InvalidArgument("DatabaseMapInvalid", string.Create(CultureInfo.InvariantCulture, $"-MapDatabase takes numbers of databases, such as @{{ 0 = 5 }}, not {entry.Key} = {entry.Value}."), MapDatabase));
                break;
            }

            map[from] = to;
        }

        return map;
    }
}
