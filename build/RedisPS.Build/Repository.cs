namespace RedisPS.Build;

/// <summary>Where things are.</summary>
internal sealed record Repository(string Root)
{
    public string Module => Path.Combine(Root, "out", "RedisPS");

    public string TestResults => Path.Combine(Root, "out", "TestResults");

    /// <summary>The nearest folder upwards that holds RedisPS.sln.</summary>
    public static Repository Find()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedisPS.sln")))
            {
                return new Repository(folder.FullName);
            }
        }

        throw new InvalidOperationException("Run this from a folder of the repository.");
    }
}
