using RedisPS.Core.Commands;

namespace RedisPS.Runner.Menu;

/// <summary>A file that says how the server should be: what is different, and making it so.</summary>
internal sealed class StateScreen(MenuHost host) : MenuScreen(host)
{
    private LineResult? _result;
    private string _file = "";

    protected override string Title => _file.Length == 0 ? "Desired state" : $"Desired state: {_file}";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("f file", "a apply: Set-RedisDesiredState", "p apply and persist: Set-RedisDesiredState -Persist", "x export this server: Export-RedisDesiredState");

    protected override void Load()
    {
        if (_file.Length == 0 && !AskFile())
        {
            Close();
            return;
        }

        _result = Run($"Test-RedisDesiredState {ScriptText.Quote(_file)}");
        Messages.Clear();
        Messages.AddRange(_result.Problems);
    }

    protected override IEnumerable<BodyLine> Text(int width) => _result is { Objects.Count: > 0 } ? _result.Lines(width) : [];

    protected override bool Handle(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case 'f':
                if (AskFile())
                {
                    Index = 0;
                    Reload();
                }

                return true;
            case 'a':
            case 'p':
                ActAndReload($"Set-RedisDesiredState {ScriptText.Quote(_file)}{(key.KeyChar == 'p' ? " -Persist" : "")} -Confirm");
                return true;
            case 'x':
                if (Host.AskPath("Write this server's state", "New file, psd1 or json", "") is { Length: > 0 } file)
                {
                    ActAndReload($"Export-RedisDesiredState {ScriptText.Quote(file)}");
                }

                return true;
            default:
                return false;
        }
    }

    private bool AskFile()
    {
        if (Host.AskPath("Desired state", "File, psd1 or json", Host.StateFile) is not { Length: > 0 } file)
        {
            return false;
        }

        _file = file;
        Host.StateFile = file;
        return true;
    }
}
