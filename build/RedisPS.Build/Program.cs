using RedisPS.Build;

Repository repository = Repository.Find();
string[] rest = args.Length > 1 ? args[1..] : [];
switch (args.FirstOrDefault())
{
    case "build":
        return Tool.Run(repository, "dotnet", ["build", "RedisPS.sln", "--verbosity", "quiet", "--nologo", .. rest]);
    case "test":
        return TestCommand.Run(repository, rest);
    case "demo":
        return Tool.Run(repository, "dotnet", ["run", "--project", "demo/RedisPS.Demo", "--verbosity", "quiet", "--", .. rest]);
    case "docs":
        return DocsCommand.Run(repository);
    case "package":
        return PackageCommand.Run(repository);
    case "bench":
        return Tool.Run(repository, "dotnet", ["run", "--project", "tests/RedisPS.Benchmarks", "--configuration", "Release", "--verbosity", "quiet", "--", .. rest]);
    case "compatibility":
        return CompatibilityCommand.Run(repository, rest);
    default:
        Console.Error.WriteLine("""
            build     builds everything; the importable module is then in out/RedisPS
            test      runs every suite; the last line is the sum
            demo      a private server with data, and the main job on it through redisps
            docs      writes the module's help from docs/*.md (needs PowerShell with Microsoft.PowerShell.PlatyPS)
            package   out/package: the module as a zip, redisps published ready-to-run
            bench     the table of docs/performance.md
            compatibility [servers]   docs/compatibility.md: every cmdlet on every kind of server that is here
            """);
        return 2;
}
