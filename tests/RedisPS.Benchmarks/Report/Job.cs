using RedisPS.Benchmarks.Contestants;

namespace RedisPS.Benchmarks.Report;

/// <summary>A job that several contestants do; the first one is the wire's limit.</summary>
internal sealed record Job(string Title, Action Prepare, IReadOnlyList<Contestant> Contestants)
{
    /// <summary>
    /// Runs the contestants in turn, round after round, so that a machine whose speed drifts is unfair to none,
    /// and gives each one's seconds.
    /// </summary>
    public double[][] Measure(int rounds)
    {
        double[][] seconds = new double[Contestants.Count][];
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = new double[rounds];
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < Contestants.Count; i++)
            {
                Prepare();
                seconds[i][round] = Contestants[i].Run();
                Console.Error.WriteLine($"  {Title}, round {round + 1}: {Contestants[i].Name} {seconds[i][round]:0.000} s");
            }
        }

        return seconds;
    }
}
