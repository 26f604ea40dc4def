using RedisPS.Core.Access;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.DesiredState;

/// <summary>Looks whether users would be the same after a restart, where the server's files can be read here.</summary>
internal static class SavedUsers
{
    /// <summary>Whether all are in the file as wanted; null when it cannot be read here.</summary>
    public static bool? AreSaved(StateSnapshot snapshot, IReadOnlyList<DesiredUser> wanted)
    {
        try
        {
            return snapshot.Persistence is { } persistence && AclStorage.Lines(persistence, snapshot.Settings?.GetValueOrDefault(ConfigPlan.UserFile) ?? "") is { } lines
                ? Matches(lines.Select(line => line[5..]), snapshot, wanted)
                : null;
        }
        catch (ConfigException)
        {
            return null;
        }
    }

    private static bool Matches(IEnumerable<string> lines, StateSnapshot snapshot, IReadOnlyList<DesiredUser> wanted)
    {
        Dictionary<string, AclRules> saved = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            IReadOnlyList<string> words = AclRules.Split(line);
            if (words.Count > 0)
            {
                saved[words[0]] = AclRules.Parse(words.Skip(1));
            }
        }

        return wanted.All(user => saved.TryGetValue(user.Name, out AclRules? rules)
            ? user.Rules is not null && AclRules.SameMeaning(user.Rules, rules, snapshot.Commands)
            : user.Rules is null || (user.Name == "default" && AclRules.SameMeaning(user.Rules, AclRules.Parse(AclStorage.Unmentioned), snapshot.Commands)));
    }
}
