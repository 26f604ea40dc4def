using RedisPS.Core.Configuration;
using Xunit;

namespace RedisPS.Core.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("redisps-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_last_mention_counts_and_comments_do_not()
    {
        ConfigFile file = ConfigFile.Parse("# maxmemory 1\nmaxmemory 1gb\n  MaxMemory 2gb\r\nrequirepass \"a b\\\"c\"\nslave-priority 7\n");

        Assert.Equal("2gb", file.Find("maxmemory"));
        Assert.Equal("a b\"c", file.Find("requirepass"));
        Assert.Equal("7", file.Find("replica-priority"));
        Assert.Null(file.Find("timeout"));
    }

    [Fact]
    public void Save_lines_add_up_and_an_empty_one_takes_them_back()
    {
        Assert.Equal("900 1 300 10", ConfigFile.Parse("save 900 1\nsave 300 10").Find("save"));
        Assert.Equal("60 5", ConfigFile.Parse("save 900 1\nsave \"\"\nsave 60 5").Find("save"));
        Assert.Equal("", ConfigFile.Parse("save 900 1\nsave \"\"").Find("save"));
    }

    [Fact]
    public void Classes_of_clients_that_are_not_mentioned_have_their_default()
    {
        ConfigFile file = ConfigFile.Parse("client-output-buffer-limit pubsub 64mb 16mb 120\nclient-output-buffer-limit replica 1mb 1mb 1\nclient-output-buffer-limit slave 2mb 2mb 2");

        Assert.True(ConfigValue.SameMeaning("client-output-buffer-limit", file.Find("client-output-buffer-limit"), "normal 0 0 0 replica 2mb 2mb 2 pubsub 64mb 16mb 120"));
    }

    [Fact]
    public void Lines_of_an_included_file_that_the_server_would_write_again_are_found()
    {
        string users = Write("users.conf", "user ann on", "timeout 1");
        string modules = Write("modules.conf", "loadmodule /x.so a b");

        Assert.Equal(("user", users), ConfigFile.Load(Write("a.conf", "user bob on", $"include {users}")).WrittenTwice);
        Assert.Equal(("loadmodule", modules), ConfigFile.Load(Write("b.conf", $"include {modules}")).WrittenTwice);
        Assert.Null(ConfigFile.Load(Write("c.conf", "user bob on", "loadmodule /x.so", "loadmodule /y.so")).WrittenTwice);
    }

    [Fact]
    public void A_relative_path_is_looked_for_where_the_server_works_and_beside_the_file_and_not_relied_on()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_directory, "work")).FullName;
        Write("beside.conf", "timeout 2");
        Write("both.conf", "maxmemory 2mb");
        File.WriteAllText(Path.Combine(folder, "both.conf"), "maxmemory 1mb\n");

        ConfigFile file = ConfigFile.Load(Write("main.conf", "include beside.conf", "include both.conf", "include none.conf"), folder);

        Assert.Equal(("2", "1mb"), (file.Find("timeout"), file.Find("maxmemory")));
        Assert.Equal([Path.Combine(_directory, "beside.conf"), Path.Combine(folder, "both.conf")], file.Includes);
        Assert.Equal(["beside.conf", "both.conf", "none.conf"], file.Unread);
    }

    [Theory]
    [InlineData("user ann on\nuser bob on\nuser ann off", "user ann")]
    [InlineData("loadmodule /x.so a\nloadmodule /x.so b", "loadmodule /x.so")]
    [InlineData("user ann on\nuser Ann on\nloadmodule /x.so\nloadmodule /y.so", null)]
    public void Lines_that_keep_a_server_from_starting_are_found(string text, string? expected) => Assert.Equal(expected, ConfigFile.Parse(text).Duplicate);

    [Fact]
    public void Included_files_count_where_they_are_included()
    {
        string inner = Write("inner.conf", "timeout 3", "maxmemory 30mb");
        string outer = Write("outer.conf", $"include {inner}", "maxmemory 20mb");
        ConfigFile file = ConfigFile.Load(Write("main.conf", "timeout 1", $"include {outer}", "tcp-keepalive 9"));

        Assert.Equal(("3", "20mb", "9"), (file.Find("timeout"), file.Find("maxmemory"), file.Find("tcp-keepalive")));
        Assert.Equal([outer, inner], file.Includes);
        Assert.Empty(file.Unread);
    }

    [Fact]
    public void A_pattern_includes_files_in_order()
    {
        Write("b.inc", "timeout 2");
        Write("a.inc", "timeout 1");

        Assert.Equal("2", ConfigFile.Load(Write("main.conf", $"include {_directory}/*.inc")).Find("timeout"));
    }

    [Fact]
    public void What_cannot_be_read_is_said()
    {
        ConfigFile file = ConfigFile.Load(Write("main.conf", "include /nowhere/x.conf", "include relative.conf", $"include {_directory}/main.conf"));

        Assert.Contains("/nowhere/x.conf", file.Unread);
        Assert.Contains("relative.conf", file.Unread);
        Assert.Contains($"{_directory}/main.conf", file.Unread);
    }

    [Fact]
    public void Lines_that_are_no_settings_are_kept_apart()
    {
        ConfigFile file = ConfigFile.Parse("user ann on >x ~* +@all\nrename-command CONFIG \"\"\nuser bob off\nloadmodule /x.so");

        Assert.Equal(["user", "rename-command", "user", "loadmodule"], file.Directives.Select(directive => directive.Name));
        Assert.Empty(file.Settings);
    }

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
