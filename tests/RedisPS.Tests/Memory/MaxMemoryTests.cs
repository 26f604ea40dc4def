using System.Globalization;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Memory;

/// <summary>The memory limit and what happens at it, on a server that really evicts and refuses.</summary>
public sealed class MaxMemoryTests : IDisposable
{
    private readonly FileServer _server = new FileServer().Write("enable-debug-command yes");

    public MaxMemoryTests() => _server.Start();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("1gb", 1L << 30)]
    [InlineData("1g", 1_000_000_000L)]
    [InlineData("1.5GB", 3L << 29)]
    [InlineData("2GB", 2L << 30)]
    [InlineData("0", 0)]
    public void A_size_is_read_as_the_configuration_file_reads_it(string size, long expected)
    {
        _server.Send("CONFIG", "SET", "maxmemory", "500mb");

        Good($"Set-RedisMaxMemory '{size}'");

        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), _server.Setting("maxmemory"));
    }

    [Fact]
    public void A_percentage_is_not_a_size_and_has_a_parameter_of_its_own()
    {
        Assert.Equal(1, Run("Set-RedisMaxMemory 50%").Code);
        Assert.Equal("0", _server.Setting("maxmemory"));

        string output = Good("Set-RedisMaxMemory -PercentOfSystem 50%", "jsonl");

        Assert.Contains("\"PercentOfSystem\":50", output, StringComparison.Ordinal);
        Assert.NotEqual("0", _server.Setting("maxmemory"));
        Assert.NotEqual(0, Run("Set-RedisMaxMemory -PercentOfSystem 0").Code);
        Assert.NotEqual("0", _server.Setting("maxmemory"));
    }

    [Fact]
    public void A_limit_below_what_is_used_is_not_set_without_asking()
    {
        Fill();
        _server.Send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        (int code, string output, string errors) = Run("Set-RedisMaxMemory 4mb");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("of 10,000 keys will be evicted at once (allkeys-lru)", errors, StringComparison.Ordinal);
        Assert.Contains("-Force", errors, StringComparison.Ordinal);
        Assert.Equal(("0", "10000"), (_server.Setting("maxmemory"), _server.Send("DBSIZE")));
    }

    [Fact]
    public void A_limit_below_what_is_used_evicts_about_what_was_said()
    {
        Fill();
        _server.Send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        (int code, string output, string errors) = Run("Set-RedisMaxMemory 6mb -Force | Select-Object Changed, PreviousBytes, MaxMemoryBytes", "jsonl");

        Assert.Equal(0, code);
        Assert.Contains("\"Changed\":true,\"PreviousBytes\":0,\"MaxMemoryBytes\":6291456", output, StringComparison.Ordinal);
        string said = errors[(errors.IndexOf("about ", StringComparison.Ordinal) + 6)..];
        double expected = double.Parse(said[..said.IndexOf(' ', StringComparison.Ordinal)], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        double evicted = 10_000 - Settled();
        Assert.InRange(evicted / expected, 0.5, 2);
    }

    [Fact]
    public void Under_noeviction_it_says_that_writes_fail_and_they_do()
    {
        Fill();

        string errors = Run("Set-RedisMaxMemory 6mb -Force | Out-Null").Errors;

        Assert.Contains("writes will fail with OOM", errors, StringComparison.Ordinal);
        Assert.Contains("noeviction", errors, StringComparison.Ordinal);
        Assert.StartsWith("OOM", Error("SET", "new", "1"), StringComparison.Ordinal);
        Assert.Equal("10000", _server.Send("DBSIZE"));
    }

    [Theory]
    [InlineData(false, "no key has an expiry")]
    [InlineData(true, "keys with an expiry (1 of 10,001 keys)")]
    public void Under_a_volatile_policy_it_looks_for_keys_with_an_expiry(bool expiring, string expected)
    {
        Fill();
        _server.Send("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
        if (expiring)
        {
            _server.Send("SET", "short", "1", "EX", "1000");
        }

        Assert.Contains(expected, Run("Set-RedisMaxMemory 6mb -WhatIf").Output, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("maxmemory"));
    }

    [Fact]
    public void A_raised_limit_is_not_asked_about()
    {
        Fill();
        _server.Send("CONFIG", "SET", "maxmemory", "5mb");

        (int code, string output, string errors) = Run("Set-RedisMaxMemory 500mb | ForEach-Object -MemberName PreviousText");

        Assert.Equal((0, "", "5.00 MB"), (code, errors, output.Trim()));
    }

    [Fact]
    public void The_second_run_sends_nothing_that_changes_anything()
    {
        const string Line = "Set-RedisMaxMemory 300mb -Persist | ForEach-Object -MemberName Changed; Set-RedisEvictionPolicy allkeys-lfu -MaxMemorySamples 7 -Persist | ForEach-Object -MemberName Changed";
        Assert.Equal(["True", "True"], Good(Line).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        _server.Send("CONFIG", "RESETSTAT");

        Assert.Equal(["False", "False"], Good(Line).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        string stats = _server.Send("INFO", "commandstats")!;
        Assert.DoesNotContain("config|set", stats, StringComparison.Ordinal);
        Assert.DoesNotContain("config|rewrite", stats, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_persisted_is_there_after_a_restart_and_what_is_not_is_gone()
    {
        string output = Good("Set-RedisMaxMemory 300mb -Persist; Set-RedisEvictionPolicy allkeys-lru", "jsonl");
        Assert.Contains("\"Persisted\":true", output, StringComparison.Ordinal);
        Assert.Contains("\"Persisted\":false", output, StringComparison.Ordinal);

        _server.Restart();

        Assert.Equal(("314572800", "noeviction"), (_server.Setting("maxmemory"), _server.Setting("maxmemory-policy")));
    }

    [Fact]
    public void Without_a_configuration_file_persist_changes_nothing()
    {
        using FileServer bare = new FileServer().StartWithoutFile();

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{bare.Url}' | Out-Null; Set-RedisMaxMemory 300mb -Persist; Set-RedisEvictionPolicy allkeys-lru -Persist");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("without a configuration file", errors, StringComparison.Ordinal);
        Assert.Equal(("0", "noeviction"), (bare.Setting("maxmemory"), bare.Setting("maxmemory-policy")));
    }

    [Fact]
    public void A_replica_is_told_that_it_ignores_its_limit()
    {
        _server.Send("REPLICAOF", "127.0.0.1", "1");

        Assert.Contains("replica-ignore-maxmemory", Run("Set-RedisMaxMemory 300mb -WhatIf").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replica_that_obeys_its_limit_is_not_made_to_evict_without_asking()
    {
        Fill();
        _server.Send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        _server.Send("CONFIG", "SET", "replica-ignore-maxmemory", "no");
        _server.Send("REPLICAOF", "127.0.0.1", "1");

        (int code, string output, string errors) = Run("Set-RedisMaxMemory 4mb");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("of 10,000 keys will be evicted at once (allkeys-lru)", errors, StringComparison.Ordinal);
        Assert.Contains("replica-ignore-maxmemory", errors, StringComparison.Ordinal);
        Assert.Equal(("0", "10000"), (_server.Setting("maxmemory"), _server.Send("DBSIZE")));
    }

    [Fact]
    public void A_replica_that_ignores_its_limit_is_not_asked_about_eviction()
    {
        Fill();
        _server.Send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        _server.Send("REPLICAOF", "127.0.0.1", "1");

        (int code, _, string errors) = Run("Set-RedisMaxMemory 4mb");

        Assert.Equal(0, code);
        Assert.DoesNotContain("evicted", errors, StringComparison.Ordinal);
        Assert.Equal(("4194304", "10000"), (_server.Setting("maxmemory"), _server.Send("DBSIZE")));
    }

    private void Fill() => _server.Send("DEBUG", "POPULATE", "10000", "key", "1000");

    // Eviction goes on in slices; it is over when the number stays.
    private long Settled()
    {
        long before = -1;
        for (int i = 0; i < 100; i++)
        {
            long now = long.Parse(_server.Send("DBSIZE")!, CultureInfo.InvariantCulture);
            if (now == before)
            {
                break;
            }

            before = now;
            Thread.Sleep(100);
        }

        return before;
    }

    private string Error(params string[] command)
    {
        try
        {
            return _server.Send(command) ?? "";
        }
        catch (Exception e) when (e.Message.Contains("OOM", StringComparison.Ordinal))
        {
            return e.Message;
        }
    }

    private string Good(string line, string format = "table")
    {
        (int code, string output, string errors) = Run(line, format);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }

    private (int Code, string Output, string Errors) Run(string line, string format = "table") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {line}", format);
}
