using System.Text.Json.Serialization;

namespace RedisPS.Core.Transfer;

/// <summary>What stands at the beginning of a file of keys: where they came from.</summary>
internal sealed record KeyFileHeader
{
    /// <summary>What marks an export.</summary>
    public const string ExportKind = "export";

    /// <summary>What marks a journal of the recycle bin.</summary>
    public const string RecycleKind = "recycle";

    /// <summary>Export or recycle.</summary>
    public string Kind { get; init; } = ExportKind;

    /// <summary>The server.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConnectionName { get; init; }

    /// <summary>The product: Redis, Valkey, ...</summary>
    public string Product { get; init; } = "";

    /// <summary>The server's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The operation that wrote it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? OperationId { get; init; }

    /// <summary>The database that the operation worked in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Database { get; init; }
}
