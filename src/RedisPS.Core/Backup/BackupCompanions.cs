using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Files;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>What an RDB does not hold, or not in a form of its own: settings, users, functions. Read before the snapshot, because it may be refused and takes no time.</summary>
internal sealed class BackupCompanions
{
    private readonly Dictionary<string, (string Extension, byte[] Content)> _files = [];
    private readonly List<string> _warnings = [];

    /// <summary>What is not in it though it was asked for.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public static async Task<BackupCompanions> ReadAsync(RedisClient source, BackupOptions options, CancellationToken cancellationToken)
    {
        BackupCompanions companions = new();
        if (options.IncludeConfiguration)
        {
            IReadOnlyDictionary<string, string> settings = await new ConfigStore(source).ReadAsync(["*"], cancellationToken).ConfigureAwait(false);
            IEnumerable<string> lines = settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => !ConfigCatalogue.IsSensitive(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}");
            companions.Add("configuration", string.Join('\n', lines));
        }

        if (options.IncludeAcl)
        {
            RespValue users = await source.ExecuteAsync(new RedisCommand("ACL", "LIST"), cancellationToken).ConfigureAwait(false);
            companions.Add("acl", string.Join('\n', users.Items.Select(item => item.AsText() ?? "")));
        }

        if (options.IncludeFunctions) { await companions.FunctionsAsync(source, cancellationToken).ConfigureAwait(false); }
        return companions;
    }

    /// <summary>The names of the files, by what they hold.</summary>
    public IReadOnlyDictionary<string, string> NamesFor(string backup) => _files.ToDictionary(file => file.Key, file => NameFor(backup, file.Key));

    /// <summary>The files, so that a change is found.</summary>
    public IReadOnlyList<BackupFile> FilesFor(string backup) =>
        [.. _files.Select(file => new BackupFile(NameFor(backup, file.Key), file.Value.Content.Length, FileHash.Text(SHA256.HashData(file.Value.Content))))];

    /// <summary>Writes them beside the backup.</summary>
    public void Write(RedisBackup backup)
    {
        string folder = Path.GetDirectoryName(backup.Path)!;
        foreach ((string kind, (_, byte[] content)) in _files) { WriteBeside(Path.Combine(folder, backup.Companions[kind]), content); }
    }

    private string NameFor(string backup, string kind) => $"{backup}.{kind}.{_files[kind].Extension}";

    private void Add(string kind, string text) => _files[kind] = ("txt", Encoding.UTF8.GetBytes(text + "\n"));

    private async Task FunctionsAsync(RedisClient source, CancellationToken cancellationToken)
    {
        RespValue dump = await source.SendAsync(new RedisCommand("FUNCTION", "DUMP"), cancellationToken).ConfigureAwait(false);
        if (dump.IsError)
        {
            string error = dump.AsText() ?? "";
            if (!error.Contains("unknown", StringComparison.OrdinalIgnoreCase)) { throw RedisServerException.FromReply(dump, new RedisCommand("FUNCTION", "DUMP")); }
            _warnings.Add($"No functions: {source.Capabilities.Product} {source.Capabilities.VersionText} has none (FUNCTION came with Redis 7.0).");
            return;
        }

        ReadOnlySpan<byte> payload = dump.Bytes.Span;
        if (payload.Length < RdbPayload.FooterBytes || Crc64.Append(0, payload[..^8]) != BinaryPrimitives.ReadUInt64LittleEndian(payload[^8..]))
        {
            throw new BackupException(BackupFailure.Damaged, $"What FUNCTION DUMP of {source.Endpoint} gave does not fit its checksum.", "Try again.");
        }

        _files["functions"] = ("dump", payload.ToArray());
    }

    // For the eyes of its owner only: the hashes of passwords are in one of them.
    private static void WriteBeside(string path, byte[] content)
    {
        try
        {
            using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write }.ForOwnerOnly());
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw BackupData.WriteFailed(path, e); }
    }
}
