using System.Collections;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.Transformations;

namespace RedisPS.Service;

/// <summary>Start-RedisSandbox: starts a throw-away server on loopback and connects to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "RedisSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(RedisConnection))]
public sealed class StartRedisSandboxCommand : RedisCmdlet
{
    /// <summary>The product to start. Without it: the first of Redis, Valkey and the others that is installed.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProductCompleter))]
    public ServerProduct? Product { get; set; }

    /// <summary>The server's program, by path or name. Without it, it is looked for.</summary>
    [Parameter]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? ServerPath { get; set; }

    /// <summary>The port on 127.0.0.1. Without it: a free one.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>Settings as a configuration file has them; an array makes several lines.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Setting { get; set; }

    /// <summary>The connection's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How long the server may take until it answers.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Do not make it the connection that other commands use.</summary>
    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        SandboxOptions options = new()
        {
            Product = Product,
            ServerPath = ServerPath is not null && ServerPath.AsSpan().IndexOfAny('/', '\\') >= 0 ? GetUnresolvedProviderPathFromPSPath(ServerPath) : ServerPath,
            Port = Port,
            Settings = SettingTable.Read(Setting),
            Timeout = Timeout,
        };
        string target = $"{Product?.ToString() ?? "server"} on 127.0.0.1{(Port is null ? "" : $":{Port}")}";
        if (!ShouldProcess(target, "Start a throw-away server"))
        {
            return;
        }

        Sandbox sandbox = Await(Sandbox.StartAsync(options, StopToken));
        ConnectionRegistry registry = ConnectionRegistry.Current;
        registry.Add(sandbox);
        WriteVerbose($"{sandbox}, process {sandbox.ProcessId}, directory {sandbox.DataDirectory}.");
        try
        {
            RedisClient client = Await(RedisClient.ConnectAsync(sandbox.ConnectionOptions, StopToken));
            Dictionary<string, string> sources = new() { ["HostName"] = "Start-RedisSandbox", ["Port"] = "Start-RedisSandbox" };
            RedisConnection connection = new(Name ?? registry.FreeName($"sandbox-{sandbox.Port}"), client, new ConnectionSettings(sandbox.ConnectionOptions, sources, [], Name));
            registry.Add(connection, makeDefault: !NoDefault)?.Dispose();
            WriteObject(connection);
        }
        catch (Exception e) when (e is RedisException or OperationCanceledException)
        {
            sandbox.Dispose();
            throw;
        }
    }
}
