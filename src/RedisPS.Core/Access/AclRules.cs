using System.Security.Cryptography;
using System.Text;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.Access;

/// <summary>The rules of an ACL user, brought to one form: what the server has, and what somebody wants, can be compared by meaning.</summary>
public sealed class AclRules
{
    private readonly List<AclPermissions> _selectors = [];
    private readonly HashSet<string> _passwords = new(StringComparer.Ordinal);

    private AclRules()
    {
    }

    /// <summary>Whether the user may log in; null when the rules do not say.</summary>
    public bool? IsEnabled { get; private set; }

    /// <summary>Whether any password will do; null when the rules do not speak of passwords.</summary>
    public bool? NoPassword { get; private set; }

    /// <summary>Whether payloads of RESTORE are checked with care; null when the rules do not say, which means yes.</summary>
    public bool? SanitizePayload { get; private set; }

    /// <summary>SHA-256 of the passwords, in hexadecimal digits. Meaningful when <see cref="NoPassword"/> is not null.</summary>
    public IReadOnlyCollection<string> PasswordHashes => _passwords;

    /// <summary>What the user may do with which keys and channels.</summary>
    public AclPermissions Permissions { get; } = new();

    /// <summary>Further sets of permissions (Redis 7.0): a command is allowed when one of them allows it.</summary>
    public IReadOnlyList<AclPermissions> Selectors => _selectors;

    /// <summary>Reads rules as ACL SETUSER takes them, or what follows the name in a line of ACL LIST.</summary>
    /// <param name="text">The rules, separated by blanks.</param>
    /// <exception cref="ConfigException">It is no rule.</exception>
    public static AclRules Parse(string text) => Parse(ReadText(text));

    /// <summary>Reads rules as ACL SETUSER takes them.</summary>
    /// <param name="rules">One rule each.</param>
    /// <exception cref="ConfigException">It is no rule.</exception>
    public static AclRules Parse(IEnumerable<string> rules)
    {
        AclRules parsed = new();
        foreach (string rule in rules)
        {
            parsed.Take(rule);
        }

        return parsed;
    }

