using RedisPS.Client;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>Which server reads which version of the format. A server says in its log what it cannot read; this is for choosing one beforehand.</summary>
internal static class RdbSupport
{
    /// <summary>Whether a program reads files of a version; null when that is not known.</summary>
    public static bool? Reads(ServerProgram program, int version) => (program.Product, program.Version) switch
    {
        (ServerProduct.Garnet or ServerProduct.Dragonfly or ServerProduct.Unknown, _) => false,
        (_, null) => null,
        (ServerProduct.Valkey, { Major: < 9 }) => version <= 11,
        (ServerProduct.Redis, { Major: < 7 }) => version <= 9,
        (ServerProduct.Redis, { Major: 7, Minor: < 2 }) => version <= 10,
        (ServerProduct.Redis, { Major: 7, Minor: < 4 }) => version <= 11,
        (ServerProduct.Redis or ServerProduct.Valkey, _) => version <= 11 || (program.Product == ServerProduct.Redis && version == 12) ? true : null,
        _ => null,
    };

    /// <summary>The best of the programs for a file: one that reads it, the product and version that wrote it first, then the newest.</summary>
    public static ServerProgram? Choose(IEnumerable<ServerProgram> programs, int version, string writtenBy) => programs
        .Where(program => program.Product is ServerProduct.Redis or ServerProduct.Valkey or ServerProduct.KeyDB)
        .OrderBy(program => Reads(program, version) switch { true => 0, null => 1, _ => 2 })
        .ThenBy(program => writtenBy.StartsWith(program.Product + " ", StringComparison.Ordinal) ? 0 : 1)
        .ThenBy(program => writtenBy == $"{program.Product} {program.VersionText}" ? 0 : 1)
        .ThenByDescending(program => program.Version)
        .FirstOrDefault();
}
