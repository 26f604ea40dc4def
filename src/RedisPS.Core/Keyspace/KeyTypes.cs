using System.Collections.Concurrent;
using System.Text;

namespace RedisPS.Core.Keyspace;

/// <summary>Type names, each as one string for all keys, and the command that counts a type's elements.</summary>
internal static class KeyTypes
{
    public const string None = "none";

    private static readonly ConcurrentDictionary<string, string> s_others = new();

    public static readonly IReadOnlyDictionary<string, string> LengthCommands = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["string"] = "STRLEN",
        ["list"] = "LLEN",
        ["set"] = "SCARD",
        ["zset"] = "ZCARD",
        ["hash"] = "HLEN",
        ["stream"] = "XLEN",
        ["vectorset"] = "VCARD",
    };

    /// <summary>The string for a type's name as it came from the server.</summary>
    public static string Intern(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("string"u8)) { return "string"; }
        if (name.SequenceEqual("hash"u8)) { return "hash"; }
        if (name.SequenceEqual("list"u8)) { return "list"; }
        if (name.SequenceEqual("set"u8)) { return "set"; }
        if (name.SequenceEqual("zset"u8)) { return "zset"; }
        if (name.SequenceEqual("stream"u8)) { return "stream"; }
        return name.SequenceEqual("none"u8) ? None : Intern(Encoding.UTF8.GetString(name));
    }

    /// <summary>One instance for equal names: encodings and module types are few.</summary>
    public static string Intern(string name) => s_others.Count < 1000 ? s_others.GetOrAdd(name, name) : name;
}
