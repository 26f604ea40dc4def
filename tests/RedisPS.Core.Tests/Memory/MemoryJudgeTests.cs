using RedisPS.Core.Memory;
using Xunit;

namespace RedisPS.Core.Tests.Memory;

public sealed class MemoryJudgeTests
{
    private const long Mb = 1 << 20;

    [Theory]
    [InlineData(1, 10, 10.0, VerdictLevel.NotApplicable)] // an empty server
    [InlineData(1000, 1100, 1.1, VerdictLevel.Ok)]
    [InlineData(90, 330, 3.7, VerdictLevel.Warning)] // little in use after a peak, and much lost
    [InlineData(120, 190, 1.58, VerdictLevel.Ok)] // a high ratio of little
    [InlineData(1000, 1700, 1.7, VerdictLevel.Warning)]
    [InlineData(1000, 950, 0.95, VerdictLevel.Ok)]
    public void Fragmentation_is_judged_by_ratio_and_bytes(long usedMb, long residentMb, double ratio, VerdictLevel expected) =>
        Assert.Equal(expected, Level("Fragmentation", Stat(usedMb, residentMb, ratio)));

    [Fact]
    public void What_helps_against_fragmentation_depends_on_where_it_is()
    {
        RedisMemoryStat stat = Stat(1000, 2000, 2.0);

        Assert.Contains("-ActiveDefrag", Verdict("Fragmentation", stat with { AllocatorFragmentationRatio = 1.8, AllocatorFragmentationBytes = 800 * Mb }).Advice, StringComparison.Ordinal);
        Assert.Contains("-Purge", Verdict("Fragmentation", stat with { AllocatorFragmentationRatio = 1.1, AllocatorUnreturnedBytes = 900 * Mb }).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, VerdictLevel.NotApplicable)]
    [InlineData(1000, 950, VerdictLevel.Ok)] // memory that was never written to is not resident either
    [InlineData(1000, 600, VerdictLevel.Warning)]
    public void Swap_needs_more_than_a_ratio_below_one(long usedMb, long residentMb, VerdictLevel expected) =>
        Assert.Equal(expected, MemoryJudge.Judge(Stat(usedMb, residentMb, 0.6), false).FirstOrDefault(verdict => verdict.Name == "Swap")?.Level ?? VerdictLevel.NotApplicable);

    [Theory]
    [InlineData("noeviction", 85, VerdictLevel.Notice)]
    [InlineData("noeviction", 95, VerdictLevel.Warning)]
    [InlineData("noeviction", 101, VerdictLevel.Critical)]
    [InlineData("allkeys-lru", 100, VerdictLevel.Notice)] // a cache lives at its limit
    [InlineData("allkeys-lru", 50, VerdictLevel.Ok)]
    public void The_limit_is_judged_by_what_happens_at_it(string policy, double percent, VerdictLevel expected) =>
        Assert.Equal(expected, Level("Limit", Stat(500, 500, 1) with { MaxMemoryBytes = 1000 * Mb, UsedPercent = percent, EvictionPolicy = policy }));

    [Fact]
    public void No_limit_means_three_gigabytes_on_a_32_bit_server() =>
        Assert.Contains("3 GB", MemoryJudge.Judge(Stat(1, 1, 1) with { MaxMemoryBytes = 0 }, is32Bit: true).Single(verdict => verdict.Name == "Limit").Message, StringComparison.Ordinal);

    [Fact]
    public void Buffers_of_clients_are_named_when_they_are_a_tenth() =>
        Assert.Equal(VerdictLevel.Warning, Level("Clients", Stat(1000, 1000, 1) with { ClientBytes = 200 * Mb }));

    private static RedisMemoryStat Stat(long usedMb, long residentMb, double ratio) => new()
    {
        UsedBytes = usedMb * Mb,
        ResidentBytes = residentMb * Mb,
        FragmentationRatio = usedMb < 100 && residentMb - usedMb < 100 ? null : ratio,
        FragmentationBytes = (residentMb - usedMb) * Mb,
    };

    private static VerdictLevel Level(string name, RedisMemoryStat stat) => Verdict(name, stat).Level;

    private static MemoryVerdict Verdict(string name, RedisMemoryStat stat) => MemoryJudge.Judge(stat, is32Bit: false).Single(verdict => verdict.Name == name);
}
