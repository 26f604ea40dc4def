using RedisPS.Core.Commands;
using RedisPS.Core.Memory;

namespace RedisPS.Runner.Menu;

/// <summary>What fills the memory, its limit, and what happens at it.</summary>
internal static class MemoryScreen
{
    private static readonly KeyHint[] s_keys = KeyHint.List(
        "m use", "l largest: Find-RedisKey -Largest", "n no expiry: Find-RedisKey", "i idle: Find-RedisKey", "e policies",
        "x limit: Set-RedisMaxMemory", "p policy: Set-RedisEvictionPolicy", "o purge: Optimize-RedisMemory");

    internal static TextScreen Create(MenuHost host) => new(host, "Memory", Line('m')!, s_keys, Line, key => Change(host, key));

    private static string? Line(char key) => key switch
    {
        'm' => "Get-RedisMemoryStat",
        'l' => "Find-RedisKey -Largest 15",
        'n' => "Find-RedisKey -NoExpiry | Select-Object -First 100",
        'i' => "Find-RedisKey -IdleLongerThan '1h' | Select-Object -First 100",
        'e' => "Get-RedisEvictionPolicy -List",
        _ => null,
    };

    private static string? Change(MenuHost host, char key) => key switch
    {
        'x' when host.AskText("Memory limit", "New limit, such as 512mb; 0 for none") is { Length: > 0 } size => $"Set-RedisMaxMemory {(size == "0" ? "-Unlimited" : ScriptText.Quote(size))} -Confirm",
        'p' when Policy(host) is { } policy => $"Set-RedisEvictionPolicy {ScriptText.Quote(policy)} -Confirm",
        'o' => "Optimize-RedisMemory -Purge -Confirm",
        _ => null,
    };

    // The policies of this server, with what they mean.
    private static string? Policy(MenuHost host)
    {
        RedisEvictionPolicy[] known = [.. host.Runner.Run("Get-RedisEvictionPolicy -List").Objects.OfType<RedisEvictionPolicy>()];
        return known.Length == 0
            ? host.AskText("Eviction policy", "New policy, such as allkeys-lru") is { Length: > 0 } typed ? typed : null
            : ChoiceScreen.Ask(host, "Eviction policy", [.. known.Select(policy => new Choice(policy.Name, policy.Description))])?.Name;
    }
}
