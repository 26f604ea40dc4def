using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Configuration;

/// <summary>The values that a setting can have.</summary>
public static class ConfigChoices
{
    private const string Before = "must be one of the following: ";

    /// <summary>What is known without a server: text and what to say about it.</summary>
    /// <param name="name">The setting.</param>
    public static IReadOnlyList<(string Value, string About)> Known(string name) => ConfigCatalogue.Find(name) switch
    {
        null => [],
        { Kind: ConfigKind.Boolean } => [("yes", ""), ("no", "")],
        { } setting => setting.Values.Select(value => (value, "")).ToArray(),
    };

    /// <summary>Asks a server for the words that it takes, for what it has, and adds its default. Redis commands: CONFIG GET, CONFIG SET with a word that no server takes.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="name">The setting.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<(string Value, string About)>> ReadAsync(RedisConnection connection, string name, CancellationToken stop)
    {
        List<(string Value, string About)> choices = [.. await WordsAsync(connection.Client, name, stop).ConfigureAwait(false)];
        foreach (ConfigSetting setting in await ConfigReader.ReadAsync(connection, [name], includeSensitive: false, stop).ConfigureAwait(false))
        {
            Add(choices, setting.IsSensitive ? null : setting.RawValue, "the value now");
            Add(choices, setting.IsSensitive ? null : setting.Default, "the default");
        }

        return choices;
    }

    /// <summary>The words that a server takes for a setting of few words. A server tells them to whom it refuses another one.</summary>
    /// <param name="client">The server.</param>
    /// <param name="name">The setting.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<(string Value, string About)>> WordsAsync(RedisClient client, string name, CancellationToken stop)
    {
        // Only where a wrong word is known to be refused; and not where the refusal of the user would be noted in ACL LOG.
        if (ConfigCatalogue.Find(name) is { Kind: ConfigKind.Enum, Mutability: ConfigMutability.Live } && !client.Options.ReadOnly && client.Capabilities.May("CONFIG|SET") != false)
        {
            RespValue reply = await client.SendAsync(new RedisCommand("CONFIG", "SET", name, "?"), stop).ConfigureAwait(false);
            string text = reply.IsError ? reply.AsText()! : "";
            int start = text.IndexOf(Before, StringComparison.Ordinal);
            if (start >= 0)
            {
                return text[(start + Before.Length)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => (word, "")).ToArray();
            }
        }

        return Known(name);
    }

    private static void Add(List<(string Value, string About)> choices, string? value, string about)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        int index = choices.FindIndex(choice => choice.Value == value);
        if (index < 0)
        {
            choices.Add((value, $"{value}: {about}"));
        }
        else
        {
            choices[index] = (value, choices[index].About.Length == 0 ? $"{value}: {about}" : $"{choices[index].About}, {about}");
        }
    }
}
