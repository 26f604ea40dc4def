namespace RedisPS.Benchmarks;

/// <summary>bench [--keys 1000000] [--rounds 5] [--only words-of-a-title]</summary>
internal sealed record BenchmarkOptions(string Root, int Keys, int Rounds, string? Only)
{
    public static BenchmarkOptions Parse(string[] arguments)
    {
        string? Value(string name) => Array.IndexOf(arguments, name) is >= 0 and int at && at + 1 < arguments.Length ? arguments[at + 1] : null;
        string root = Environment.CurrentDirectory;
        while (!File.Exists(Path.Combine(root, "RedisPS.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run this from a folder of the repository.");
        }

        return new BenchmarkOptions(root, int.Parse(Value("--keys") ?? "1000000"), int.Parse(Value("--rounds") ?? "5"), Value("--only"));
    }

    public bool Wants(string title) => Only is null || title.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
