using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using RedisPS.Core;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>What -WhatIf announces is what the same line then does.</summary>
public sealed partial class WhatIfTruthTests(KeyspaceServer server) : IClassFixture<KeyspaceServer>
{
    [Theory]
    [InlineData("Get-RedisKey 'x:*' | Remove-RedisKey", "")]
    [InlineData("Remove-RedisKey -Pattern 'x:*'", "")]
    [InlineData("Remove-RedisKey -Pattern 'x:*' -NoExpiry", "persistent")]
    [InlineData("Remove-RedisKey -Pattern 'x:*' -Type hash", "hash")]
    public void What_is_announced_is_removed(string line, string only)
    {
        Gen<(string Type, bool Expires, int Size)> key =
            from type in Gen.Elements("string", "hash", "list", "set", "zset")
            from expires in Gen.Elements(true, false)
            from size in Gen.Choose(1, 300)
            select (type, expires, size);
        foreach ((string, bool, int)[] keys in Gen.Sample(Gen.ArrayOf(key), 8, 60))
        {
            Check(line, only, keys);
        }
    }

    private void Check(string line, string only, (string Type, bool Expires, int Size)[] keys)
    {
        server.Empty();
        using RawRedis raw = server.Raw();
        raw.Pipe(Fill(keys));
        (string Type, bool Expires, string Name)[] meant = keys.Select((key, i) => (key.Type, key.Expires, $"x:{i}"))
            .Where(key => only switch { "persistent" => !key.Expires, "hash" => key.Type == "hash", _ => true }).ToArray();
        long bytes = meant.Sum(key => Number(raw, "MEMORY", "USAGE", key.Name));
        long before = Number(raw, "DBSIZE");

        Runner.Outcome announced = server.Run(line + " -WhatIf");

        Assert.Equal(before, Number(raw, "DBSIZE"));
        if (meant.Length > 0)
        {
            string text = announced.Output + announced.Errors;
            Match match = Announcement().Match(text);
            Assert.True(match.Success, text);
            Assert.Equal(meant.Length, int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));
            Assert.Equal(meant.GroupBy(key => key.Type).Select(type => $"{type.Count()} {type.Key}").Order(), match.Groups["types"].Value.Split(", ").Order());
            Assert.Equal(ByteSize.Format(bytes), match.Groups["bytes"].Value);
            Assert.Equal(meant.Count(key => !key.Expires), int.Parse(match.Groups["forever"].Value, CultureInfo.InvariantCulture));
        }

        // The same line, with somebody who says yes.
        Runner.Outcome done = server.Run(line, "Y");

        Assert.Equal(0, done.ExitCode);
        Assert.Equal(before - meant.Length, Number(raw, "DBSIZE"));
        Assert.All(meant, key => Assert.Equal(0, Number(raw, "EXISTS", key.Name)));
    }

    private static long Number(RawRedis raw, params string[] command) => long.Parse(raw.Send(command)!, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Fill((string Type, bool Expires, int Size)[] keys)
    {
        yield return ["SET", "other", "stays"];
        for (int i = 0; i < keys.Length; i++)
        {
            string value = new('v', keys[i].Size);
            yield return keys[i].Type switch
            {
                "hash" => ["HSET", $"x:{i}", "field", value],
                "list" => ["RPUSH", $"x:{i}", value, "b"],
                "set" => ["SADD", $"x:{i}", value, "b"],
                "zset" => ["ZADD", $"x:{i}", "1", value],
                _ => ["SET", $"x:{i}", value],
            };
            if (keys[i].Expires)
            {
                yield return ["EXPIRE", $"x:{i}", "1000"];
            }
        }
    }

    [GeneratedRegex(@"What if: Remove (?<count>\d+) keys? \((?<types>[^)]*)\), about (?<bytes>[\d.]+ [KMG]?B), (?<forever>\d+) without TTL")]
    private static partial Regex Announcement();
}
