using RedisPS.Client;

namespace RedisPS.Core.Service;

/// <summary>Whether a server answers and has loaded its data.</summary>
/// <param name="State">What was seen.</param>
/// <param name="Message">The details, for people.</param>
public sealed record ServerReadiness(ReadyState State, string Message)
{
    /// <summary>Looks, once.</summary>
    /// <param name="service">The service.</param>
    /// <param name="access">User and password, where they are known.</param>
    /// <param name="stop">Ends the look.</param>
    public static async Task<ServerReadiness> LookAsync(RedisService service, ServiceAccess access, CancellationToken stop)
    {
        if (service.Server is null)
        {
            return new ServerReadiness(ReadyState.Unknown, "where it listens is not known");
        }

        IReadOnlyList<StageResult> stages = await ProbeAsync(service, access, stop).ConfigureAwait(false);
        StageResult? failed = stages.FirstOrDefault(stage => stage.Status == StageStatus.Failed);
        if (failed is { Name: "Auth" } && !service.Tls && !IsPasswordMissing(failed.Message))
        {
            // A process does not show whether its port is encrypted; one that is closes the connection, or answers in riddles.
            IReadOnlyList<StageResult> encrypted = await ProbeAsync(service with { Tls = true }, access, stop).ConfigureAwait(false);
            if (encrypted.Any(stage => stage is { Name: "Tls", Status: StageStatus.Passed }))
            {
                stages = encrypted;
                failed = stages.FirstOrDefault(stage => stage.Status == StageStatus.Failed);
            }
        }

        if (failed is not null)
        {
            return failed.Name switch
            {
                "Resolve" or "Tcp" => new ServerReadiness(ReadyState.NotListening, "nothing answers there"),
                "Loading" => new ServerReadiness(ReadyState.Loading, failed.Message),
                "Auth" when IsPasswordMissing(failed.Message) => new ServerReadiness(ReadyState.NeedsPassword, "it answers, and wants a password"),
                "Auth" when failed.Message.Contains("LOADING", StringComparison.OrdinalIgnoreCase) => new ServerReadiness(ReadyState.Loading, failed.Message),
                // It listens, and wants more than can be given here: a client's certificate, most likely.
                "Tls" => new ServerReadiness(ReadyState.Unknown, $"it listens, encrypted: {failed.Message}"),
                _ when stages.Any(stage => stage is { Name: "Tls", Status: StageStatus.Passed }) => new ServerReadiness(ReadyState.Unknown, $"it listens, encrypted: {failed.Message}"),
                _ => new ServerReadiness(ReadyState.NotListening, failed.Message),
            };
        }

        StageResult loading = stages[^1];
        return loading.Status == StageStatus.Passed
            ? new ServerReadiness(ReadyState.Ready, "it answers and has loaded its data")
            : new ServerReadiness(ReadyState.NeedsPassword, $"it answers; whether it has loaded its data is not known: {loading.Message}");
    }

    /// <summary>One or two words.</summary>
    public override string ToString() => State switch
    {
        ReadyState.Ready => "Ready",
        ReadyState.Loading => "Loading",
        ReadyState.NeedsPassword => "Needs password",
        ReadyState.NotListening => "No answer",
        _ => "Unknown",
    };

    private static Task<IReadOnlyList<StageResult>> ProbeAsync(RedisService service, ServiceAccess access, CancellationToken stop) =>
        ConnectionProbe.RunAsync(access.OptionsFor(service) with { ConnectTimeout = TimeSpan.FromSeconds(2) }, stop);

    private static bool IsPasswordMissing(string message) =>
        message.Contains("NOAUTH", StringComparison.Ordinal) || message.Contains("WRONGPASS", StringComparison.Ordinal)
        || message.Contains("password", StringComparison.OrdinalIgnoreCase) || message.Contains("uthenticat", StringComparison.Ordinal);
}
