using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Transfer;
using RedisPS.Transformations;

namespace RedisPS.RecycleBin;

/// <summary>Get-RedisRecycleBin: lists what Remove-RedisKey -Recycle removed and can be brought back.</summary>
[Cmdlet(VerbsCommon.Get, "RedisRecycleBin")]
[OutputType(typeof(RecycledOperation), typeof(RecycledKey))]
public sealed class GetRedisRecycleBinCommand : RedisCmdlet
{
    /// <summary>The operations, by their ids or the beginnings of these.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OperationId { get; set; } = [];

    /// <summary>Redis patterns: lists the keys that match any of them instead of the operations.</summary>
    [Parameter(Position = 1)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Key { get; set; } = [];

    /// <summary>Only operations that began at this moment or later.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>The folder of the recycle bin.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? RecyclePath { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (RecycledOperation operation in RecycleBinQuery.Find(this, RecyclePath, OperationId).Where(operation => Since is not { } since || operation.RemovedAt >= since))
        {
            StopToken.ThrowIfCancellationRequested();
            RecycleBinQuery.Warn(this, operation);
            if (Key.Length == 0)
            {
                WriteObject(operation);
                continue;
            }

            if (operation.IsReadable)
            {
                WriteKeys(operation);
            }
        }
    }

    private void WriteKeys(RecycledOperation operation)
    {
        try
        {
            foreach (RecycledKey key in RecycleBinContents.Keys(operation, [.. Key.Select(pattern => (KeyPattern)pattern)]))
            {
                StopToken.ThrowIfCancellationRequested();
                WriteObject(key);
            }
        }
        catch (TransferException e)
        {
            WriteRedisError(e, operation);
        }
    }
}
