using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Core.Tests.Access;

public sealed class AclStoreTests
{
    public static TheoryData<string> Servers => new(FileServer.Installed);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_user_of_rules_reads_back_the_same_by_list_and_by_name(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        using RedisConnection connection = await AccessServer.ConnectAsync(server);
        using RedisConnection old = await AccessServer.ConnectAsync(server, protocol: RedisProtocol.Resp2);
        AclStore store = new(connection);
        AclUserChange change = await MakeAsync(connection, "bob", ["on", ">x", "~a:*", "%R~b:*", "&c*", "+@read", "-get", "+config|get", "(+set ~s:*)"]);

        AclUser listed = (await store.ListAsync(true, default)).Single(user => user.Name == "bob");
        AclUser named = (await new AclStore(old).FindAsync("bob", true, default))!;

        Assert.True(change.Changed);
        Assert.Equal(listed.Rule, named.Rule);
        Assert.Equal(listed.PasswordHash, named.PasswordHash);
        Assert.Equal(["~a:*", "%R~b:*"], named.KeyPattern.Select(key => key.ToString()));
        Assert.Single(named.Selectors);
        Assert.DoesNotContain("2d71", named.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Rules_that_the_server_says_in_other_words_are_not_sent_twice(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        using RedisConnection connection = await AccessServer.ConnectAsync(server);
        AclStore store = new(connection);
        string[] rules = ["on", "nopass", "~*", "+@all", "-@dangerous", "+info"];
        Assert.True((await MakeAsync(connection, "app", rules)).Changed);
        server.Send("CONFIG", "RESETSTAT");

        Assert.False((await MakeAsync(connection, "app", rules)).Changed);

        Assert.DoesNotContain("acl|setuser", server.Send("INFO", "commandstats")!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Each_template_is_taken_and_survives_a_restart(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        using (RedisConnection connection = await AccessServer.ConnectAsync(server))
        {
            AclStore store = new(connection);
            foreach (AclTemplate template in Enum.GetValues<AclTemplate>())
            {
                AclUserRequest request = new() { Enabled = true, Template = template, Password = new RedisSecret("p") };
                AclPlan plan = await store.PlanAsync(template.ToString(), (before, commands) => request.ToRules(connection.Client, before, commands), persist: true, default);
                AclUserChange change = await store.ApplyAsync(plan, default);
                Assert.True(change is { Changed: true, Persisted: true }, change.Note);
            }
        }

        server.Restart();

        Assert.Equal("OK", server.Send("ACL", "DRYRUN", "Application", "SET", "a", "b"));
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "Application", "FLUSHALL"));
        Assert.Equal("OK", server.Send("ACL", "DRYRUN", "ReadOnly", "GET", "a"));
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "ReadOnly", "SET", "a", "b"));
        Assert.Equal("OK", server.Send("ACL", "DRYRUN", "Monitor", "SLOWLOG", "GET"));
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "Monitor", "CONFIG", "GET", "requirepass"));
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "Monitor", "GET", "a"));
        Assert.Equal("OK", server.Send("ACL", "DRYRUN", "Backup", "PSYNC", "?", "-1"));
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "Backup", "SET", "a", "b"));
        Assert.Equal("OK", server.Send("ACL", "DRYRUN", "Operator", "CONFIG", "SET", "hz", "10"));
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "Operator", "ACL", "SETUSER", "x"));
    }

    [Fact]
    public async Task With_an_acl_file_users_are_saved_there()
    {
        using FileServer server = new();
        File.WriteAllText(server.PathOf("users.acl"), "");
        server.Write("aclfile {dir}/users.acl").Start();
        using (RedisConnection connection = await AccessServer.ConnectAsync(server))
        {
            _ = await MakeAsync(connection, "kept", ["on", "nopass", "+ping"]);
            AclSaver saver = new(connection);
            await saver.PrepareAsync(default);
            AclSave save = await saver.SaveAsync(default);
            Assert.Equal(("ACL SAVE", true, 2), (save.Method, save.Verified, save.UserCount));
        }

        server.Restart();

        Assert.Contains("kept", File.ReadAllText(server.PathOf("users.acl")), StringComparison.Ordinal);
        Assert.Equal("OK", server.Send("ACL", "DRYRUN", "kept", "PING"));
    }

    [Fact]
    public async Task Without_any_file_nothing_is_changed()
    {
        using FileServer server = new FileServer().StartWithoutFile();
        using RedisConnection connection = await AccessServer.ConnectAsync(server);

        AclException e = await Assert.ThrowsAsync<AclException>(() => new AclStore(connection).PlanAsync("x", (_, _) => ["on"], persist: true, default));

        Assert.Equal(AclFailure.NothingToSaveTo, e.Failure);
        Assert.Null(await new AclStore(connection).FindAsync("x", false, default));
    }

    [Fact]
    public async Task A_renamed_command_is_asked_for_under_its_name()
    {
        using FileServer server = new FileServer().Write("rename-command GET fetch").Start();
        using RedisConnection plain = await AccessServer.ConnectAsync(server);
        using RedisConnection knowing = await AccessServer.ConnectAsync(server, map: new Dictionary<string, string?> { ["GET"] = "fetch" });

        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => new AclPermissionTest(plain).AskAsync("default", "GET", ["a"], default));
        AclPermission answer = await new AclPermissionTest(knowing).AskAsync("default", "GET", ["a"], default);

        Assert.Contains("not found", e.Message, StringComparison.Ordinal);
        Assert.True(answer.Allowed);
    }

    [Fact]
    public async Task Where_the_server_cannot_be_asked_the_rules_are_looked_at()
    {
        using FileServer server = new FileServer().Write("user few on >p ~* +acl|getuser +command +info").Start();
        using RedisConnection connection = await AccessServer.ConnectAsync(server, "p", "few");
        AclPermissionTest test = new(connection);

        AclPermission may = await test.AskAsync("default", "CONFIG", ["GET", "x"], default);
        AclPermission mayNot = await test.AskAsync("few", "SET", ["a", "b"], default);

        Assert.Equal(("Rules", true), (may.Method, may.Allowed));
        Assert.Equal(("Rules", false), (mayNot.Method, mayNot.Allowed));
    }

    [Fact]
    public async Task What_was_refused_is_in_the_log()
    {
        using FileServer server = new FileServer().Write("user few on >p ~* +ping +info +command").Start();
        using RedisConnection few = await AccessServer.ConnectAsync(server, "p", "few");
        using RedisConnection admin = await AccessServer.ConnectAsync(server);
        await AclLog.ClearAsync(admin, default);
        _ = await few.Client.SendAsync(new RedisCommand("GET", "a"));

        AclLogEntry entry = Assert.Single(await AclLog.ReadAsync(admin, null, default));

        Assert.Equal(("few", "command", "get", "toplevel", 1), (entry.Name, entry.Reason, entry.Object, entry.Context, entry.Count));
        Assert.StartsWith("127.0.0.1:", entry.ClientAddress, StringComparison.Ordinal);
        Assert.InRange(entry.LastSeen, DateTimeOffset.Now.AddSeconds(-10), DateTimeOffset.Now.AddSeconds(1));
    }

    // Whoever reaches the port writes into this log without logging in, and an administrator's terminal shows it.
    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_stranger_writes_nothing_into_the_log_that_a_terminal_obeys(string binary)
    {
        using FileServer server = new FileServer(binary).Write("user few on >p ~* +ping").Start();
        using RedisConnection admin = await AccessServer.ConnectAsync(server);
        await AclLog.ClearAsync(admin, default);
        _ = Assert.Throws<RawRedisException>(() => server.Send("AUTH", "\u001b[2Jevil\u001b]0;x\u0007", "x"));

        AclLogEntry entry = Assert.Single(await AclLog.ReadAsync(admin, null, default));

        Assert.Equal(("\\x1b[2Jevil\\x1b]0;x\\x07", "auth"), (entry.Name, entry.Reason));
        Assert.All([entry.ToString(), entry.Object, entry.ClientInfo], text => Assert.DoesNotContain(text, char.IsControl));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Patterns_are_shown_escaped_and_kept_as_they_are(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        using RedisConnection admin = await AccessServer.ConnectAsync(server);
        Assert.Equal("OK", server.Send("ACL", "SETUSER", "bob", "~k\u001b[2J*", "&c\u009b2J"));

        AclUser bob = (await new AclStore(admin).FindAsync("bob", false, default))!;

        Assert.Equal("k\u001b[2J*", Assert.Single(bob.KeyPattern).Pattern);
        Assert.Equal(("~k\\x1b[2J*", "&c\\u009b2J"), (bob.Keys, bob.Channels));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Who_takes_its_own_right_to_look_is_told_what_was_done(string binary)
    {
        using FileServer server = new FileServer(binary).Write("user me on >p ~* &* +@all").Start();
        using RedisConnection own = await AccessServer.ConnectAsync(server, "p", "me");
        AclStore store = new(own);
        AclUserRequest request = new() { Rule = ["-acl", "-config"] };
        AclPlan plan = await store.PlanAsync("me", (before, commands) => request.ToRules(own.Client, before, commands), persist: true, default);

        AclUserChange change = await store.ApplyAsync(plan, default);

        Assert.Equal((true, null, null, false), (change.Changed, change.Verified, change.Current, change.Persisted));
        Assert.Contains("said OK", change.Note, StringComparison.Ordinal);
        Assert.Contains("'acl|getuser'", change.Note, StringComparison.Ordinal);
        Assert.Contains("CONFIG REWRITE failed: NOPERM", change.Note, StringComparison.Ordinal);
        Assert.Equal("me: changed, and not read back", change.ToString());
        Assert.NotEqual("OK", server.Send("ACL", "DRYRUN", "me", "ACL", "LIST"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Who_removes_its_own_user_is_told_what_was_done(string binary)
    {
        using FileServer server = new FileServer(binary).Write("user me on >p ~* &* +@all").Start();
        using RedisConnection own = await AccessServer.ConnectAsync(server, "p", "me");
        AclStore store = new(own);

        AclUserChange change = await store.RemoveAsync("me", (await store.FindRulesAsync("me", default))!, null, default);

        Assert.Equal((true, null, null), (change.Changed, change.Verified, change.Current));
        Assert.Contains("said OK", change.Note, StringComparison.Ordinal);
        Assert.Equal("default", server.Send("ACL", "USERS")!.Trim());
    }

    [Fact]
    public async Task What_was_read_back_is_verified()
    {
        using FileServer server = new FileServer().Write().Start();
        using RedisConnection connection = await AccessServer.ConnectAsync(server);
        AclStore store = new(connection);

        AclUserChange made = await MakeAsync(connection, "bob", ["on", "nopass"]);
        AclUserChange again = await MakeAsync(connection, "bob", ["on", "nopass"]);
        AclUserChange removed = await store.RemoveAsync("bob", (await store.FindRulesAsync("bob", default))!, null, default);

        Assert.Equal(("bob: made", true), (made.ToString(), made.Verified));
        Assert.Equal(("bob: unchanged", null), (again.ToString(), again.Verified));
        Assert.Equal(("bob: removed", true), (removed.ToString(), removed.Verified));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Where_new_users_may_use_all_channels_one_gets_those_that_are_given(string binary)
    {
        using FileServer server = new FileServer(binary).Write("acl-pubsub-default allchannels").Start();
        using RedisConnection connection = await AccessServer.ConnectAsync(server);
        string[] rules = ["on", "nopass", "~*", "+@read"];

        AclUserChange made = await MakeAsync(connection, "bob", rules);
        AclUserChange again = await MakeAsync(connection, "bob", rules);
        AclUserChange reset = await MakeAsync(connection, "bob", ["on", "nopass", "+@write"], reset: true);
        AclUserChange one = await MakeAsync(connection, "cid", ["on", "nopass", "&news"]);

        Assert.Equal((true, true, false), (made.Changed, made.Verified, again.Changed));
        Assert.Empty(made.Current!.ChannelPattern);
        Assert.Equal((true, true), (reset.Changed, reset.Verified));
        Assert.Empty(reset.Current!.ChannelPattern);
        Assert.Equal("news", Assert.Single(one.Current!.ChannelPattern));
        Assert.DoesNotContain("&*", string.Join('\n', server.Send("ACL", "LIST")!.Split('\n').Where(line => !line.Contains("default", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    private static async Task<AclUserChange> MakeAsync(RedisConnection connection, string name, string[] rules, bool reset = false)
    {
        AclStore store = new(connection);
        AclUserRequest request = new() { Rule = rules, Reset = reset };
        return await store.ApplyAsync(await store.PlanAsync(name, (before, commands) => request.ToRules(connection.Client, before, commands), persist: false, default), default);
    }
}
