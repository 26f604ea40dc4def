using System.Management.Automation;
using System.Text;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Commands;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Commands;

/// <summary>Invoke-RedisCommand: runs any command, each argument exactly as given, and returns its typed reply.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "RedisCommand", DefaultParameterSetName = ListSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(object))]
public sealed class InvokeRedisCommandCommand : RedisConnectedCmdlet
{
    private const string ListSet = "List";
    private const string LineSet = "Line";

    /// <summary>The command, with subcommand and first arguments if liked: 'CLIENT', 'LIST'.</summary>
    [Parameter(ParameterSetName = ListSet, Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(CommandCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>The arguments: text, numbers, byte[] (one argument each), lists, and hashtables as names and values.</summary>
    [Parameter(ParameterSetName = ListSet, ValueFromRemainingArguments = true)]
    [Alias("Arguments")]
    [ArgumentListTransformation]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object[] ArgumentList { get; set; } = [];

    /// <summary>More arguments from the pipeline: the command runs once for each input.</summary>
    [Parameter(ParameterSetName = ListSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>The whole command in one line, with redis-cli's quoting: 'SET greeting "hello world\n"'.</summary>
    [Parameter(ParameterSetName = LineSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string CommandLine { get; set; } = "";

    /// <summary>Every text of the reply as byte[].</summary>
    [Parameter]
    public SwitchParameter AsByteArray { get; set; }

    /// <summary>A list of names and values in turn as one dictionary.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>What to return where the reply is nil or the command fails; a failure is then a warning.</summary>
    [Parameter]
    [AllowNull]
    public object? DefaultValue { get; set; }

    private bool HasDefault => MyInvocation.BoundParameters.ContainsKey(nameof(DefaultValue));

    /// <inheritdoc/>
    protected override void Process()
    {
        RedisCommand command = ParameterSetName == LineSet ? FromLine() : FromList();
        foreach (RedisConnection connection in Connections)
        {
            try
            {
                RedisClient client = connection.ClientFor(Database);
                if (!Await(CommandEffect.MayChangeAsync(client, command, StopToken)) || ShouldProcess($"{connection.Server}/{client.Database}", command.ToString()))
                {
                    Write(Await(client.ExecuteAsync(command, StopToken)), command);
                }
            }
            catch (RedisException e) when (HasDefault)
            {
                WriteWarning($"{connection}: {e.Message}");
                WriteObject(DefaultValue, enumerateCollection: false);
            }
            catch (RedisConfigurationException e) when (Instead(command.Name) is { } remedy)
            {
                WriteError(RedisErrors.Record(e, "CommandNotShared", ErrorCategory.InvalidOperation, command.ToString(), remedy));
            }
            catch (RedisException e)
            {
                WriteRedisError(e, command.ToString());
            }
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped and not { BaseObject: PSCustomObject } ? wrapped.BaseObject : value;

    // What these commands do to a connection, RedisPS does in its own way.
    private static string? Instead(string name) => name.ToUpperInvariant() switch
    {
        "SELECT" => "Use Select-RedisDatabase, or -Database for one call.",
        "AUTH" or "HELLO" => "Use Connect-Redis -Credential, or -Protocol.",
        "QUIT" or "RESET" => "Use Disconnect-Redis.",
        _ => null,
    };

    private RedisCommand FromList()
    {
        List<object?> words = [.. Command.Skip(1), .. ArgumentList];
        if (MyInvocation.ExpectingInput)
        {
            words.Add(InputObject);
        }

        return new RedisCommand(Command[0], CommandArguments.Flatten(words, Unwrap));
    }

    private RedisCommand FromLine()
    {
        IReadOnlyList<byte[]> words = Core.Commands.CommandLine.Split(CommandLine);
        return words.Count > 0
            ? new RedisCommand(Encoding.UTF8.GetString(words[0]), words.Skip(1).Select(word => (RedisArgument)word).ToArray())
            : throw new RedisConfigurationException("The command line is empty.");
    }

    private void Write(RespValue reply, RedisCommand command)
    {
        object? value = ReplyConverter.Convert(reply, command, AsByteArray, AsHashtable);
        if (value is null)
        {
            // Nil is nothing: no object, unless one was asked for.
            if (HasDefault)
            {
                WriteObject(DefaultValue, enumerateCollection: false);
            }
        }
        else
        {
            WriteObject(value, enumerateCollection: value is object?[]);
        }
    }
}
