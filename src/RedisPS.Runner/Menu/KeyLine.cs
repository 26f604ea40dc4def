using RedisPS.Core.Commands;
using RedisPS.Core.Keyspace;

namespace RedisPS.Runner.Menu;

/// <summary>
/// How a line names a key. One whose name is plain text stands in it; any other comes out of $page, where the key browser has put its
/// objects: they carry the bytes, and no text could.
/// </summary>
internal sealed record KeyLine(RedisKeyInfo Key, int Index)
{
    private bool IsPlain => !Key.IsBinary && !Key.Key.Any(char.IsControl) && Key.Key.Length > 0;

    /// <summary>The line that does this to the key: command, then the key, then what follows.</summary>
    internal string With(string command, string rest = "") => IsPlain
        ? Joined($"{command} {ScriptText.Quote(Key.Key)}", rest)
        : Joined(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"$page | Select-Object -Index {Index} | {command}"), rest);

    private static string Joined(string line, string rest) => rest.Length == 0 ? line : $"{line} {rest}";
}
