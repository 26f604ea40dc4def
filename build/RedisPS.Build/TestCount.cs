namespace RedisPS.Build;

/// <summary>What a suite counted.</summary>
internal readonly record struct TestCount(int Passed, int Failed, int Skipped)
{
    public static TestCount operator +(TestCount a, TestCount b) =>
        new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    /// <summary>
    /// What a suite adds to the sum. One that crashed is a failure although no test says so, and so is one that ran
    /// nothing, unless a filter asked for that.
    /// </summary>
    public static TestCount OfSuite(string name, int exitCode, TestCount counted, bool mayBeEmpty)
    {
        bool crashed = exitCode != 0 && counted.Failed == 0;
        bool ranNothing = counted == default && !mayBeEmpty;
        if (!crashed && !ranNothing)
        {
            return counted;
        }

        Console.WriteLine($"{name}: {(crashed ? $"ended with exit code {exitCode}" : "ran no test")} after {counted}; that counts as a failure.");
        return counted + new TestCount(0, 1, 0);
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
