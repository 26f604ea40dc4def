using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>Plans as JSON Lines.</summary>
internal static class KeyPlanFile
{
    private const string Mark = "redisPSPlan";

    public static async Task SaveAsync(KeyPlan plan, string path, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        string temporary = full + ".tmp";
        try
        {
            FileStream file = File.Create(temporary, 64 << 10);
            await using (file.ConfigureAwait(false))
            {
                using Utf8JsonWriter writer = new(file);
                writer.WriteStartObject();
                writer.WriteNumber(Mark, 1);
                writer.WriteString("server", plan.Radius.Server);
                writer.WriteNumber("database", plan.Radius.Database);
                writer.WriteString("created", plan.CreatedAt);
                writer.WriteNumber("keys", plan.Count);
                writer.WriteEndObject();
                await EndLineAsync(writer, file, cancellationToken).ConfigureAwait(false);
                foreach (PlannedKey key in plan.Keys)
                {
                    Write(writer, key);
                    await EndLineAsync(writer, file, cancellationToken).ConfigureAwait(false);
                }
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static KeyPlan Load(string path)
    {
        using StreamReader reader = new(path, new UTF8Encoding(false, true));
        int number = 1;
        KeyPlan? plan = null;
        try
        {
            using (JsonDocument head = JsonDocument.Parse(reader.ReadLine() ?? ""))
            {
                JsonElement root = head.RootElement;
                if (!root.TryGetProperty(Mark, out JsonElement version) || version.GetInt32() != 1) { throw new JsonException("the first line does not name a plan of version 1"); }
                plan = new KeyPlan(new KeyOrigin(root.GetProperty("server").GetString() ?? "", root.GetProperty("database").GetInt32(), null)) { CreatedAt = root.GetProperty("created").GetDateTimeOffset() };
                long keys = root.GetProperty("keys").GetInt64();
                while (reader.ReadLine() is { } line)
                {
                    number++;
                    plan.Add(Read(line));
                }

                return plan.Count == keys ? plan : throw new JsonException($"it holds {plan.Count} of {keys} keys");
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            plan?.Dispose();
            throw new InvalidDataException($"{path} is not a whole plan: line {number}: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, in PlannedKey key)
    {
        writer.WriteStartObject();
        if (Utf8.IsValid(key.Key.Span)) { writer.WriteString("key", key.Key.Span); }
        else { writer.WriteBase64String("keyBase64", key.Key.Span); }
        if (key.Type is not null) { writer.WriteString("type", key.Type); }
        if (key.TimeToLiveMilliseconds is { } ttl) { writer.WriteNumber("ttlMs", ttl); }
        if (key.MemoryBytes is { } bytes) { writer.WriteNumber("bytes", bytes); }
        writer.WriteEndObject();
    }

    private static PlannedKey Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        RedisKey key = root.TryGetProperty("keyBase64", out JsonElement binary)
            ? new RedisKey(binary.GetBytesFromBase64())
            : root.GetProperty("key").GetString() ?? throw new JsonException("the key is null");
        return new PlannedKey(
            key,
            root.TryGetProperty("type", out JsonElement type) && type.GetString() is { } name ? KeyTypes.Intern(name) : null,
            root.TryGetProperty("ttlMs", out JsonElement ttl) ? ttl.GetInt64() : null,
            root.TryGetProperty("bytes", out JsonElement bytes) ? bytes.GetInt64() : null);
    }

    private static ValueTask EndLineAsync(Utf8JsonWriter writer, FileStream file, CancellationToken cancellationToken)
    {
        writer.Flush();
        writer.Reset();
        file.WriteByte((byte)'\n');
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : default;
    }
}
