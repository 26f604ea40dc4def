using System.Globalization;
using RedisPS.Core.Commands;
using RedisPS.Core.RecycleBin;

namespace RedisPS.Runner.Menu;

/// <summary>The removals that can be undone: which keys they took, bringing them back, and forgetting them.</summary>
internal sealed class RecycleBinScreen(MenuHost host) : MenuScreen(host)
{
    private static readonly Choice s_keep = new("Keep", "keys that are there again stay as they are");
    private static readonly Choice s_replace = new("Replace", "keys that are there again become what they were");

    protected override string Title => "Recycle bin";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter keys", "/ search", "k bring back: Restore-RedisKey", "x forget it", "X forget all");

    protected override string? Heading => "Removed             Keys      Size  From";

    protected override void Load()
    {
        LineResult result = Run("Get-RedisRecycleBin");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<RecycledOperation>());
        Messages.Clear();
        Messages.AddRange(result.Problems);
    }

    protected override IEnumerable<BodyLine> Text(int width) => Items.Count > 0 ? []
        : [new BodyLine("The recycle bin is empty. Remove-RedisKey -Recycle puts keys there.", BodyStyle.Dim)];

    protected override string Row(object item, int width)
    {
        RecycledOperation operation = (RecycledOperation)item;
        if (operation.State == RecycleState.Damaged)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{operation.RemovedAt.ToLocalTime():yyyy-MM-dd HH:mm}{"?",8} {operation.BytesText,9}  damaged: {operation.Problem}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{operation.RemovedAt.ToLocalTime():yyyy-MM-dd HH:mm}{operation.Keys,8:N0} {operation.BytesText,9}  {operation.Server} db{operation.Database}{(operation.IsComplete ? "" : " (not complete)")}");
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar == 'X')
        {
            ActAndReload("Clear-RedisRecycleBin -Confirm");
            return true;
        }

        if (Selected is not RecycledOperation operation)
        {
            return false;
        }

        if (key.Key == ConsoleKey.Enter || key.KeyChar == '/')
        {
            ShowKeys(operation, searches: key.KeyChar == '/');
            return true;
        }

        switch (key.KeyChar)
        {
            case 'k':
                if (ChoiceScreen.Ask(Host, "Where a key is there again", s_keep, s_replace) is { } choice)
                {
                    ActAndReload($"Restore-RedisKey {operation.OperationId}{(choice == s_replace ? " -Force" : "")} -Confirm");
                }

                return true;
            case 'x':
                ActAndReload($"Clear-RedisRecycleBin {operation.OperationId} -Confirm");
                return true;
            default:
                return false;
        }
    }

    private void ShowKeys(RecycledOperation operation, bool searches)
    {
        string? Search() => Host.AskText("Search the removed keys", "Pattern", body: KeyScreen.PatternHelp) is { Length: > 0 } pattern ? Line(pattern) : null;
        string Line(string pattern) => $"Get-RedisRecycleBin {operation.OperationId} -Key {ScriptText.Quote(pattern)} | Select-Object Key,Type,Bytes,ExpiresAt -First 100";
        if ((searches ? Search() : Line("*")) is { } line)
        {
            new TextScreen(Host, "Removed keys", line, KeyHint.List("/ search"), pressed => pressed == '/' ? Search() : null).Show();
        }
    }
}
