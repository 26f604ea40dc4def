using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;
using RedisPS.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Transfer;

/// <summary>Export-RedisKey: writes keys with their values and times into a file that Import-RedisKey reads.</summary>
[Cmdlet(VerbsData.Export, "RedisKey", DefaultParameterSetName = PatternSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ExportedKeys))]
public sealed class ExportRedisKeyCommand : RedisConnectedCmdlet
{
    private const string PatternSet = "Pattern";
    private const string KeySet = "Key";

    private readonly List<OperationResult> _results = [];
    private KeyExportOptions? _options;
    private KeyExport? _export;
    private RedisConnection? _source;
    private MassChange? _change;
    private bool _broken;

    /// <summary>The file; it appears when it is whole.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Redis patterns; every key that matches any of them is exported.</summary>
    [Parameter(ParameterSetName = PatternSet, Position = 1)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>The keys, by name or from the pipeline.</summary>
    [Parameter(ParameterSetName = KeySet, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Only keys of these types.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>How keys are written.</summary>
    [Parameter]
    public ExportFormat Format { get; set; } = ExportFormat.JsonLines;

    /// <summary>Compress the file with gzip.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>At most so many keys a second.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxOperationsPerSecond { get; set; }

    /// <summary>Overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _options = new KeyExportOptions { Path = GetUnresolvedProviderPathFromPSPath(Path), Format = Format, Compress = Compress, Overwrite = Force };
        _options.Check();
        _change = new MassChange(this, new MassChangeOptions
        {
            Action = "Export",
            Destination = $"; to {_options.Path}",
            Step = () => _export!.Step(),
            Force = true,
            MaxOperationsPerSecond = MaxOperationsPerSecond,
            Finished = (result, whole) =>
            {
                _results.Add(result);
                _broken |= !whole;
            },
        });
    }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection((connection, client) =>
    {
        if (_source is not null && _source != connection)
        {
            _broken = true;
            ThrowTerminatingError(RedisErrors.InvalidArgument("OneServerOnly", $"These keys are on {_source.Server} and on {connection.Server}, and a file takes keys of one server. Nothing was written.", connection, "Export each server to a file of its own."));
        }

        _source = connection;
        _export ??= new KeyExport(client, connection.Name, _options!);
        if (ParameterSetName == KeySet)
        {
            _change!.Add(connection, client, Key);
            return;
        }

        _change!.Run(connection, client, new KeyQuery
        {
            Patterns = Pattern.Select(pattern => (KeyPattern)pattern).ToArray(),
            Exclude = Exclude.Select(pattern => (KeyPattern)pattern).ToArray(),
            Types = Type,
        });
    });

    /// <inheritdoc/>
    protected override void End()
    {
        _change!.Finish();
        if (_export is null && MyInvocation.ExpectingInput && !_broken && !IsWhatIf)
        {
            // Nothing came through the pipeline: an export of nothing is one all the same.
            RedisConnection connection = Connections[0];
            _export = new KeyExport(connection.ClientFor(Database), connection.Name, _options!);
            WriteObject(_export.Finish([]));
            return;
        }

        if (_export is not null && !_broken && _results.Count > 0)
        {
            WriteObject(_export.Finish(_results));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _change?.Dispose();
        _export?.Dispose();
    }
}
