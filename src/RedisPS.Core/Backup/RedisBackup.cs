using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>A backup, as its manifest describes it.</summary>
public sealed partial record RedisBackup
{
    /// <summary>What marks a manifest as one of these.</summary>
    public const string FormatName = "redisps-backup/1";

    /// <summary>The manifest's format.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The file's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The file with its folder.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";

    /// <summary>The server, as host:port or path of its socket: the one that was connected to, also where one of its replicas gave the data.</summary>
    public string Server { get; init; } = "";

    /// <summary>The replica that gave the data; null where it was the server itself.</summary>
    public string? Source { get; init; }

    /// <summary>The product: Redis, Valkey, ...</summary>
    public string Product { get; init; } = "";

    /// <summary>The server's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The id of the server's process.</summary>
    public string? RunId { get; init; }

    /// <summary>How the data was had.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<BackupMethod>))]
    public BackupMethod Method { get; init; }

    /// <summary>Whether it shows all keys as they were at one moment.</summary>
    public bool IsPointInTime { get; init; }

    /// <summary>The id of the server's history; null where the method does not tell it.</summary>
    public string? ReplicationId { get; init; }

    /// <summary>Where in that history the snapshot stands, in bytes.</summary>
    public long? ReplicationOffset { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was whole.</summary>
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>How long it took.</summary>
    [JsonIgnore]
    public TimeSpan Duration => FinishedAt - StartedAt;

    /// <summary>How many keys.</summary>
    public long Keys { get; init; }

    /// <summary>How many of them expire.</summary>
    public long ExpiringKeys { get; init; }

    /// <summary>Keys by database.</summary>
    public IReadOnlyDictionary<string, long> KeysByDatabase { get; init; } = new Dictionary<string, long>();

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> KeysByType { get; init; } = new Dictionary<string, long>();

    /// <summary>Keys that could not be read; only a Logical backup can have such.</summary>
    public long FailedKeys { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary><see cref="Bytes"/> for people.</summary>
    [JsonIgnore]
    public string BytesText => ByteSize.Format(Bytes);

    /// <summary>The RDB's length in bytes, uncompressed.</summary>
    public long RdbBytes { get; init; }

    /// <summary>The format's version.</summary>
    public int RdbVersion { get; init; }

    /// <summary>What the RDB's own checksum said.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<RdbChecksum>))]
    public RdbChecksum Checksum { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Whether the file is compressed with gzip.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Whether every byte was checked (checksum, structure, counts) and no key is missing.</summary>
    public bool IsVerified { get; init; }

    /// <summary>When every byte was checked last.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Files beside it, by what they hold: configuration, acl, functions.</summary>
    public IReadOnlyDictionary<string, string> Companions { get; init; } = new Dictionary<string, string>();

    /// <summary>The same files with lengths and hashes; empty where the manifest has no hashes of them.</summary>
    public IReadOnlyList<BackupFile> CompanionFiles { get; init; } = [];

    /// <summary>The append-only file beside it, file by file; empty when it was not asked for.</summary>
    public IReadOnlyList<BackupFile> AppendOnlyFiles { get; init; } = [];

    /// <summary>What should be known about it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The manifest's path.</summary>
    [JsonIgnore]
    public string ManifestPath => Path + BackupFolder.ManifestExtension;

    /// <summary>The folder of <see cref="AppendOnlyFiles"/>.</summary>
    [JsonIgnore]
    public string AppendOnlyPath => Path + ".appendonly";

    /// <summary>The file's name.</summary>
    /// <returns>Same as <see cref="Name"/>.</returns>
    public override string ToString() => Name;

    /// <summary>What it lacks, as a sentence; null where that is nothing.</summary>
    [JsonIgnore]
    internal string? Lack => FailedKeys <= 0 ? null
        : FailedKeys == 1 ? "It lacks 1 key, which could not be read when it was made."
        : string.Create(CultureInfo.InvariantCulture, $"It lacks {FailedKeys:N0} keys, which could not be read when it was made.");

    /// <summary>The same, with what a manifest left out or gave as null made empty, and what earlier versions of RedisPS wrote as it is meant now.</summary>
    internal RedisBackup Complete()
    {
        RedisBackup backup = Filled();

        // Earlier a replica stood in the place of its server, and the server in a note only.
        if (backup.Source is null && backup.Notes.Select(note => FromReplica().Match(note)).FirstOrDefault(match => match.Success) is { } match && match.Groups["replica"].Value == backup.Server)
        {
            backup = backup with { Server = match.Groups["server"].Value, Source = backup.Server };
        }

        return backup with { IsVerified = backup.IsVerified && backup.FailedKeys <= 0 };
    }

    private RedisBackup Filled() => this with
    {
        Server = Server ?? "",
        Product = Product ?? "",
        Version = Version ?? "",
        Sha256 = Sha256 ?? "",
        KeysByDatabase = KeysByDatabase ?? new Dictionary<string, long>(),
        KeysByType = KeysByType ?? new Dictionary<string, long>(),
        Companions = Companions ?? new Dictionary<string, string>(),
        CompanionFiles = CompanionFiles ?? [],
        AppendOnlyFiles = AppendOnlyFiles ?? [],
        Notes = Notes ?? [],
    };

    [GeneratedRegex(@"^Taken from the replica (?<replica>\S+) of (?<server>\S+)\.$")]
    private static partial Regex FromReplica();
}
