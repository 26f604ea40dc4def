namespace RedisPS.TestServers.Servers;

/// <summary>
/// A server as careful people run it: a password for the default user, users with few rights, CONFIG renamed,
/// KEYS and FLUSHALL taken away. (ACL rules name a renamed command by its original name, seen on 7.0.15.)
/// </summary>
public sealed class HardenedServer : TestServer
{
    /// <summary>The name that CONFIG has here.</summary>
    public const string ConfigName = "admin-config-7f3a";

    /// <summary>The password of every user here; distinctive, so that a leak is found by searching for it.</summary>
    public const string Password = "s3cr3t-Zebra-Quartz-91";

    /// <summary>Starts it.</summary>
    public HardenedServer()
        : base(port: null, Lines())
    {
    }

    /// <inheritdoc/>
    public override string? AdminPassword => Password;

    /// <summary>The URL of a user: cache-only, no-info, no-config, app, read-only, few, or default.</summary>
    public string UrlOf(string user) => $"redis://{user}:{Password}@{EndPoint}";

    private static string[] Lines() =>
    [
        $"user default on >{Password} ~* &* +@all",
        $"user cache-only on >{Password} ~cache:* &* +@all",
        $"user no-info on >{Password} ~* &* +@all -info",
        $"user no-config on >{Password} ~* &* +@all -config",
        $"user app on >{Password} ~* &* +@all -@dangerous",
        $"user read-only on >{Password} ~* &* +@read +@connection +ping +info +scan",
        $"user few on >{Password} ~* &* +ping +get +scan",
        $"user disabled off >{Password} ~* &* +@all",
        $"rename-command CONFIG {ConfigName}",
        "rename-command KEYS \"\"",
        "rename-command FLUSHALL \"\"",
    ];
}
