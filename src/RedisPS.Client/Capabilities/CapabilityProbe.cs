namespace RedisPS.Client;

/// <summary>
/// Finds out what a server is, with questions that an ordinary user may ask: HELLO's answer, INFO and COMMAND. It tries nothing out,
/// because every refused command leaves a line in the server's ACL LOG.
/// </summary>
internal static class CapabilityProbe
{
    /// <summary>Asks over a fresh connection. Throws a transient failure while the server loads its data.</summary>
    public static async Task<ServerCapabilities> RunAsync(RawConnection connection, RedisClientOptions options, CancellationToken cancellationToken)
    {
        Questions questions = new(connection, options);
        Dictionary<string, string> hello = HelloFields(connection.Hello);
        questions.Add("info", "INFO", "server");
        questions.Add("loading", "INFO", "persistence");
        if (!hello.ContainsKey("role")) { questions.Add("replication", "INFO", "replication"); }
        questions.Add("commands", "COMMAND", "LIST");
        if (options.ReadOnly) { questions.Add("reads", "COMMAND", "LIST", "FILTERBY", "ACLCAT", "read"); }
        Dictionary<string, RespValue> answers = await questions.AskAsync(cancellationToken).ConfigureAwait(false);

        List<string> restrictions = [];
        Dictionary<string, string> info = InfoFields(answers, "info", "INFO", restrictions);
        await RequireReadyAsync(questions, answers, options, cancellationToken).ConfigureAwait(false);

        // Asked once is unavoidable; whoever asks later looks here first, because every refusal is a line in ACL LOG.
        (string Id, string Command)[] asked = [("info", "INFO"), ("commands", "COMMAND")];
        (string Command, string Error)[] refusals = [.. asked
            .Where(question => IsRefused(answers, question.Id)).Select(question => (question.Command, Reason(answers, question.Id)))];
        foreach ((string key, string value) in InfoFields(answers, "replication", "", restrictions)) { info[key] = value; }

        HashSet<string>? commands = Names(answers, "commands");
        HashSet<string>? reads = Names(answers, "reads");
        if (commands is null && IsRefused(answers, "commands"))
        {
            restrictions.Add($"The list of commands is not known: {Reason(answers, "commands")}");
        }
        else if (commands is null)
        {
            // COMMAND LIST came with Redis 7; COMMAND tells the same with more words.
            questions.Add("all", "COMMAND");
            answers = await questions.AskAsync(cancellationToken).ConfigureAwait(false);
            commands = FirstNames(answers, "all");
            if (commands is null) { restrictions.Add($"The list of commands is not known: {Reason(answers, "all")}"); }
        }

        (ServerProduct product, string version) = Identify(hello, info);
        string redisVersion = info.GetValueOrDefault("redis_version", product == ServerProduct.Redis ? version : "");
        ServerCapabilities known = new(commands, reads, options.CommandMap)
        {
            Product = product,
            VersionText = version,
            Version = ParseVersion(version),
            RedisVersion = ParseVersion(redisVersion),
            Mode = hello.GetValueOrDefault("mode") ?? info.GetValueOrDefault("redis_mode") ?? info.GetValueOrDefault("server_mode") ?? "",
            Role = hello.GetValueOrDefault("role") ?? info.GetValueOrDefault("role") ?? "",
            RunId = info.GetValueOrDefault("run_id"),
            ConfigFile = info.GetValueOrDefault("config_file") is { Length: > 0 } file ? file : null,
            Protocol = connection.Protocol,
            AclUser = string.IsNullOrEmpty(options.User) ? "default" : options.User,
            IsManaged = LooksManaged(options.Endpoint.Host, info, commands),
            Restrictions = restrictions,
        };
        foreach ((string command, string error) in refusals) { known.NoteRefusal(command, error); }
        return known;
    }

