using RedisPS.Client;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.Access;

/// <summary>What somebody wants of a user, and the rules that it makes.</summary>
public sealed class AclUserRequest
{
    private static readonly Version s_channels = new(6, 2);

    /// <summary>Begin with nothing: no passwords, keys, channels, commands, off.</summary>
    public bool Reset { get; init; }

    /// <summary>On or off; null leaves it.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Command rules of a template instead of those that are there; with its keys and channels, unless others are given.</summary>
    public AclTemplate? Template { get; init; }

    /// <summary>The key patterns, instead of those that are there; null leaves them.</summary>
    public IReadOnlyList<string>? KeyPattern { get; init; }

    /// <summary>The channel patterns, instead of those that are there; null leaves them.</summary>
    public IReadOnlyList<string>? ChannelPattern { get; init; }

    /// <summary>The one password, instead of those that are there; null leaves them.</summary>
    public RedisSecret? Password { get; init; }

    /// <summary>Passwords to add.</summary>
    public IReadOnlyList<RedisSecret> AddPassword { get; init; } = [];

    /// <summary>Passwords to remove; one that the user does not have is no error.</summary>
    public IReadOnlyList<RedisSecret> RemovePassword { get; init; } = [];

    /// <summary>Further rules, as ACL SETUSER takes them.</summary>
    public IReadOnlyList<string> Rule { get; init; } = [];

    /// <summary>The rules to send. Passwords are hashes.</summary>
    /// <param name="client">The server.</param>
    /// <param name="before">The user as it is; null when there is none.</param>
    /// <param name="commands">The server's commands; null when they are not known.</param>
    /// <exception cref="AclException">A template needs to know the commands.</exception>
    /// <exception cref="ConfigException">It is no rule.</exception>
    public IReadOnlyList<string> ToRules(RedisClient client, AclRules? before, AclCommands? commands)
    {
        List<string> rules = [];
        if (Reset)
        {
            rules.Add("reset");
        }

        // With acl-pubsub-default allchannels, as 6.2 has it, new users and those that are reset may use all channels.
        if ((Reset || before is null) && KnowsChannels(client))
        {
            rules.Add("resetchannels");
        }

        if (Enabled is { } on)
        {
            rules.Add(on ? "on" : "off");
        }

        if (Password is not null)
        {
            rules.AddRange(["resetpass", "#" + PasswordHash.Of(Password)]);
        }

        rules.AddRange(AddPassword.Select(password => "#" + PasswordHash.Of(password)));

        // The server calls it an error to remove what is not there.
        rules.AddRange(RemovePassword.Select(PasswordHash.Of).Distinct().Where(hash => !Reset && before?.PasswordHashes.Contains(hash) == true).Select(hash => "!" + hash));
        if (Template is { } template)
        {
            if (commands is null)
            {
                throw new AclException(
                    AclFailure.NotSupported, "A template is made from the commands that the server knows, and this user may not run COMMAND.", "Give the rules with -Rule, or let an administrator grant +command.");
            }

            rules.AddRange(AclTemplates.CommandRules(template, commands));
            rules.AddRange(AclTemplates.KeyRules(template, KeyPattern, client));
            if (ChannelPattern is null)
            {
                rules.AddRange(AclTemplates.ChannelRules(template));
            }
        }
        else if (KeyPattern is not null)
        {
            rules.AddRange(KeyPattern.Select(pattern => AclTemplates.KeyRule(pattern, readOnly: false)).Prepend("resetkeys"));
        }

        if (ChannelPattern is not null)
        {
            rules.AddRange(ChannelPattern.Select(AclTemplates.ChannelRule).Prepend("resetchannels"));
        }

        rules.AddRange(Rule.SelectMany(Words).Select(PasswordHash.Hide));
        return rules;
    }

    /// <summary>Which of the passwords that are given as they are the user will have; null when it is none.</summary>
    /// <param name="wanted">What the user is to be.</param>
    internal RedisSecret? PasswordFor(AclRules wanted) =>
        PasswordHash.Given(Rule.SelectMany(Words), wanted)
        ?? AddPassword.Prepend(Password).OfType<RedisSecret>().LastOrDefault(password => wanted.PasswordHashes.Contains(PasswordHash.Of(password)));

    // Channels came with 6.2.
    private static bool KnowsChannels(RedisClient client) =>
        client.Capabilities is { Product: not ServerProduct.Garnet } known && (known.RedisVersion is not { } version || version >= s_channels);

    // Whether what follows a password belongs to it cannot be told, and a wrong guess would be a wrong password.
    private static IReadOnlyList<string> Words(string rule) => rule is ['>' or '<', ..] && rule.Any(char.IsWhiteSpace)
        ? throw new ConfigException(
            ConfigFailure.InvalidValue,
            "A rule that begins with a password has blanks; whether what follows them belongs to the password cannot be told, and it is not shown.",
            "Give each rule as a text of its own (-Rule '>password', '~*'), and a password with blanks with -Credential.")
        : AclRules.ReadText(rule);
}
