using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Transfer;
using RedisPS.Transfer;
using RedisPS.Transformations;

namespace RedisPS.RecycleBin;

/// <summary>Restore-RedisKey: brings keys of the recycle bin back to where they were.</summary>
[Cmdlet(VerbsData.Restore, "RedisKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult))]
public sealed class RestoreRedisKeyCommand : RedisConnectedCmdlet
{
    private readonly List<Wanted> _wanted = [];

    /// <summary>The operations that removed the keys, by their ids or the beginnings of these.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OperationId { get; set; } = [];

    /// <summary>Redis patterns; a key that matches any of them is brought back.</summary>
    [Parameter(Position = 1)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Key { get; set; } = [];

    /// <summary>The keys themselves, as Get-RedisRecycleBin -Key lists them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("KeyBytes")]
    [KeyTransformation]
    public RedisKey[] LiteralKey { get; set; } = [];

    /// <summary>The folder of the recycle bin.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? RecyclePath { get; set; }

    /// <summary>Replace keys that are there, and do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in OperationId)
        {
            // Keys that are piped one by one are brought back together: a journal is not read once for each.
            Wanted? wanted = _wanted.Find(one => one.Id == id && one.Path == RecyclePath);
            if (wanted is null)
            {
                wanted = new Wanted(id, RecyclePath, Connection, Database, []);
                _wanted.Add(wanted);
            }

            wanted.Keys.AddRange(Key.Select(pattern => (KeyPattern)pattern));
            wanted.Keys.AddRange(LiteralKey.Select(KeyPattern.Literal));
            if (Key.Length == 0 && LiteralKey.Length == 0)
            {
                wanted.Keys.Add("*");
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (Wanted wanted in _wanted)
        {
            foreach (RecycledOperation operation in RecycleBinQuery.Find(this, wanted.Path, [wanted.Id]))
            {
                if (!operation.IsReadable)
                {
                    WriteRedisError(new TransferException(TransferFailure.Damaged, operation.Problem!, "Nothing in it can be brought back; Clear-RedisRecycleBin removes it."), operation);
                    continue;
                }

                foreach (RedisConnection connection in ConnectionsFor(operation, wanted.Connections))
                {
                    try
                    {
                        Restore(operation, connection, wanted);
                    }
                    catch (RedisException e)
                    {
                        WriteRedisError(e, connection);
                    }
                }
            }
        }
    }

    // Back to the server they came from: the current connection if it is to that, else another of the session.
    private IReadOnlyList<RedisConnection> ConnectionsFor(RecycledOperation operation, RedisConnection[]? given)
    {
        if (given is not null)
        {
            return given;
        }

        ConnectionRegistry registry = ConnectionRegistry.Current;
        if (registry.Snapshot().Where(connection => connection.Server == operation.Server).OrderByDescending(connection => connection.IsDefault).FirstOrDefault() is { } there)
        {
            return [there];
        }

        WriteError(RedisErrors.Record(
            new InvalidOperationException($"These keys were on {operation.Server}, and this session has no connection to it."),
            "RecycledElsewhere",
            ErrorCategory.ConnectionError,
            operation,
            "Connect to it with Connect-Redis; or give -Connection to bring the keys to another server."));
        return [];
    }

    private void Restore(RecycledOperation operation, RedisConnection connection, Wanted wanted)
    {
        bool elsewhere = connection.Server != operation.Server;
        if (elsewhere && Force)
        {
            WriteWarning($"These keys were on {operation.Server}; they are brought to {connection.Server}.");
        }

        RecycleBinQuery.Warn(this, operation);
        if (operation.State == RecycleState.Unfinished)
        {
            WriteWarning($"The operation {operation.OperationId} did not come to its end. What it removed is brought back.");
        }

        RestoreConflict conflict = Force ? RestoreConflict.Replace : RestoreConflict.Skip;
        KeyImportOptions options = new()
        {
            Keys = new KeyQuery { Patterns = wanted.Keys },
            Conflict = conflict,
            Database = wanted.Database,
        };
        new ImportRun(this, connection, operation.Path, conflict, Force) { Warning = elsewhere ? $"These keys were on ANOTHER server, {operation.Server}. " : null }
            .Run(RecycleBinContents.Restore(operation, connection.Client, connection.Name, options));
    }

    private sealed record Wanted(string Id, string? Path, RedisConnection[]? Connections, int? Database, List<KeyPattern> Keys);
}
