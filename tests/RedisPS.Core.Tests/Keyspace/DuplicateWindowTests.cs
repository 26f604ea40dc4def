using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

public sealed class DuplicateWindowTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Fact]
    public void Knows_the_last_65536_names_and_takes_no_new_name_for_an_old_one()
    {
        DuplicateWindow window = new();
        for (int i = 0; i < 300_000; i++)
        {
            Assert.True(window.Add($"key:{i}"));
            if (i % 1000 == 0) { Assert.False(window.Add($"key:{Math.Max(0, i - 65_000)}")); }
        }

        window.Clear();
        Assert.True(window.Add("key:299999"));
    }

    [Fact]
    public async Task A_table_that_shrinks_during_the_walk_gives_no_name_twice_and_misses_none()
    {
        // Whether the shrink meets the cursor inside a fold that holds a name is chance, so it is tried at different places.
        int withoutWindow = 0;
        for (int round = 0; round < 40 && (round < 3 || withoutWindow == 0); round++)
        {
            withoutWindow += await RepeatedAsync(unique: false, pageOfRemoval: 100 + (3 * round));
            Assert.Equal(0, await RepeatedAsync(unique: true, pageOfRemoval: 100 + (3 * round)));
        }

        // Without the window the server does repeat itself: else this test could not fail.
        Assert.True(withoutWindow > 0, "The server repeated nothing.");
    }

    private async Task<int> RepeatedAsync(bool unique, int pageOfRemoval)
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("FLUSHDB");
        await client.PopulateAsync(60_000, "gone");
        await client.PopulateAsync(7_500, "stay");
        HashSet<RedisKey> seen = [];
        int repeated = 0;
        int pages = 0;
        await using KeyWalk walk = new(client, new KeyQuery { ScanCount = 7, Unique = unique });
        while (await walk.NextNamesAsync() is { } names)
        {
            foreach (RedisKey name in names)
            {
                if (!seen.Add(name)) { repeated++; }
            }

            if (++pages == pageOfRemoval)
            {
                // A mass removal between two pages: the table shrinks under the cursor.
                RedisArgument[] gone = [.. Enumerable.Range(0, 60_000).Select(i => (RedisArgument)$"gone:{i}")];
                await client.DoAsync(["UNLINK", .. gone]);
            }
        }

        Assert.True(Enumerable.Range(0, 7_500).All(i => seen.Contains($"stay:{i}")));
        return repeated;
    }
}