    /// <summary>The first part of a version text as a version; null when there is none.</summary>
    internal static Version? ParseVersion(string text)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) { end++; }
        string digits = text[..end].Trim('.');
        if (digits.Length > 0 && !digits.Contains('.', StringComparison.Ordinal)) { digits += ".0"; }
        return Version.TryParse(digits, out Version? version) ? version : null;
    }

    /// <summary>The lines "name:value" of INFO.</summary>
    internal static Dictionary<string, string> ParseInfo(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon > 0 && line[0] != '#') { fields[line[..colon].ToString()] = line[(colon + 1)..].Trim().ToString(); }
        }

        return fields;
    }

    private static async Task RequireReadyAsync(
        Questions questions, Dictionary<string, RespValue> answers, RedisClientOptions options, CancellationToken cancellationToken)
    {
        bool asked = answers.TryGetValue("loading", out RespValue? persistence) && !persistence.IsError;
        if (asked)
        {
            Dictionary<string, string> fields = ParseInfo(persistence!.AsText() ?? "");
            if (fields.GetValueOrDefault("loading") == "1" && fields.GetValueOrDefault("async_loading") != "1")
            {
                string percent = fields.TryGetValue("loading_loaded_perc", out string? done) ? $" ({done} %, {fields.GetValueOrDefault("loading_eta_seconds", "?")} s to go)" : "";
                throw ConnectionFailures.StillLoading(options.Endpoint, percent);
            }

            return;
        }

        // A user without COMMAND is hardly one with PING (both are @connection), and the server says LOADING to the first real command, too.
        if (IsRefused(answers, "loading") && IsRefused(answers, "commands")) { return; }
        questions.Add("ping", "PING");
        if ((await questions.AskAsync(cancellationToken).ConfigureAwait(false)).TryGetValue("ping", out RespValue? pong) && pong.IsError)
        {
            string error = pong.AsText()!;
            if (error.StartsWith("LOADING", StringComparison.Ordinal) || error.StartsWith("MASTERDOWN", StringComparison.Ordinal) || error.StartsWith("NOAUTH", StringComparison.Ordinal))
            {
                throw ConnectionFailures.Refused(options.Endpoint, ConnectionStage.Ready, error, options);
            }
        }
    }

    private static (ServerProduct Product, string Version) Identify(Dictionary<string, string> hello, Dictionary<string, string> info)
    {
        string server = hello.GetValueOrDefault("server", "").ToLowerInvariant();
        string helloVersion = hello.GetValueOrDefault("version", "");
        if (info.TryGetValue("garnet_version", out string? garnet) || server == "garnet") { return (ServerProduct.Garnet, garnet ?? helloVersion); }
        if (info.TryGetValue("valkey_version", out string? valkey) || server == "valkey" || info.GetValueOrDefault("server_name") == "valkey") { return (ServerProduct.Valkey, valkey ?? helloVersion); }
        if (info.TryGetValue("dragonfly_version", out string? dragonfly)) { return (ServerProduct.Dragonfly, dragonfly.Replace("df-v", "", StringComparison.Ordinal).TrimStart('v')); }
        if (info.TryGetValue("memurai_version", out string? memurai)) { return (ServerProduct.Memurai, memurai); }
        string redis = info.GetValueOrDefault("redis_version", helloVersion);
        if (info.ContainsKey("mvcc_depth") || info.GetValueOrDefault("executable", "").Contains("keydb", StringComparison.OrdinalIgnoreCase)) { return (ServerProduct.KeyDB, redis); }
        return redis.Length > 0 ? (ServerProduct.Redis, redis) : (ServerProduct.Unknown, "");
    }

    private static bool LooksManaged(string host, Dictionary<string, string> info, HashSet<string>? commands)
    {
        string[] suffixes = [".cache.amazonaws.com", ".redis.cache.windows.net", ".redis.azure.net", ".redisenterprise.cache.azure.net", ".redislabs.com", ".redis-cloud.com", ".redns.redis-cloud.com", ".upstash.io", ".aivencloud.com"];
        return suffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            || info.GetValueOrDefault("os", "").Contains("ElastiCache", StringComparison.OrdinalIgnoreCase)
            || (commands is { Count: > 50 } && !commands.Contains("CONFIG") && !commands.Contains("SHUTDOWN"));
    }

    private static Dictionary<string, string> HelloFields(RespValue? hello)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        if (hello is null) { return fields; }
        foreach ((RespValue key, RespValue value) in hello.AsPairs())
        {
            if (key.AsText() is { } name && value.AsText() is { } text) { fields[name] = text; }
        }

        return fields;
    }

    private static Dictionary<string, string> InfoFields(Dictionary<string, RespValue> answers, string id, string name, List<string> restrictions)
    {
        if (answers.TryGetValue(id, out RespValue? reply) && !reply.IsError) { return ParseInfo(reply.AsText() ?? ""); }
        if (name.Length > 0) { restrictions.Add($"{name} is not available: {Reason(answers, id)}"); }
        return new(StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsRefused(Dictionary<string, RespValue> answers, string id) =>
        answers.TryGetValue(id, out RespValue? reply) && reply.IsError && reply.AsText()!.StartsWith("NOPERM", StringComparison.Ordinal);

    private static string Reason(Dictionary<string, RespValue> answers, string id) =>
        answers.TryGetValue(id, out RespValue? reply) ? reply.AsText() ?? "no answer" : "it is disabled by the command map";

    private static HashSet<string>? Names(Dictionary<string, RespValue> answers, string id) =>
        answers.TryGetValue(id, out RespValue? reply) && !reply.IsError && reply.Items.Count > 0 && reply.Items[0].Items.Count == 0
            ? reply.Items.Select(item => item.AsText() ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;

    private static HashSet<string>? FirstNames(Dictionary<string, RespValue> answers, string id) =>
        answers.TryGetValue(id, out RespValue? reply) && !reply.IsError && reply.Items.Count > 0
            ? reply.Items.Where(item => item.Items.Count > 0).Select(item => item.Items[0].AsText() ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;

    // Questions that travel together.
    private sealed class Questions(RawConnection connection, RedisClientOptions options)
    {
        private readonly List<(string Id, string Name, RedisArgument[] Arguments)> _waiting = [];

        public void Add(string id, string command, params RedisArgument[] arguments)
        {
            if (CommandNames.Map(options.CommandMap, command) is { } name) { _waiting.Add((id, name, arguments)); }
        }

        public async Task<Dictionary<string, RespValue>> AskAsync(CancellationToken cancellationToken)
        {
            Dictionary<string, RespValue> answers = [];
            using RespWriter writer = new(capacity: 512);
            foreach ((_, string name, RedisArgument[] arguments) in _waiting) { writer.Command(System.Text.Encoding.UTF8.GetBytes(name), arguments); }
            try { await connection.Stream.WriteAsync(writer.Buffered, cancellationToken).ConfigureAwait(false); }
            catch (IOException e) { throw connection.Watch.Closed(e); }
            foreach ((string id, _, _) in _waiting) { answers[id] = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false); }
            _waiting.Clear();
            return answers;
        }
    }
}
