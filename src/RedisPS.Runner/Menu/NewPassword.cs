using System.Security;

namespace RedisPS.Runner.Menu;

/// <summary>
/// A password on its way into a line. It stands in a variable, never in the line: so it is in no picture, and what is shown can be copied
/// to PowerShell as it is.
/// </summary>
internal sealed class NewPassword
{
    /// <summary>How lines name it.</summary>
    internal const string Reference = "$" + Variable;

    private const string Variable = "password";
    private const string Typing = Reference + " = Read-Host -AsSecureString";
    private const string Making = Reference + " = New-RedisPassword";

    private readonly LineRunner _runner;
    private readonly bool _isMade;

    private NewPassword(LineRunner runner, bool isMade)
    {
        _runner = runner;
        _isMade = isMade;
    }

    /// <summary>The line that a person would type to have it.</summary>
    internal string Line => _isMade ? Making : Typing;

    /// <summary>Makes one; null when that failed.</summary>
    internal static NewPassword? Make(LineRunner runner) => runner.Run(Making).Failed ? null : new NewPassword(runner, isMade: true);

    /// <summary>Has one typed, twice; null when the question was left, or the second was another. An empty one only where it means something.</summary>
    internal static NewPassword? Type(MenuHost host, string title, List<BodyLine> messages)
    {
        if (host.AskText(title, "New password", isSecret: true) is not { } typed || host.AskText(title, "The same again", isSecret: true) is not { } again)
        {
            return null;
        }

        if (typed.Length == 0 || typed != again)
        {
            messages.Add(new BodyLine(typed.Length == 0 ? "An empty password is none: nothing was changed." : "The two are not the same: nothing was changed.", BodyStyle.Error));
            return null;
        }

        return Of(host.Runner, typed);
    }

    /// <summary>One that is known.</summary>
    internal static NewPassword Of(LineRunner runner, string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        runner.SetVariable(Variable, secret);
        return new NewPassword(runner, isMade: false);
    }

    /// <summary>Shows one that was made, for it is known to nobody yet.</summary>
    internal void ShowOnce(MenuHost host, string user)
    {
        if (_isMade && _runner.Variable(Variable) is [SecureString secret])
        {
            new SecretScreen(host, $"The new password of {user}", new System.Net.NetworkCredential("", secret).Password).Show();
        }
    }

    internal void Forget() => _runner.SetVariable(Variable, null);
}
