using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisPS.Core.Transfer;

/// <summary>Writes and reads headers without reflection, so that the first export of a process is not slow.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyFileHeader))]
internal sealed partial class KeyFileJson : JsonSerializerContext;
