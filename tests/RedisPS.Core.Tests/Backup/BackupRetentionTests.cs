using RedisPS.Core.Backup;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

public sealed class BackupRetentionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_rule_nothing_goes() => Assert.Empty(new BackupRetention().Removable(Daily(10), s_now));

    [Theory]
    [InlineData(7, 1, 93)]
    [InlineData(1000, 1, 0)]
    [InlineData(1, 10, 90)]
    public void Days_keep_what_is_younger_and_the_minimum(int days, int minimum, int removed)
    {
        IReadOnlyList<RedisBackup> gone = new BackupRetention { Days = days, Minimum = minimum }.Removable(Daily(100), s_now);
        Assert.Equal(removed, gone.Count);
        Assert.All(gone, backup => Assert.True(backup.StartedAt <= s_now.AddDays(-Math.Max(days, minimum))));
    }

    [Fact]
    public void When_everything_is_old_the_newest_verified_one_stays()
    {
        RedisBackup[] backups = [.. Daily(5).Select((backup, i) => backup with { StartedAt = backup.StartedAt.AddYears(-1), IsVerified = i >= 3 })];
        IReadOnlyList<RedisBackup> gone = new BackupRetention { Days = 7 }.Removable(backups, s_now);
        Assert.Equal(["2", "3", "5"], gone.Select(backup => backup.Name).Order());
    }

    [Fact]
    public void Grandfather_father_and_son_keep_the_newest_of_each_period()
    {
        IReadOnlyList<RedisBackup> gone = new BackupRetention { Daily = 3, Weekly = 2, Monthly = 3 }.Removable(Daily(100), s_now);
        string[] kept = [.. Daily(100).ExceptBy(gone.Select(backup => backup.Name), backup => backup.Name).Select(backup => backup.StartedAt.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture))];

        // 15, 14 and 13 March; the weeks from 9 and 2 March end on the 15th and the 8th; the months on 15 March, 28 February, 31 January.
        Assert.Equal(["03-15", "03-14", "03-13", "03-08", "02-28", "01-31"], kept);
    }

    [Fact]
    public void Servers_are_kept_apart()
    {
        RedisBackup[] backups = [.. Daily(3), .. Daily(3).Select(backup => backup with { Server = "other:6379" })];
        Assert.Equal(4, new BackupRetention { Count = 1 }.Removable(backups, s_now).Count);
    }

    private static RedisBackup[] Daily(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new RedisBackup { Name = $"{i + 1}", Server = "one:6379", StartedAt = s_now.AddDays(-i), IsVerified = true })];
}
