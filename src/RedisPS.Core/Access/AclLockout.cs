using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>What a change of a user takes from those who administer the server.</summary>
internal static class AclLockout
{
    /// <summary>What to say when this session would not know the password of its own user.</summary>
    public const string PasswordUnknown = "this is the user of this connection, and this session does not know its new password: it could not connect again";

    /// <summary>A warning to show before the change; empty when there is nothing to warn of.</summary>
    /// <param name="name">The user to be changed.</param>
    /// <param name="wanted">What it is to be; null when it is to be removed.</param>
    /// <param name="self">The user of the connection.</param>
    /// <param name="users">All users as they are.</param>
    /// <param name="commands">The server's commands; null when they are not known.</param>
    /// <param name="losesPassword">Whether this session would not know the user's password.</param>
    public static string Warning(string name, AclRules? wanted, string self, IReadOnlyDictionary<string, AclRules> users, AclCommands? commands, bool losesPassword = false)
    {
        List<string> warnings = [];
        AclRules? before = users.GetValueOrDefault(name);
        bool canLogIn = CanLogIn(wanted);
        if (name == self)
        {
            if (wanted is null)
            {
                warnings.Add("this is the user of this connection: the server closes it, and this session cannot connect again as it");
            }
            else if (!canLogIn)
            {
                warnings.Add("this is the user of this connection, which could not log in again");
            }
            else
            {
                if (losesPassword)
                {
                    warnings.Add(PasswordUnknown);
                }

                if (commands is not null && MayAdminister(before, commands) && !MayAdminister(wanted, commands))
                {
                    warnings.Add("this is the user of this connection, which could not change users again");
                }
            }
        }

        if (commands is not null && CanLogIn(before) && MayAdminister(before, commands) && (!canLogIn || !MayAdminister(wanted, commands))
            && !users.Any(other => other.Key != name && CanLogIn(other.Value) && MayAdminister(other.Value, commands)))
        {
            warnings.Add("no user would be left that can change users: only a restart with another file would help");
        }

        if (name == "default" && CanLogIn(before) && !canLogIn)
        {
            warnings.Add("connections without a user name (replicas, Sentinels, health checks, old clients) come as 'default' and would be refused");
        }

        return string.Join("; ", warnings);
    }

    /// <summary>Whether a session that logs in as a user does not know any of its passwords after a change of them.</summary>
    /// <param name="before">The user as it is.</param>
    /// <param name="wanted">What it is to be.</param>
    /// <param name="present">The password that the session uses.</param>
    /// <param name="next">The one that it would go over to; null when none is known.</param>
    public static bool LosesPassword(AclRules? before, AclRules wanted, RedisSecret? present, RedisSecret? next) =>
        wanted.NoPassword == false && next is null && before is not null && !wanted.SamePasswords(before)
        && (present is null || !wanted.PasswordHashes.Contains(PasswordHash.Of(present)));

    private static bool CanLogIn(AclRules? rules) =>
        rules is { IsEnabled: true } && (rules.NoPassword == true || rules.PasswordHashes.Count > 0);

    private static bool MayAdminister(AclRules? rules, AclCommands commands) =>
        rules is not null && (Allows(rules.Permissions, commands) || rules.Selectors.Any(selector => Allows(selector, commands)));

    private static bool Allows(AclPermissions permissions, AclCommands commands)
    {
        IReadOnlySet<string> allowed = commands.Allowed(permissions.Commands);
        return allowed.Contains("acl|setuser") || allowed.Contains("acl");
    }
}