    /// <summary>Rules separated by blanks; a selector in parentheses is one.</summary>
    /// <param name="text">The rules.</param>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> rules = [];
        int start = -1;
        int depth = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            bool blank = i == text.Length || char.IsWhiteSpace(text[i]);
            if (!blank)
            {
                // Only at its beginning is a parenthesis a selector's: passwords and patterns may have any.
                depth += start < 0 && text[i] == '(' ? 1 : depth > 0 && text[i] == ')' ? -1 : 0;
                start = start < 0 ? i : start;
            }
            else if (start >= 0 && (depth == 0 || i == text.Length))
            {
                rules.Add(text[start..i]);
                start = -1;
            }
        }

        return rules;
    }

    /// <summary>Rules as somebody wrote them, as one text. A word after a password that is no rule may be a part of it, and is not shown.</summary>
    /// <param name="text">The rules, separated by blanks.</param>
    /// <exception cref="ConfigException">What follows a password is no rule.</exception>
    internal static IReadOnlyList<string> ReadText(string text)
    {
        IReadOnlyList<string> rules = Split(text);
        return rules.SkipWhile(rule => rule is not ['>' or '<', ..]).All(IsRule)
            ? rules
            : throw new ConfigException(
                ConfigFailure.InvalidValue,
                "What follows the password in these rules is no ACL rule; it is not shown, because it may belong to the password.",
                "A password with blanks is given with -Credential, in a desired state as Password.");
    }

    /// <summary>Whether a user with rules <paramref name="actual"/> is what <paramref name="desired"/> says. What desired does not speak of (on or off, passwords) may be anything.</summary>
    /// <param name="desired">What is wanted.</param>
    /// <param name="actual">What the server has.</param>
    /// <param name="commands">The server's commands; without them, rules that are written differently are different.</param>
    public static bool SameMeaning(AclRules desired, AclRules actual, AclCommands? commands = null) =>
        (desired.IsEnabled is not { } on || on == (actual.IsEnabled ?? false))
        && desired.SamePasswords(actual)
        && (desired.SanitizePayload ?? true) == (actual.SanitizePayload ?? true)
        && desired.Permissions.SameMeaning(actual.Permissions, commands)
        && SameSelectors(desired._selectors, actual._selectors, commands);

    /// <summary>Whether the passwords are as these rules say, or these rules do not speak of passwords.</summary>
    /// <param name="actual">What the server has.</param>
    public bool SamePasswords(AclRules actual) =>
        NoPassword is not { } any || (any == (actual.NoPassword ?? false) && _passwords.SetEquals(actual._passwords));

    /// <summary>The rules that make a user exactly this, whatever it was; what these rules do not speak of stays as it is.</summary>
    /// <param name="hasSelectors">Whether the user has selectors now, that must go.</param>
    public IReadOnlyList<string> ToSetUser(bool hasSelectors = false)
    {
        List<string> rules = [];
        if (hasSelectors)
        {
            rules.Add("clearselectors");
        }

        rules.AddRange(["resetkeys", "resetchannels", "-@all", .. Permissions.ToRules().Where(rule => rule != "-@all"), .. _selectors.Select(selector => selector.ToString())]);
        if (NoPassword is { } any)
        {
            rules.Add("resetpass");
            rules.AddRange(any ? ["nopass"] : _passwords.Order(StringComparer.Ordinal).Select(hash => $"#{hash}"));
        }

        rules.AddRange(Flags());
        return rules;
    }

    /// <summary>The rules as one text.</summary>
    /// <param name="includePasswords">Whether with the hashes of passwords; otherwise three stars stand for each.</param>
    public string ToText(bool includePasswords = false)
    {
        IEnumerable<string> passwords = NoPassword switch
        {
            null => [],
            true => ["nopass"],
            false when _passwords.Count == 0 => ["resetpass"],
            false => _passwords.Order(StringComparer.Ordinal).Select(hash => includePasswords ? $"#{hash}" : "#***"),
        };
        return string.Join(' ', [.. Flags(), .. passwords, .. Permissions.ToRules(), .. _selectors.Select(selector => selector.ToString())]);
    }

    /// <summary>The rules without those of passwords, as a file may hold them: nopass stays, it is no secret.</summary>
    public IReadOnlyList<string> ToRules(bool includePasswords = false)
    {
        IEnumerable<string> passwords = NoPassword switch
        {
            true => ["nopass"],
            false when includePasswords && _passwords.Count == 0 => ["resetpass"],
            false when includePasswords => _passwords.Order(StringComparer.Ordinal).Select(hash => $"#{hash}"),
            _ => [],
        };
        return [.. Flags(), .. passwords, .. Permissions.ToRules(), .. _selectors.Select(selector => selector.ToString())];
    }

    /// <summary>The rules, with three stars for each password.</summary>
    public override string ToString() => ToText();

    private IEnumerable<string> Flags()
    {
        if (IsEnabled is { } on)
        {
            yield return on ? "on" : "off";
        }

        if (SanitizePayload == false)
        {
            yield return "skip-sanitize-payload";
        }
    }

    private static bool IsRule(string rule)
    {
        try
        {
            new AclRules().Take(rule);
            return true;
        }
        catch (ConfigException)
        {
            return false;
        }
    }

    private void Take(string rule)
    {
        switch (rule)
        {
            case "on" or "off":
                IsEnabled = rule == "on";
                break;
            case "sanitize-payload" or "skip-sanitize-payload":
                SanitizePayload = rule == "sanitize-payload";
                break;
            case "nopass" or "resetpass":
                NoPassword = rule == "nopass";
                _passwords.Clear();
                break;
            case "reset":
                IsEnabled = false;
                NoPassword = false;
                SanitizePayload = null;
                _passwords.Clear();
                _selectors.Clear();
                Permissions.Reset();
                break;
            case "clearselectors":
                _selectors.Clear();
                break;
            case ['>' or '#' or '<' or '!', .. string secret]:
                TakePassword(rule[0], secret);
                break;
            case ['(', .. string inner, ')']:
                AclPermissions selector = new();
                foreach (string part in Split(inner))
                {
                    Take(selector, part);
                }

                _selectors.Add(selector);
                break;
            default:
                Take(Permissions, rule);
                break;
        }
    }

    private void TakePassword(char kind, string secret)
    {
        string hash = (kind is '#' or '!' ? secret : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))).ToLowerInvariant();
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
        {
            throw new ConfigException(ConfigFailure.InvalidValue, $"'{kind}***' is no SHA-256 of a password: 64 hexadecimal digits are needed after {kind}.");
        }

        NoPassword = false;
        _ = kind is '>' or '#' ? _passwords.Add(hash) : _passwords.Remove(hash);
    }

    private static void Take(AclPermissions permissions, string rule)
    {
        if (!permissions.Take(rule))
        {
            throw new ConfigException(
                ConfigFailure.InvalidValue,
                $"'{rule}' is no ACL rule.",
                "Rules are on, off, >password, #hash, nopass, ~keys, %R~keys, %W~keys, &channels, +command, -command, +@category, -@category, (selector).");
        }
    }

    private static bool SameSelectors(List<AclPermissions> desired, List<AclPermissions> actual, AclCommands? commands)
    {
        List<AclPermissions> left = [.. actual];
        return desired.Count == actual.Count && desired.TrueForAll(wanted =>
        {
            int found = left.FindIndex(selector => wanted.SameMeaning(selector, commands));
            if (found >= 0)
            {
                left.RemoveAt(found);
            }

            return found >= 0;
        });
    }
}
