using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.RecycleBin;

/// <summary>A damaged journal is said to be so, gives what it can, and can be cleared.</summary>
public sealed class DamagedJournalTests : IDisposable
{
    private readonly StandaloneServer _server = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-recycle-");
    private readonly string _bin;
    private readonly string _journal;

    public DamagedJournalTests()
    {
        _bin = Path.Combine(_folder.FullName, "bin");
        for (int i = 0; i < 200; i++) { _server.Send("SET", $"key:{i}", "value"); }
        (int code, _, string errors) = Run($"Remove-RedisKey -Pattern '*' -Recycle -RecyclePath '{_bin}' -Force");
        Assert.Equal((0, ""), (code, errors));
        _journal = Directory.GetFiles(_bin).Single();
    }

    private string Id => Path.GetFileNameWithoutExtension(_journal)[^32..];

    public void Dispose()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_stands_before_the_damage_is_listed_and_comes_back()
    {
        Flip(from: new FileInfo(_journal).Length - 40);

        (int listed, string rows, string warning) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Where-Object State -eq Damaged | Where-Object Keys -gt 0 | Select-Object IsReadable");
        (int keyed, _, string again) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' -Key 'key:*' | Measure-Object");
        (int code, string restored, string said) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Restore-RedisKey | Select-Object Failed");

        Assert.Equal((0, 0, 0), (listed, keyed, code));
        Assert.Equal("""{"IsReadable":true}""", rows.Trim());
        Assert.All([warning, again, said], text => Assert.Contains("what follows cannot", text, StringComparison.Ordinal));
        Assert.Equal("""{"Failed":0}""", restored.Trim());
        Assert.InRange(int.Parse(_server.Send("DBSIZE")!, System.Globalization.CultureInfo.InvariantCulture), 1, 199);
    }

    [Fact]
    public void Of_a_journal_without_a_beginning_nothing_comes_back_and_that_is_an_error()
    {
        Flip(from: 30);

        (int code, _, string errors) = Run($"Restore-RedisKey {Id} -RecyclePath '{_bin}' -Force");

        Assert.Equal(1, code);
        Assert.Contains("Nothing in it can be brought back", errors, StringComparison.Ordinal);
        Assert.Equal("0", _server.Send("DBSIZE"));
    }

    [Theory]
    [InlineData(30, "")]
    [InlineData(30, "id")]
    [InlineData(400, "")]
    [InlineData(400, "id")]
    [InlineData(400, "pipe")]
    public void A_damaged_journal_is_cleared_and_the_question_says_that_it_is_damaged(int at, string way)
    {
        Flip(at);
        string clear = way switch
        {
            "id" => $"Clear-RedisRecycleBin {Id} -RecyclePath '{_bin}'",
            "pipe" => $"Get-RedisRecycleBin -RecyclePath '{_bin}' -WarningAction SilentlyContinue | Where-Object State -eq Damaged | Clear-RedisRecycleBin",
            _ => $"Clear-RedisRecycleBin -RecyclePath '{_bin}'",
        };

        (int whatIf, string announced, _) = Run($"{clear} -WhatIf", "table");
        (int refused, _, string question) = Run(clear);
        bool kept = File.Exists(_journal);
        (int code, _, string errors) = Run($"{clear} -Force");

        Assert.Equal((0, 1, true), (whatIf, refused, kept));
        Assert.All([announced, question], text => Assert.Contains("one journal is damaged", text.ReplaceLineEndings(" "), StringComparison.Ordinal));
        Assert.Contains(Path.GetFileName(_journal), announced.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, errors));
        Assert.False(File.Exists(_journal));
    }

    private void Flip(long from)
    {
        byte[] bytes = File.ReadAllBytes(_journal);
        bytes[from] ^= 1;
        File.WriteAllBytes(_journal, bytes);
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "jsonl") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);
}
