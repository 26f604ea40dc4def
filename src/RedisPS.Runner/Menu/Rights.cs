using System.Management.Automation;
using RedisPS.Core.Access;
using RedisPS.Core.Commands;

namespace RedisPS.Runner.Menu;

/// <summary>Which lines the server and the user of one connection have no way to run. Asked once, and learned from what is refused later.</summary>
internal sealed class Rights
{
    private readonly Dictionary<string, string> _refused = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<RequiredPermission> _rows = [];

    /// <summary>Whether the server takes no writes, because it is a replica.</summary>
    internal bool IsReadOnlyReplica { get; set; }

    /// <summary>Asks for the connection; the line that did.</summary>
    internal void Read(Func<string, LineResult> run, string connection)
    {
        _refused.Clear();
        _rows = run($"Get-RedisRequiredPermission -Connection {ScriptText.Quote(connection)}").Objects.OfType<RequiredPermission>().ToList();
    }

    internal void Forget()
    {
        _refused.Clear();
        _rows = [];
        IsReadOnlyReplica = false;
    }

    /// <summary>Remembers a refusal that could not be foreseen.</summary>
    internal void Learn(ErrorRecord record, string line)
    {
        if (record.FullyQualifiedErrorId.Split(',')[0] is not ("CommandNotPermitted" or "CommandUnavailable") || record.InvocationInfo?.MyCommand?.Name is not { } cmdlet)
        {
            return;
        }

        // With a parameter that needs more, it may be just that which is refused.
        string? parameter = Of(cmdlet).Select(row => row.Parameter).FirstOrDefault(name => name.Length > 0 && line.Contains($" -{name}", StringComparison.OrdinalIgnoreCase));
        _refused[parameter is null ? cmdlet : $"{cmdlet} -{parameter}"] = Reason(record);
    }

    /// <summary>Why a cmdlet, with the parameters named behind it, is of no use here; null when nothing is known against it.</summary>
    internal string? Obstacle(string needed)
    {
        if (needed.Length == 0)
        {
            return null;
        }

        string[] words = needed.Split(' ');
        if (_refused.TryGetValue(needed, out string? refusal) || _refused.TryGetValue(words[0], out refusal))
        {
            return refusal;
        }

        RequiredPermission[] rows = [.. Of(words[0]).Where(row => row.Parameter.Length == 0 || words.Contains("-" + row.Parameter))];
        string[] unsupported = [.. rows.SelectMany(row => row.Unsupported).Distinct().Select(rule => rule[1..].Replace('|', ' ').ToUpperInvariant())];
        if (unsupported.Length > 0)
        {
            return $"this server has no {string.Join(", ", unsupported)}";
        }

        string[] missing = [.. rows.SelectMany(row => row.Missing ?? []).Distinct()];
        if (missing.Length > 0)
        {
            return $"this user lacks {string.Join(' ', missing)}";
        }

        return IsReadOnlyReplica && rows.Any(row => row.KeyAccess.HasFlag(AclKeyAccess.Write)) ? "this is a read-only replica" : null;
    }

    // Both answers name the command: NOPERM ... the 'config|get' command; ERR unknown command 'CONFIG', with args ...
    private static string Reason(ErrorRecord record)
    {
        string message = record.Exception.Message.Split('\n')[0].Trim();
        string[] parts = message.Split('\'', '`');
        if (parts.Length < 3)
        {
            return message;
        }

        return record.FullyQualifiedErrorId.StartsWith("CommandUnavailable", StringComparison.Ordinal) ? $"this server has no {parts[1].ToUpperInvariant()}" : $"this user lacks +{parts[1].ToLowerInvariant()}";
    }

    private IEnumerable<RequiredPermission> Of(string cmdlet) => _rows.Where(row => row.Cmdlet.Equals(cmdlet, StringComparison.OrdinalIgnoreCase));
}
