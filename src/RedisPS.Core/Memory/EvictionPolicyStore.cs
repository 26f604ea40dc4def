using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Memory;

/// <summary>Reads and changes what a server does at its memory limit.</summary>
public static class EvictionPolicyStore
{
    private const string PolicySetting = "maxmemory-policy";
    private const string SamplesSetting = "maxmemory-samples";

    /// <summary>The policy that a server follows. Redis commands: INFO, CONFIG GET; one of them is enough.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<RedisEvictionPolicy> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        RedisMaxMemory state = await MaxMemoryStore.ReadAsync(connection, stop).ConfigureAwait(false);
        string note = "";
        int? samples = null;
        try
        {
            samples = Samples(await new ConfigStore(connection.Client, connection.Name).ReadAsync([SamplesSetting], stop).ConfigureAwait(false));
        }
        catch (RedisServerException e)
        {
            note = $"maxmemory-samples is not known: {e.Message}";
        }

        return Of(connection, state, state.EvictionPolicy ?? "", isCurrent: true) with { MaxMemorySamples = samples, Note = note };
    }

    /// <summary>All policies of a server, the current one marked.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<RedisEvictionPolicy>> ListAsync(RedisConnection connection, CancellationToken stop)
    {
        RedisEvictionPolicy current = await ReadAsync(connection, stop).ConfigureAwait(false);
        IReadOnlyList<string> names = await EvictionPolicyNames.ReadAsync(connection, stop).ConfigureAwait(false);
        return names.Union([current.Name]).Select(name => name == current.Name
            ? current
            : current with { Name = name, Description = EvictionPolicyNames.Describe(name), MinimumVersion = EvictionPolicyNames.Since(name), IsCurrent = false, MaxMemorySamples = null, Note = "" }).ToArray();
    }

    /// <summary>Finds out what a policy would do; changes nothing.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="samples">maxmemory-samples; null leaves it.</param>
    /// <param name="persist">Whether the configuration file is to be written too.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="ConfigException">The server does not know the policy; or it is known that the change cannot be persisted.</exception>
    public static async Task<EvictionPolicyPlan> PlanAsync(RedisConnection connection, string policy, int? samples, bool persist, CancellationToken stop)
    {
        RedisMaxMemory state = await MaxMemoryStore.ReadAsync(connection, stop).ConfigureAwait(false);
        Dictionary<string, string> wanted = new() { [PolicySetting] = policy };
        if (samples is { } count)
        {
            wanted[SamplesSetting] = count.ToString(CultureInfo.InvariantCulture);
        }

        ConfigPlan change = await new ConfigStore(connection.Client, connection.Name).PlanAsync(wanted, new ConfigSetOptions { Persist = persist }, stop).ConfigureAwait(false);
        if (!change.Before.TryGetValue(PolicySetting, out string? before))
        {
            throw new ConfigException(ConfigFailure.NotApplied, $"{connection.Server} has no setting {PolicySetting}.");
        }

        EvictionPolicyPlan plan = new(state with { EvictionPolicy = before }, policy, change, wanted);
        if (plan.IsChange && await EvictionPolicyNames.ReadAsync(connection, stop).ConfigureAwait(false) is var names && !names.Contains(policy, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConfigException(ConfigFailure.InvalidValue, $"{connection.Server} does not know the eviction policy '{policy}'. It has {string.Join(", ", names)}.");
        }

        change.ThrowIfItCannotPersist();
        return plan;
    }

    /// <summary>Does what a plan says, and reads back. Redis commands: CONFIG SET, CONFIG GET, CONFIG REWRITE.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<RedisEvictionPolicy> ApplyAsync(RedisConnection connection, EvictionPolicyPlan plan, CancellationToken stop)
    {
        ConfigStore store = new(connection.Client, connection.Name);
        IReadOnlyList<ConfigChange> changes = await store.ApplyAsync(plan.Change, stop).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> now = await store.ReadAsync([PolicySetting, SamplesSetting], stop).ConfigureAwait(false);
        List<string> notes = [.. changes.Select(change => change.Note).Where(note => note.Length > 0).Distinct()];
        if (plan.State.MaxMemoryBytes == 0)
        {
            notes.Add("There is no maxmemory, so the policy never acts: Set-RedisMaxMemory.");
        }

        return Of(connection, plan.State, now[PolicySetting], isCurrent: true) with
        {
            MaxMemorySamples = Samples(now),
            Previous = plan.Settings[PolicySetting],
            Changed = changes.Any(change => change.Changed),
            Persisted = changes.Any(change => change.Persisted == false) ? false : changes.All(change => change.Persisted == true) ? true : null,
            Note = string.Join(' ', notes),
        };
    }

    private static RedisEvictionPolicy Of(RedisConnection connection, RedisMaxMemory state, string name, bool isCurrent) => new()
    {
        Name = name,
        Description = EvictionPolicyNames.Describe(name),
        MinimumVersion = EvictionPolicyNames.Since(name),
        IsCurrent = isCurrent,
        MaxMemoryBytes = state.MaxMemoryBytes,
        KeyCount = state.KeyCount,
        ExpiringCount = state.ExpiringCount,
        Server = connection.Server,
        ConnectionName = connection.Name,
    };

    private static int? Samples(IReadOnlyDictionary<string, string> settings) =>
        settings.TryGetValue(SamplesSetting, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int samples) ? samples : null;
}
