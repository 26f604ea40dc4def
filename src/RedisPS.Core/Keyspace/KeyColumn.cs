using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>One command a key: how it is written, and whether the server and this user's rights allow it.</summary>
internal sealed class KeyColumn(KeyColumns id, string command, string[] words, byte[] before, byte[] after)
{
    public KeyColumns Id { get; } = id;

    /// <summary>The command, for errors.</summary>
    public string Label { get; } = words[0].Length > 0 ? $"{command} {words[0]}" : command;

    /// <summary>False after the server refused it for every key.</summary>
    public bool IsAvailable { get; set; } = true;

    public static KeyColumn For(RedisClient client, KeyColumns id, string command, string? subcommand = null, params string[] after)
    {
        byte[] name = client.MapName(command);
        List<byte> before = [.. Encoding.ASCII.GetBytes($"*{2 + (subcommand is null ? 0 : 1) + after.Length}\r\n"), .. Bulk(name)];
        if (subcommand is not null) { before.AddRange(Bulk(Encoding.ASCII.GetBytes(subcommand))); }
        byte[] rest = [.. after.SelectMany(word => Bulk(Encoding.ASCII.GetBytes(word)))];
        return new KeyColumn(id, command, [subcommand ?? "", .. after], [.. before], rest);
    }

    public void Write(RespWriter writer, ReadOnlySpan<byte> key)
    {
        writer.Raw(before);
        writer.Argument(key);
        if (after.Length > 0) { writer.Raw(after); }
    }

    /// <summary>The same as a command of its own.</summary>
    public RedisCommand ToCommand(RedisKey key) =>
        new(command, [.. words.Take(1).Where(word => word.Length > 0).Select(word => (RedisArgument)word), key, .. words.Skip(1).Select(word => (RedisArgument)word)]);

    private static byte[] Bulk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"${bytes.Length}\r\n"), .. bytes, (byte)'\r', (byte)'\n'];
}
