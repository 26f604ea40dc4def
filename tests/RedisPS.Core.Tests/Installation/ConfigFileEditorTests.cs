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

    private static (string Text, IReadOnlyList<ConfigEdit> Edits) Apply(params (string Name, string[] Values)[] settings) => ConfigFileEditor.Apply(File, Table(settings));

    private static Dictionary<string, IReadOnlyList<string>> Table(params (string Name, string[] Values)[] settings) =>
        settings.ToDictionary(setting => setting.Name, setting => (IReadOnlyList<string>)setting.Values);
}
