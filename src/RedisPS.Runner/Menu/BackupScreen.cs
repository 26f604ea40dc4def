using System.Globalization;
using RedisPS.Core.Backup;
using RedisPS.Core.Commands;
using RedisPS.Core.Service;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The backups in a folder: new ones, whether they are whole, what they hold, and bringing keys back.</summary>
internal sealed class BackupScreen(MenuHost host) : MenuScreen(host)
{
    private static readonly Choice[] s_methods =
    [
        new(nameof(BackupMethod.Replication), "all keys as they are at one moment"),
        new(nameof(BackupMethod.ServerFile), "the server's own file, where its folder can be reached"),
        new(nameof(BackupMethod.Logical), "key by key, where the server withholds the rest"),
    ];

    private static readonly Choice[] s_conflicts =
    [
        new(nameof(RestoreConflict.Skip), "keys that are there stay as they are"),
        new(nameof(RestoreConflict.Replace), "keys that are there become what they were"),
        new(nameof(RestoreConflict.Fail), "nothing is restored when one is there"),
    ];

    private string _folder = "";
    private bool _asked;

    protected override string Title => _folder.Length == 0 ? "Backups" : $"Backups in {_folder}";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("f folder", "b back up", "Enter content", "v verify", "t trial restore", "k keys back: Restore-Redis", "s whole server back", "x remove", "c recycle bin");

    protected override string? Heading => "Taken                  Keys       Size  Good  Name";

    protected override void Load()
    {
        if (_folder.Length == 0 && (_asked || !AskFolder()))
        {
            // The recycle bin needs no folder of backups.
            _asked = true;
            return;
        }

        LineResult result = Run($"Get-RedisBackup {ScriptText.Quote(_folder)}");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<RedisBackup>());
        Messages.Clear();
        Messages.AddRange(result.Problems);
    }

    protected override IEnumerable<BodyLine> Text(int width) => Items.Count > 0 ? []
        : [new BodyLine(_folder.Length == 0 ? "No folder is chosen. f names one." : "There is no backup here. b makes one.", BodyStyle.Dim)];

    protected override string Row(object item, int width)
    {
        RedisBackup backup = (RedisBackup)item;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{backup.FinishedAt.ToLocalTime():yyyy-MM-dd HH:mm}{backup.Keys,11:N0} {backup.BytesText,10}  {(backup.IsVerified ? "yes" : "?"),-4}  {backup.Name}");
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case 'f':
                if (AskFolder())
                {
                    Index = 0;
                    Reload();
                }

                return true;
            case 'c':
                new RecycleBinScreen(Host).Show();
                return true;
            case 'b':
                if ((_folder.Length > 0 || AskFolder()) && ChoiceScreen.Ask(Host, "How is the data had?", s_methods) is { } method)
                {
                    ActAndReload($"Backup-Redis {ScriptText.Quote(_folder)}{(method == s_methods[0] ? "" : $" -Method {method.Name}")}");
                }

                return true;
        }

        if (Selected is not RedisBackup backup)
        {
            return false;
        }

        string path = ScriptText.Quote(backup.Path);
        if (key.Key == ConsoleKey.Enter)
        {
            string Content(string pattern) => $"Get-RedisBackupContent {path}{(pattern.Length > 0 ? " " + ScriptText.Quote(pattern) : "")} -First 100";
            new TextScreen(Host, backup.Name, Content(""), KeyHint.List("/ search"), pressed => pressed == '/' && Host.AskText("Search the backup", "Pattern", body: KeyScreen.PatternHelp) is { } pattern ? Content(pattern) : null).Show();
            return true;
        }

        switch (key.KeyChar)
        {
            case 'v':
                ActAndReload($"Test-RedisBackup {path}");
                return true;
            case 't':
                ActAndReload($"Test-RedisBackup {path} -Restore");
                return true;
            case 'k':
                BringBack(path);
                return true;
            case 's':
                BringServerBack(path);
                return true;
            case 'x':
                ActAndReload($"Get-RedisBackup {path} | Remove-RedisBackup -Confirm");
                return true;
            default:
                return false;
        }
    }

    private bool AskFolder()
    {
        if (Host.AskPath("Backups", "Folder of the backups", Host.BackupFolder) is not { Length: > 0 } folder)
        {
            return false;
        }

        _folder = folder;
        Host.BackupFolder = folder;
        return true;
    }

    private void BringBack(string path)
    {
        if (Host.AskText("Bring keys back", "Pattern of the keys", body: KeyScreen.PatternHelp) is not { Length: > 0 } pattern
            || ChoiceScreen.Ask(Host, "Where a key is there already", s_conflicts) is not { } conflict)
        {
            return;
        }

        ActAndReload($"Restore-Redis {path} {ScriptText.Quote(pattern)} -Conflict {conflict.Name} -Confirm");
    }

    // The plan of a whole server is the command's question: what is replaced, what comes, that it stops, and where the old data stays.
    private void BringServerBack(string path)
    {
        LineResult found = Run("Get-RedisService");
        Choice[] services =
        [
            .. found.Objects.OfType<RedisService>()
                .OrderByDescending(service => service.Port is { } port && Host.State.Address.EndsWith($":{port}", StringComparison.Ordinal))
                .Select(service => new Choice(service.Name, $"{service.Status} {service.Server}")),
        ];
        if (services.Length == 0)
        {
            Messages.AddRange(found.Problems);
            Messages.Add(new BodyLine("There is no service of a Redis server on this machine.", BodyStyle.Dim));
        }
        else if (ChoiceScreen.Ask(Host, "All data of which server becomes this backup?", services) is { } service)
        {
            ActAndReload($"Restore-Redis {path} -ServiceName {ScriptText.Quote(service.Name)} -Confirm");
        }
    }
}
