using RedisPS.Core.Installation;
using Xunit;

namespace RedisPS.Core.Tests.Installation;

public sealed class ConfigFileEditorTests
{
    private const string File = "# A comment with port 1\nport 6379\nsave 900 1\nsave 300 10\n\n# requirepass foobared\nmaxmemory 2gb\n";

    [Fact]
    public void A_setting_is_changed_where_it_stands_and_the_rest_stays()
    {
        (string text, IReadOnlyList<ConfigEdit> edits) = Apply(("port", ["7000"]));

        Assert.Equal(File.Replace("\nport 6379", "\nport 7000", StringComparison.Ordinal), text);
        Assert.Equal(new ConfigEdit("port", "6379", "7000", true), Assert.Single(edits));
    }

    [Fact]
    public void A_second_time_nothing_changes()
    {
        (string first, _) = Apply(("port", ["7000"]), ("save", ["3600 1"]), ("appendonly", ["yes"]), ("requirepass", ["a b#c"]));
        (string second, IReadOnlyList<ConfigEdit> edits) = ConfigFileEditor.Apply(first, Table(("port", ["7000"]), ("save", ["3600 1"]), ("appendonly", ["yes"]), ("requirepass", ["a b#c"])));

        Assert.Equal(first, second);
        Assert.All(edits, edit => Assert.False(edit.Changed));
    }

    [Fact]
    public void What_means_the_same_is_left_as_it_is_written() => Assert.Equal(File, Apply(("maxmemory", ["2147483648"])).Text);

    [Fact]
    public void Several_lines_become_those_that_are_wanted()
    {
        string text = Apply(("save", ["60 1000"])).Text;

        Assert.DoesNotContain("900", text, StringComparison.Ordinal);
        Assert.DoesNotContain("300 10\n", text, StringComparison.Ordinal);
        Assert.Contains("\nsave 60 1000\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_written_and_not_shown()
    {
        (string text, IReadOnlyList<ConfigEdit> edits) = Apply(("requirepass", ["s3cret word"]));

        Assert.Contains("requirepass \"s3cret word\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Assert.Single(edits).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_stay_what_they_were() => Assert.Equal("port 1\r\nbind x\r\n", ConfigFileEditor.Apply("port 2\r\nbind x\r\n", Table(("port", ["1"]))).Text);

    [Fact]
    public void Lines_that_go_are_told()
    {
        Assert.Equal(["900 1", "300 10"], Assert.Single(Apply(("save", ["60 1000"])).Edits).Removed);
        Assert.Equal(["300 10"], Assert.Single(Apply(("save", ["900 1"])).Edits).Removed);
        Assert.Equal(["900 1", "300 10"], Assert.Single(Apply(("save", [])).Edits).Removed);
        Assert.Empty(Assert.Single(Apply(("port", ["7000"])).Edits).Removed);
        Assert.Equal("***", Assert.Single(Assert.Single(ConfigFileEditor.Apply("requirepass a\nrequirepass s3cret\n", Table(("requirepass", ["a"]))).Edits).Removed));
    }

    [Fact]
    public void A_plan_says_which_lines_go()
    {
        InstallPlan plan = new() { Request = new InstallRequest(), Provider = InstallProvider.Apt, PackageName = "redis-server", ConfigFile = "/r.conf", Edits = Apply(("save", ["900 1"]), ("port", ["7000"])).Edits };

        Assert.Equal(["remove from /r.conf: save 300 10", "write to /r.conf: save 900 1", "write to /r.conf: port 7000"], plan.Steps);
    }

    [Theory]
    [InlineData("client-output-buffer-limit", "pubsub 64mb 16mb 120", "pubsub 32mb 8mb 60", "normal 0 0 0", "slave 256mb 64mb 60")]
    [InlineData("client-output-buffer-limit", "replica 512mb 64mb 60", "slave 256mb 64mb 60", "normal 0 0 0", "pubsub 32mb 8mb 60")]
    [InlineData("user", "bob on nopass ~* +get", "bob on >s3cret ~a +@read", "alice on >0ther ~* +@all", "Bob off")]
    [InlineData("rename-command", "flushall \"\"", "FLUSHALL wipe", "CONFIG c0nf", "DEBUG \"\"")]
    [InlineData("loadmodule", "/m/b.so new", "/m/b.so old", "/m/a.so", "/m/B.so")]
    [InlineData("loadmodule", "\"/my mods/b.so\" new", "\"/my mods/b.so\" old", "\"/my mods/a.so\" x", "/my")]
    public void Lines_about_something_else_stay(string name, string wanted, string changed, params string[] others)
    {
        string file = $"port 1\n{name} {others[0]}\n{name} {changed}\n{name} {others[1]}\nbind x\n";

        (string text, IReadOnlyList<ConfigEdit> edits) = ConfigFileEditor.Apply(file, Table((name, [wanted])));

        Assert.Equal(file.Replace($"{name} {changed}\n", $"{name} {wanted}\n", StringComparison.Ordinal), text);
        Assert.True(Assert.Single(edits).Changed);
        Assert.Empty(edits[0].Removed);
        Assert.DoesNotContain("s3cret", $"{edits[0]}{edits[0].Previous}", StringComparison.Ordinal);
        Assert.Equal(text, ConfigFileEditor.Apply(text, Table((name, [wanted]))).Text);
    }

    [Theory]
    [InlineData("user", "bob on nopass", "alice off")]
    [InlineData("include", "/etc/my conf/b.conf", "\"/etc/my conf/a.conf\"")]
    [InlineData("client-output-buffer-limit", "pubsub 64mb 16mb 120", "normal 0 0 0")]
    public void What_is_new_comes_behind_its_kind(string name, string wanted, string present)
    {
        string text = ConfigFileEditor.Apply($"port 1\n{name} {present}\nbind x\n", Table((name, [wanted]))).Text;

        Assert.Equal($"port 1\n{name} {present}\n{(name == "include" ? $"{name} \"{wanted}\"" : $"{name} {wanted}")}\nbind x\n", text);
    }

    [Fact]
    public void One_class_of_a_line_with_several_is_changed_alone()
    {
        const string Several = "client-output-buffer-limit normal 0 0 0 replica 256mb 64mb 60\n";

        string text = ConfigFileEditor.Apply(Several, Table(("client-output-buffer-limit", ["normal 1mb 1mb 10 pubsub 64mb 16mb 120"]))).Text;

        Assert.Equal("client-output-buffer-limit normal 1mb 1mb 10\nclient-output-buffer-limit replica 256mb 64mb 60\nclient-output-buffer-limit pubsub 64mb 16mb 120\n", text);
        Assert.Equal(Several, ConfigFileEditor.Apply(Several, Table(("client-output-buffer-limit", ["slave 256mb 64mb 60"]))).Text);
    }

    [Fact]
    public void Of_a_user_only_the_name_is_shown() => Assert.Equal("user bob ***", Assert.Single(Apply(("user", ["bob on >s3cret ~*"])).Edits).ToString());

    private static (string Text, IReadOnlyList<ConfigEdit> Edits) Apply(params (string Name, string[] Values)[] settings) => ConfigFileEditor.Apply(File, Table(settings));

    private static Dictionary<string, IReadOnlyList<string>> Table(params (string Name, string[] Values)[] settings) =>
        settings.ToDictionary(setting => setting.Name, setting => (IReadOnlyList<string>)setting.Values);
}
