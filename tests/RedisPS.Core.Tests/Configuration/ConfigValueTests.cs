using RedisPS.Core.Configuration;
using Xunit;

namespace RedisPS.Core.Tests.Configuration;

public sealed class ConfigValueTests
{
    [Theory]
    [InlineData("maxmemory", "2gb", "2147483648")]
    [InlineData("maxmemory", "1g", "1000000000")]
    [InlineData("maxmemory", "1GB", "1024mb")]
    [InlineData("maxmemory-clients", "5%", "5%")]
    [InlineData("appendonly", "Yes", "yes")]
    [InlineData("maxmemory-policy", "ALLKEYS-LRU", "allkeys-lru")]
    [InlineData("timeout", "0300", "300")]
    [InlineData("save", "900 1 300 10", "300 10  900 1")]
    [InlineData("save", "", "\"\"")]
    [InlineData("notify-keyspace-events", "KEA", "AKE")]
    [InlineData("notify-keyspace-events", "KEg$lshzxetd", "AKE")]
    [InlineData("shutdown-on-sigterm", "now save", "SAVE NOW")]
    [InlineData("client-output-buffer-limit", "normal 0 0 0 slave 268435456 67108864 60", "replica 256mb 64mb 60 normal 0 0 0")]
    [InlineData("oom-score-adj-values", "0 200  800", "0 200 800")]
    [InlineData("latency-tracking-info-percentiles", "50 99 99.9", "50.0 99 99.90")]
    [InlineData("bind", "127.0.0.1  -::1", "127.0.0.1 -::1")]
    [InlineData("slave-priority", "100", "0100")]
    [InlineData("some.module-size", "1mb", "1048576")]
    [InlineData("some.module-flag", "yes", "YES")]
    public void Means_the_same(string name, string a, string b)
    {
        Assert.True(ConfigValue.SameMeaning(name, a, b));
        Assert.True(ConfigValue.SameMeaning(name, b, a));
    }

    [Fact]
    public void Only_what_is_wanted_may_name_some_classes_of_clients()
    {
        const string All = "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60";
        const string One = "replica 256mb 64mb 60";

        Assert.True(ConfigValue.SameMeaning("client-output-buffer-limit", All, One));
        Assert.False(ConfigValue.SameMeaning("client-output-buffer-limit", One, All));
    }

    [Theory]
    [InlineData("maxmemory", "1g", "1gb")]
    [InlineData("maxmemory", "1.5gb", "1610612736")]
    [InlineData("maxmemory-clients", "5%", "5")]
    [InlineData("requirepass", "Secret", "secret")]
    [InlineData("requirepass", "pw", "pw ")]
    [InlineData("logfile", "/var/log/Redis", "/var/log/redis")]
    [InlineData("bind", "127.0.0.1 ::1", "::1 127.0.0.1")]
    [InlineData("save", "900 1", "900 1 300 10")]
    [InlineData("save", "900", "900 1")]
    [InlineData("save", "", "900 1")]
    [InlineData("notify-keyspace-events", "KEA", "KEAn")]
    [InlineData("client-output-buffer-limit", "normal 0 0 0", "pubsub 0 0 0")]
    [InlineData("client-output-buffer-limit", "normal 0 0 0 replica 1mb 1mb 60", "replica 1mb 1mb 61")]
    [InlineData("timeout", "five", "six")]
    public void Means_something_else(string name, string a, string b)
    {
        Assert.False(ConfigValue.SameMeaning(name, a, b));
        Assert.False(ConfigValue.SameMeaning(name, b, a));
    }

    [Theory]
    [InlineData("maxmemory", "1048576", 1048576L)]
    [InlineData("appendonly", "yes", true)]
    [InlineData("timeout", "-1", -1L)]
    [InlineData("maxmemory-policy", "noeviction", "noeviction")]
    [InlineData("bind", "* -::*", "* -::*")]
    public void Is_typed(string name, string text, object value) => Assert.Equal(value, ConfigValue.Parse(name, text));

    [Theory]
    [InlineData("requirepass", true)]
    [InlineData("PrimaryAuth", true)]
    [InlineData("tls-key-file-pass", true)]
    [InlineData("search-default-password", true)]
    [InlineData("masteruser", false)]
    [InlineData("maxmemory", false)]
    public void Secrets_are_known(string name, bool secret) => Assert.Equal(secret ? "***" : "x", ConfigCatalogue.Mask(name, "x"));
}
