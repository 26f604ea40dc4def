using System.Diagnostics;
using System.Globalization;

namespace RedisPS.Client;

/// <summary>Tests a connection stage by stage, to tell where it fails and what each stage costs.</summary>
public static class ConnectionProbe
{
    private static readonly string[] s_stages = ["Resolve", "Tcp", "Tls", "Auth", "Ping", "Role", "Loading"];

    /// <summary>Runs all stages on a connection of its own. Failures are results, not exceptions.</summary>
    /// <param name="options">Where to, as whom.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>One result a stage: Resolve, Tcp, Tls, Auth, Ping, Role, Loading.</returns>
    public static async Task<IReadOnlyList<StageResult>> RunAsync(RedisClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.ConnectTimeout > TimeSpan.Zero) { limit.CancelAfter(options.ConnectTimeout); }
        using ConnectionAttempt attempt = new(options, Timeout.InfiniteTimeSpan);
        List<StageResult> results = [];
        long started = Stopwatch.GetTimestamp();
        try
        {
            var addresses = await attempt.ResolveAsync(limit.Token).ConfigureAwait(false);
            Pass(options.Endpoint.UnixSocketPath is null ? string.Join(", ", addresses) : $"Unix socket {options.Endpoint.UnixSocketPath}");
            await attempt.OpenAsync(limit.Token).ConfigureAwait(false);
            Pass($"{options.Endpoint} accepts connections");
            await attempt.EncryptAsync(limit.Token).ConfigureAwait(false);
            if (options.Tls is null) { results.Add(new StageResult("Tls", StageStatus.Skipped, null, "The connection is not encrypted", "")); }
            else
            {
                Pass(options.Tls.SkipCertificateCheck ? "Encrypted; the certificate was not checked" : "Encrypted; the certificate is valid",
                    options.Tls.SkipCertificateCheck ? "Give the CA's certificate instead of skipping the check." : "");
            }

            started = Stopwatch.GetTimestamp();
            await attempt.GreetAsync(limit.Token).ConfigureAwait(false);
            await attempt.SelectAsync(limit.Token).ConfigureAwait(false);
            Pass($"Accepted as user '{(string.IsNullOrEmpty(options.User) ? "default" : options.User)}', RESP{attempt.Protocol}");
            await PingAsync().ConfigureAwait(false);
            await RoleAsync().ConfigureAwait(false);
            await LoadingAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(ConnectionFailures.TooSlow(options.Endpoint, attempt.Stage, options.ConnectTimeout, options.Tls is not null));
        }
        catch (RedisException e) { Fail(e); }

        while (results.Count < s_stages.Length) { results.Add(new StageResult(s_stages[results.Count], StageStatus.Skipped, null, "Not tried: an earlier stage failed", "")); }
        return results;

        void Pass(string message, string advice = "") => Add(StageStatus.Passed, message, advice);

        void Fail(RedisException failure) => Add(StageStatus.Failed, failure.Message, failure switch
        {
            RedisConnectionException e => e.Remedy,
            RedisConfigurationException => "Correct the connection's settings.",
            _ => "See the server's log.",
        });

        void Add(StageStatus status, string message, string advice)
        {
            results.Add(new StageResult(s_stages[results.Count], status, Stopwatch.GetElapsedTime(started), message, advice));
            started = Stopwatch.GetTimestamp();
        }

        async Task<RespValue> AskAsync(string name, params RedisArgument[] arguments) => CommandNames.Map(options.CommandMap, name) is { } mapped
            ? await attempt.AskAsync(mapped, new RedisCommand(name, arguments), limit.Token).ConfigureAwait(false)
            : RespValue.FromBytes(RespType.Error, "ERR disabled by the command map"u8.ToArray());

        async Task PingAsync()
        {
            RespValue pong = await AskAsync("PING").ConfigureAwait(false);
            if (!pong.IsError || pong.AsText()!.StartsWith("LOADING", StringComparison.Ordinal)) { Pass("The server answers"); }
            else if (pong.AsText()!.StartsWith("NOPERM", StringComparison.Ordinal)) { Pass("The server answers, but this user may not PING", "Add +ping to the user's permissions."); }
            else { Fail(RedisServerException.FromReply(pong)); }
        }

        async Task RoleAsync()
        {
            RespValue info = await AskAsync("INFO", "replication").ConfigureAwait(false);
            if (info.IsError)
            {
                results.Add(new StageResult("Role", StageStatus.Skipped, null, $"The role is not known: {info.AsText()}", "Add +info to the user's permissions to see role and loading state."));
                started = Stopwatch.GetTimestamp();
                return;
            }

            Dictionary<string, string> fields = CapabilityProbe.ParseInfo(info.AsText() ?? "");
            string role = fields.GetValueOrDefault("role", "unknown");
            if (role == "slave")
            {
                bool up = fields.GetValueOrDefault("master_link_status") == "up";
                string primary = $"{fields.GetValueOrDefault("master_host")}:{fields.GetValueOrDefault("master_port")}";
                Pass($"Replica of {primary}, link {(up ? "up" : "down")}", up ? "Writes go to the primary." : "The replica has lost its primary; its data is getting old.");
            }
            else { Pass(string.Create(CultureInfo.InvariantCulture, $"{(role == "master" ? "Primary" : role)} with {fields.GetValueOrDefault("connected_slaves", "0")} replicas")); }
        }

        async Task LoadingAsync()
        {
            RespValue info = await AskAsync("INFO", "persistence").ConfigureAwait(false);
            if (info.IsError)
            {
                results.Add(new StageResult("Loading", StageStatus.Skipped, null, $"Not known: {info.AsText()}", ""));
                return;
            }

            Dictionary<string, string> fields = CapabilityProbe.ParseInfo(info.AsText() ?? "");
            if (fields.GetValueOrDefault("loading", "0") == "0") { Pass("The data set is in memory"); }
            else { Fail(ConnectionFailures.StillLoading(options.Endpoint, $" ({fields.GetValueOrDefault("loading_loaded_perc", "?")} %)")); }
        }
    }
}
