using System.IO.Compression;
using System.Runtime.InteropServices;

namespace RedisPS.Build;

/// <summary>
/// Lays out what is handed to users: the module as a zip, and redisps with the runtime it needs, compiled ahead as one image, because it is
/// made for places where nothing is installed and is judged by how fast it starts.
/// </summary>
internal static class PackageCommand
{
    public static int Run(Repository repository)
    {
        string target = Path.Combine(repository.Root, "out", "package");
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        int built = Tool.Run(repository, "dotnet", ["build", "src/RedisPS", "--configuration", "Release", "--verbosity", "quiet", "--nologo"]);
        if (built != 0)
        {
            return built;
        }

        ZipFile.CreateFromDirectory(repository.Module, Path.Combine(target, "RedisPS.zip"), CompressionLevel.SmallestSize, includeBaseDirectory: true);
        return Tool.Run(repository, "dotnet",
            ["publish", "src/RedisPS.Runner", "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--self-contained", "true",
             "-p:PublishReadyToRun=true", "-p:PublishReadyToRunComposite=true", "--output", Path.Combine(target, "redisps"), "--verbosity", "quiet", "--nologo"]);
    }
}
