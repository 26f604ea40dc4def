using RedisPS.Core.Configuration;
using RedisPS.Core.DesiredState;
using Xunit;

namespace RedisPS.Core.Tests.DesiredState;

public sealed class StateDefinitionTests
{
    [Theory]
    [InlineData("maxmemory", "2gb", "2gb")]
    [InlineData("maxmemory", "1.5gb", "1610612736")]
    [InlineData("maxmemory", "50%", "50%")]
    [InlineData("maxmemory-clients", "5%", "5%")]
    [InlineData("appendonly", true, "yes")]
    [InlineData("timeout", 300L, "300")]
    [InlineData("save", null, "")]
    [InlineData("save", false, "")]
    public void Values_become_what_the_server_takes(string name, object? value, string text) =>
        Assert.Equal(text, Assert.Single(Of("Configuration", name, value).Settings).Value);

    [Fact]
    public void A_list_is_words() => Assert.Equal("900 1 300 10", Assert.Single(Of("Persistence", "Save", new object?[] { "900 1", "300 10" }).Settings).Value);

    [Fact]
    public void Old_names_mean_the_new_ones() => Assert.Equal("replica-priority", Assert.Single(Of("Configuration", "slave-priority", 5L).Settings).Name);

    [Theory]
    [InlineData("Config", "maxmemory", "1gb", "no section 'Config'")]
    [InlineData("Configuration", "maxmemory", "much", "no size")]
    [InlineData("Configuration", "repl-backlog-size", "5%", "no size")]
    [InlineData("Configuration", "a*", "x", "no name of a setting")]
    [InlineData("Configuration", "loglevel", "a\nb", "line end")]
    [InlineData("Persistence", "maxmemory", "1gb", "nothing of the section Persistence")]
    [InlineData("AclUsers", "app", "on @read", "is no ACL rule")]
    [InlineData("AclUsers", "app", 5L, "has no rules")]
    [InlineData("AclUsers", "a b", "on", "blanks")]
    public void What_makes_no_sense_is_refused(string section, string name, object value, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => Of(section, name, value)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true, true)]
    [InlineData("yes", true)]
    [InlineData("True", true)]
    [InlineData(false, false)]
    [InlineData("no", false)]
    [InlineData("FALSE", false)]
    public void Yes_and_no_of_a_user_may_be_texts(object value, bool meant)
    {
        Assert.Equal(meant, User("Enabled", value).Rules!.IsEnabled);
        Assert.Equal(meant ? true : null, User("NoPassword", value).Rules!.NoPassword);
        Assert.Equal(meant, User("Absent", value).Rules is null);
        Assert.Equal(meant, User("absent", value).Rules is null);
    }

    [Theory]
    [InlineData("Enabled", "on")]
    [InlineData("Enabled", 1L)]
    [InlineData("NoPassword", "")]
    [InlineData("Absent", null)]
    public void What_is_neither_yes_nor_no_is_refused(string key, object? value)
    {
        ConfigException error = Assert.Throws<ConfigException>(() => User(key, value));

        Assert.Equal(ConfigFailure.InvalidValue, error.Failure);
        Assert.Contains($"'{key}' of the user 'app' is neither yes nor no", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requirepass", " pw ", " pw ")]
    [InlineData("masterauth", "pw ", "pw ")]
    [InlineData("loglevel", " notice ", "notice")]
    public void Blanks_count_in_secrets_and_nowhere_else(string name, string value, string text) =>
        Assert.Equal(text, Assert.Single(Of("Configuration", name, value).Settings).Value);

    [Fact]
    public void One_setting_in_two_sections_is_refused() => Assert.Throws<ConfigException>(() => StateDefinition.From(new Dictionary<string, object?>
    {
        ["Configuration"] = new Dictionary<string, object?> { ["appendonly"] = true },
        ["Persistence"] = new Dictionary<string, object?> { ["AppendOnly"] = false },
    }));

    private static DesiredUser User(string key, object? value) => Assert.Single(Of("AclUsers", "app", new Dictionary<string, object?> { [key] = value }).Users);

    private static StateDefinition Of(string section, string name, object? value) =>
        StateDefinition.From(new Dictionary<string, object?> { [section] = new Dictionary<string, object?> { [name] = value } });
}
