using Xunit;

namespace RedisPS.Tests.Docs;

/// <summary>Every cmdlet that speaks to a server has a line that is run on every kind of server, and a row in the table that came of it.</summary>
public sealed class CompatibilityTests
{
    // What works on files, services, connections or changes of this session alone.
    private static readonly string[] s_local =
    [
        "Clear-RedisRecycleBin", "Confirm-RedisChange", "Connect-Redis", "Disconnect-Redis", "Get-RedisBackup", "Get-RedisBackupContent", "Get-RedisConnection", "Get-RedisInstallation",
        "Get-RedisPendingChange", "Get-RedisRecycleBin", "Get-RedisService", "Install-Redis", "New-RedisConfigFile", "New-RedisPassword", "Remove-RedisBackup", "Select-RedisConnection",
        "Start-RedisSandbox", "Start-RedisService", "Stop-RedisSandbox", "Stop-RedisService", "Restart-RedisService", "Enable-RedisService", "Disable-RedisService",
        "Test-RedisBackup", "Get-RedisRequiredPermission", "Register-RedisTask", "Get-RedisTask", "Unregister-RedisTask",
    ];

    [Fact]
    public void Every_cmdlet_that_speaks_to_a_server_is_tried_on_each_kind()
    {
        string[] tried = File.ReadLines(SourceTree.Path("tests", "compatibility.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0]).ToArray();

        Assert.Equal(CodeCmdlet.All.Keys.Except(s_local).Order(StringComparer.Ordinal), tried.Where(name => !name.Contains(' ', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_has_a_row_for_every_line()
    {
        string table = File.ReadAllText(SourceTree.Path("docs", "compatibility.md"));

        Assert.All(
            File.ReadLines(SourceTree.Path("tests", "compatibility.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0]),
            name => Assert.Contains($"| `{name}` |", table, StringComparison.Ordinal));
    }
}
