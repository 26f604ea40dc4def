using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisPS.Core.Backup;

/// <summary>Writes and reads manifests without reflection, which costs the one backup of a process a tenth of a second and more.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(RedisBackup))]
[JsonSerializable(typeof(BackupAttempt))]
internal sealed partial class BackupJson : JsonSerializerContext;
