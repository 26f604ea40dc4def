using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Configuration;

/// <summary>Holds the table of settings to every server that is installed.</summary>
public sealed class ConfigCatalogueTests
{
    // Given by the test, or lowered by the machine's limits.
    private static readonly string[] s_environment = ["port", "bind", "maxclients", "dir", "pidfile", "daemonize", "save", "logfile", "enable-debug-command"];

    public static TheoryData<string> Servers => new(FileServer.Installed);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Defaults_are_what_a_server_has_that_was_told_nothing(string binary)
    {
        using FileServer server = new FileServer(binary).StartWithoutFile();
        await using RedisClient client = await ConnectAsync(server);
        IReadOnlyDictionary<string, string> settings = await new ConfigStore(client).ReadAsync(["*"]);

        string[] wrong = settings.Where(setting => !s_environment.Contains(setting.Key))
            .Where(setting => ConfigCatalogue.Find(setting.Key)?.DefaultOf(client.Capabilities.Product) != setting.Value)
            .Select(setting => $"{setting.Key}: '{setting.Value}', not '{ConfigCatalogue.Find(setting.Key)?.DefaultOf(client.Capabilities.Product)}'")
            .ToArray();

        Assert.Empty(wrong);
        Assert.Equal("3600 1 300 100 60 10000", settings["save"]);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Servers_refuse_to_change_what_is_read_at_start_and_nothing_else(string binary)
    {
        using FileServer server = new FileServer(binary).StartWithoutFile();
        await using RedisClient client = await ConnectAsync(server);
        List<string> wrong = [];
        foreach ((string name, string value) in await new ConfigStore(client).ReadAsync(["*"]))
        {
            RespValue reply = await client.SendAsync(new RedisCommand("CONFIG", "SET", name, value));
            string text = reply.AsText() ?? "";
            ConfigMutability seen = text.Contains("immutable", StringComparison.Ordinal) ? ConfigMutability.Start
                : text.Contains("protected", StringComparison.Ordinal) ? ConfigMutability.Protected : ConfigMutability.Live;
            if (ConfigCatalogue.Find(name)?.Mutability != seen)
            {
                wrong.Add($"{name}: {seen}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Servers_refuse_values_of_another_kind(string binary)
    {
        using FileServer server = new FileServer(binary).StartWithoutFile();
        await using RedisClient client = await ConnectAsync(server);
        List<string> wrong = [];
        foreach (string name in (await new ConfigStore(client).ReadAsync(["*"])).Keys)
        {
            ConfigDefinition known = ConfigCatalogue.Find(name)!;
            if (known.Mutability != ConfigMutability.Live || known.Kind is ConfigKind.Text or ConfigKind.Words)
            {
                continue;
            }

            string text = (await client.SendAsync(new RedisCommand("CONFIG", "SET", name, "?"))).AsText()!;
            string expected = known.Kind switch
            {
                ConfigKind.Boolean => "must be 'yes' or 'no'",
                ConfigKind.Integer => "integer",
                ConfigKind.Enum or ConfigKind.Flags => "must be one of the following",

                // Some sizes are plain integers to the server: 512mb is refused there, which it says itself.
                ConfigKind.Memory or ConfigKind.MemoryOrPercent => "",
                _ => "ERR",
            };
            if (!text.StartsWith("ERR", StringComparison.Ordinal) || !text.Contains(expected, StringComparison.Ordinal))
            {
                wrong.Add($"{name} ({known.Kind}): {text}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_words_of_a_setting_come_from_the_server(string binary)
    {
        using FileServer server = new FileServer(binary).StartWithoutFile();
        await using RedisClient client = await ConnectAsync(server);

        IReadOnlyList<(string Value, string About)> words = await ConfigChoices.WordsAsync(client, "maxmemory-policy", default);

        Assert.Contains("allkeys-lru", words.Select(word => word.Value));
        Assert.Equal("noeviction", server.Setting("maxmemory-policy"));
        foreach ((string word, _) in words)
        {
            Assert.Equal("OK", server.Send("CONFIG", "SET", "maxmemory-policy", word));
        }
    }

    private static Task<RedisClient> ConnectAsync(FileServer server) => RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });
}
