namespace RedisPS.Client;

/// <summary>Which arguments of which commands nobody may see.</summary>
internal static class CommandSecrets
{
    public static bool IsSecret(RedisCommand command, int index)
    {
        string name = command.Name.ToUpperInvariant();
        return name switch
        {
            "AUTH" => true,
            "HELLO" => FollowsAuth(command, index),
            "MIGRATE" => FollowsAuth(command, index),
            "ACL" => Is(command, 0, "SETUSER") && index >= 2 && command.ArgumentText(index) is [('>' or '<' or '#' or '!'), ..],
            "CONFIG" => Is(command, 0, "SET") && index >= 2 && index % 2 == 0 && IsSecretSetting(command.ArgumentText(index - 1)),
            "SENTINEL" => index > 0 && (Is(command, 0, "SET") || Is(command, 0, "CONFIG")) && IsSecretSetting(command.ArgumentText(index - 1)),
            _ => false,
        };
    }

    private static bool FollowsAuth(RedisCommand command, int index)
    {
        for (int back = 1; back <= 2 && index - back >= 0; back++)
        {
            if (Is(command, index - back, "AUTH") || Is(command, index - back, "AUTH2")) { return true; }
        }

        return false;
    }

    private static bool Is(RedisCommand command, int index, string word) =>
        command.ArgumentText(index).Equals(word, StringComparison.OrdinalIgnoreCase);

    // requirepass, masterauth, primaryauth, tls-key-file-pass, auth-pass, sentinel-pass, ...
    private static bool IsSecretSetting(string name) =>
        name.EndsWith("pass", StringComparison.OrdinalIgnoreCase) || name.EndsWith("auth", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("password", StringComparison.OrdinalIgnoreCase);
}
