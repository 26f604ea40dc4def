using FsCheck;
using FsCheck.Fluent;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>What may never go, and when nothing may.</summary>
public sealed class RetentionGuardTests(StandaloneServer server) : IClassFixture<StandaloneServer>, IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Whatever_the_rules_and_the_backups_the_last_verified_one_of_each_server_stays()
    {
        Gen<RedisBackup> backup =
            from age in Gen.Choose(0, 2000)
            from host in Gen.Elements("one:6379", "two:6379", "ONE:6379")
            from verified in Gen.Elements(true, false)
            select new RedisBackup { Name = $"{host}-{age}", Server = host, StartedAt = s_now.AddHours(-age), IsVerified = verified };
        Gen<int?> rule = from given in Gen.Elements(true, false) from value in Gen.Choose(1, 20) select given ? value : (int?)null;
        Gen<BackupRetention> retention =
            from days in rule
            from count in rule
            from daily in rule
            from weekly in rule
            from monthly in rule
            from minimum in Gen.Choose(1, 4)
            select new BackupRetention { Days = days, Count = count, Daily = daily, Weekly = weekly, Monthly = monthly, Minimum = minimum };
        Prop.ForAll(
            (from all in Gen.ArrayOf(backup) from rules in retention select (all, rules)).ToArbitrary(),
            given =>
            {
                IReadOnlyList<RedisBackup> gone = given.rules.Removable(given.all, s_now);
                return given.all.GroupBy(one => one.Server, StringComparer.OrdinalIgnoreCase).All(host =>
                {
                    RedisBackup[] left = [.. host.Except(gone, (IEqualityComparer<RedisBackup>)ReferenceEqualityComparer.Instance)];
                    RedisBackup? last = host.Where(one => one.IsVerified).MaxBy(one => one.StartedAt);
                    return left.Length >= Math.Min(given.rules.Minimum, host.Count()) && (last is null || left.Any(one => one.IsVerified && one.StartedAt == last.StartedAt));
                });
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60));
    }

    [Fact]
    public void Whatever_is_chosen_by_hand_a_verified_one_of_each_server_is_left()
    {
        Gen<(string Host, bool Verified, bool Chosen)[]> some = Gen.ArrayOf(
            from host in Gen.Elements("one", "two")
            from verified in Gen.Elements(true, false)
            from chosen in Gen.Elements(true, false)
            select (host, verified, chosen));
        foreach ((string Host, bool Verified, bool Chosen)[] given in Gen.Sample(some, 8, 60))
        {
            string folder = Directory.CreateDirectory(_place.In(Guid.NewGuid().ToString("N"))).FullName;
            List<RedisBackup> all = [];
            foreach (((string host, bool verified, _), int i) in given.Select((one, i) => (one, i)))
            {
                RedisBackup backup = new() { Name = $"{i}.rdb", Path = Path.Combine(folder, $"{i}.rdb"), Server = host, IsVerified = verified, StartedAt = s_now.AddHours(i) };
                File.WriteAllText(backup.Path, "");
                BackupFolder.Save(backup);
                all.Add(backup);
            }

            RedisBackup[] chosen = [.. all.Where((_, i) => given[i].Chosen)];
            RedisBackup[] left = [.. all.Except(chosen.Except(BackupRetention.LastVerified(chosen)))];
            Assert.Equal(all.Where(one => one.IsVerified).Select(one => one.Server).Distinct().Order(), left.Where(one => one.IsVerified).Select(one => one.Server).Distinct().Order());
        }
    }

    [Fact]
    public async Task A_failed_attempt_keeps_old_ones_until_one_succeeds()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisBackup earlier = await RunAsync(client, "earlier");
        await Allowed();
        _ = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "earlier"));
        BackupException e = await Assert.ThrowsAsync<BackupException>(Allowed);
        Assert.Equal(BackupFailure.RetentionBlocked, e.Failure);
        Assert.Contains("already a file", e.Message, StringComparison.Ordinal);

        // What another server's attempt came to does not matter.
        _ = BackupAttempt.Begin(_place.Path, "other:6379", DateTimeOffset.UtcNow);
        _ = await RunAsync(client, "later");
        await Allowed();
        Assert.Null(BackupAttempt.Find(_place.Path, earlier.Server));
        Assert.NotNull(BackupAttempt.Find(_place.Path, "other:6379"));
    }

    [Fact]
    public async Task An_attempt_that_was_killed_counts_as_failed()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisBackup earlier = await RunAsync(client, "earlier");
        _ = BackupAttempt.Begin(_place.Path, earlier.Server, DateTimeOffset.UtcNow);
        BackupException e = await Assert.ThrowsAsync<BackupException>(Allowed);
        Assert.Contains("not finished", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newest_backup_that_is_not_good_keeps_old_ones()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);
        _ = await RunAsync(client, "earlier");
        RedisBackup newest = await RunAsync(client, "newest");
        await Allowed();
        byte[] bytes = await File.ReadAllBytesAsync(newest.Path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(newest.Path, bytes);
        BackupException e = await Assert.ThrowsAsync<BackupException>(Allowed);
        Assert.Contains("newest.rdb, is not good", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newest_backup_that_cannot_be_read_keeps_old_ones_and_is_not_called_bad()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);
        _ = await RunAsync(client, "earlier");
        RedisBackup newest = await RunAsync(client, "newest");
        await File.WriteAllBytesAsync(newest.Path, [.. "REDIS0014"u8, 28, 1, (byte)'k', 1, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
        BackupFolder.Save(newest with { IsVerified = false, VerifiedAt = null, Sha256 = await FileHash.Sha256Async(newest.Path, default) });
        BackupException e = await Assert.ThrowsAsync<BackupException>(Allowed);
        Assert.Equal(BackupFailure.RetentionBlocked, e.Failure);
        Assert.Contains("whether the newest, newest.rdb, is whole cannot be known", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not good", e.Message, StringComparison.Ordinal);

        // A byte that is another than its manifest says is damage in any format.
        byte[] bytes = await File.ReadAllBytesAsync(newest.Path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(newest.Path, bytes);
        Assert.Contains("newest.rdb, is not good", (await Assert.ThrowsAsync<BackupException>(Allowed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_killed_runs_left_goes_after_a_day_and_not_while_it_is_written_to()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);
        string old = _place.In(BackupFolder.PartialPrefix + "old");
        string held = _place.In(BackupFolder.PartialPrefix + "held");
        string young = _place.In(BackupFolder.PartialPrefix + "young");
        await File.WriteAllTextAsync(young, "x");
        await File.WriteAllTextAsync(old, "x");
        using FileStream writer = new(held, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(held, DateTime.UtcNow.AddDays(-2));
        _ = await RunAsync(client, "now");
        Assert.Equal([Path.GetFileName(held), Path.GetFileName(young), "now.rdb", "now.rdb.json"], _place.Names);
    }

    private Task Allowed() => RetentionGuard.RequireGoodAsync(_place.Path, new BackupFolder(_place.Path).List(), made: null, default);

    private Task<RedisBackup> RunAsync(RedisClient client, string name) => new BackupRun(client, null, new BackupOptions { Folder = _place.Path, Name = name }).RunAsync(default);
}
