using System.Globalization;
using RedisPS.Core.Access;
using RedisPS.Core.Commands;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The users of the server: what they may do, and their passwords.</summary>
internal sealed class UserScreen(MenuHost host) : MenuScreen(host)
{
    private static readonly Choice s_type = new("Type one", "clients with the old one cannot connect again");
    private static readonly Choice s_make = new("Make one", "it is shown once");
    private static readonly Choice s_typeBeside = new("Type one beside the old one", "both work until the change is ended");
    private static readonly Choice s_makeBeside = new("Make one beside the old one", "the same, and it is shown once");
    private static readonly Choice s_finish = new("End the change", "all but one are removed");
    private static readonly Choice s_none = new("None yet", "the user cannot log in until it has one");

    private static readonly Choice[] s_templates =
    [
        new(nameof(AclTemplate.Application), "reads and writes data; nothing dangerous"),
        new(nameof(AclTemplate.ReadOnly), "reads data"),
        new(nameof(AclTemplate.Monitor), "figures, slow log, clients; no data"),
        new(nameof(AclTemplate.Backup), "takes backups; sees configuration and users"),
        new(nameof(AclTemplate.Operator), "runs the server; no users, no mass deletion"),
    ];

    protected override string Title => "Users";

    protected override IReadOnlyList<KeyHint> Keys =>
        KeyHint.List("Enter rules", "n new: New-RedisAclUser -Template", "e on/off: Set-RedisAclUser", "p password: Set-RedisPassword", "x remove: Remove-RedisAclUser", "m may it?: Test-RedisAclPermission", "l log: Get-RedisAclLog", "w save all: Save-RedisAcl");

    protected override string? Heading => " Name              State  Passwords  Keys                Commands";

    protected override void Load()
    {
        LineResult result = Run("Get-RedisAclUser");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<AclUser>());
        Messages.Clear();
        Messages.AddRange(result.Problems);
    }

    protected override string Row(object item, int width)
    {
        AclUser user = (AclUser)item;
        string passwords = user.NoPassword ? "any" : user.PasswordCount.ToString(CultureInfo.InvariantCulture);
        string mark = user.Name == Host.State.User ? "*" : " ";
        return $"{mark}{DisplayCells.Fit(user.Name, 17)} {(user.Enabled ? "on" : "off"),-5}  {passwords,9}  {DisplayCells.Fit(user.Keys, 19)} {user.CommandRule}";
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case 'n':
                MakeUser();
                return true;
            case 'l':
                new TextScreen(Host, "What was refused", "Get-RedisAclLog", KeyHint.List("x clear: Clear-RedisAclLog"), null, pressed => pressed == 'x' ? "Clear-RedisAclLog -Confirm" : null).Show();
                return true;
            case 'w':
                ActAndReload("Save-RedisAcl -Confirm");
                return true;
        }

        if (Selected is not AclUser user)
        {
            return false;
        }

        string name = ScriptText.Quote(user.Name);
        if (key.Key == ConsoleKey.Enter)
        {
            new TextScreen(Host, "User " + user.Name, $"Get-RedisAclUser {name} | Format-List").Show();
            return true;
        }

        switch (key.KeyChar)
        {
            case 'e':
                ActAndReload($"Set-RedisAclUser {name} {(user.Enabled ? "-Disable" : "-Enable")} -Confirm");
                return true;
            case 'p':
                ChangePassword(user);
                return true;
            case 'x':
                ActAndReload($"Remove-RedisAclUser {name} -Confirm");
                return true;
            case 'm':
                AskPermission(user);
                return true;
            default:
                return false;
        }
    }

    private void AskPermission(AclUser user)
    {
        if (Host.AskText($"May {user.Name} do this?", "Command, such as SET cache:1 x") is not { } typed)
        {
            return;
        }

        string[] words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
        {
            Act($"Test-RedisAclPermission {ScriptText.Quote(user.Name)} {string.Join(' ', words.Select(ScriptText.Quote))} | Format-List");
        }
    }

    private void MakeUser()
    {
        if (Host.AskText("New user", "Name") is not { Length: > 0 } name || ChoiceScreen.Ask(Host, $"What is {name} for?", s_templates) is not { } template)
        {
            return;
        }

        // The two that have keys of their own need no question.
        string keys = "";
        if (template.Name is not (nameof(AclTemplate.Monitor) or nameof(AclTemplate.Backup)))
        {
            if (Host.AskText("New user", "Keys, such as cache:* session:* (Enter: all)") is not { } typed)
            {
                return;
            }

            string[] patterns = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            keys = patterns.Length == 0 ? "" : " -KeyPattern " + string.Join(',', patterns.Select(ScriptText.Quote));
        }

        string title = $"The password of {name}";
        if (ChoiceScreen.Ask(Host, title, s_make, new Choice(s_type.Name), s_none) is not { } way)
        {
            return;
        }

        string line = $"New-RedisAclUser {ScriptText.Quote(name)} -Template {template.Name}{keys}";
        if (way == s_none)
        {
            ActAndReload(line + " -Confirm");
            return;
        }

        WithPassword(name, title, way == s_make, $"{line} -Password {NewPassword.Reference} -Confirm");
    }

    private void ChangePassword(AclUser user)
    {
        string title = $"The password of {user.Name}";
        Choice[] ways = user.PasswordCount > 1 ? [s_finish, s_make, s_type] : [s_make, s_type, s_makeBeside, s_typeBeside];
        if (ChoiceScreen.Ask(Host, title, ways) is not { } way)
        {
            return;
        }

        string line = $"Set-RedisPassword -Name {ScriptText.Quote(user.Name)}";
        if (way == s_finish)
        {
            EndChange(user, title, line + " -CompleteRotation");
            return;
        }

        bool stays = way == s_makeBeside || way == s_typeBeside;
        WithPassword(user.Name, title, way == s_make || way == s_makeBeside, $"{line} -Password {NewPassword.Reference}{(stays ? " -Rotate" : "")} -Confirm");
    }

    private void EndChange(AclUser user, string title, string line)
    {
        string label = user.Name == Host.State.User ? "The password that stays (Enter: the one of this connection)" : "The password that stays";
        if (Host.AskText(title, label, isSecret: true) is not { } typed)
        {
            return;
        }

        if (typed.Length == 0)
        {
            ActAndReload(line + " -Confirm");
            return;
        }

        Use(user.Name, NewPassword.Of(Host.Runner, typed), $"{line} -Password {NewPassword.Reference} -Confirm");
    }

    private void WithPassword(string user, string title, bool makes, string line)
    {
        if ((makes ? NewPassword.Make(Host.Runner) : NewPassword.Type(Host, title, Messages)) is { } password)
        {
            Use(user, password, line);
        }
    }

    private void Use(string user, NewPassword password, string line)
    {
        try
        {
            Shows(password.Line);
            LineResult result = ActAndReload(line);
            if (result.Failed || result.Interrupted || result.Objects.Any(item => item is AclUserChange { Changed: true } or PasswordChange { Changed: true }))
            {
                // What was typed ahead must not close the one screen that shows it.
                Host.ForgetKeys();
                password.ShowOnce(Host, user);
            }
        }
        finally
        {
            password.Forget();
        }
    }
}
