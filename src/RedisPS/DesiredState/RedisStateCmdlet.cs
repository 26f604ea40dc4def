using System.Collections;
using System.Management.Automation;
using RedisPS.Core.DesiredState;

namespace RedisPS.DesiredState;

/// <summary>A cmdlet that holds servers against a state, given as a file or as a table.</summary>
public abstract class RedisStateCmdlet : RedisServerCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string StateSet = "State";

    /// <summary>The file: psd1 or JSON. It is read, never run.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The state itself: @{ Configuration = @{ }; Persistence = @{ }; AclUsers = @{ } }.</summary>
    [Parameter(ParameterSetName = StateSet, Mandatory = true)]
    [ValidateNotNull]
    public IDictionary? State { get; set; }

    /// <summary>Only these parts of it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public StateSection[]? Section { get; set; }

    /// <summary>What is wanted, read once before the first server.</summary>
    private protected StateDefinition Definition { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Begin()
    {
        StateDefinition definition = Path is not null
            ? StateDefinition.Load(GetUnresolvedProviderPathFromPSPath(Path))
            : StateDefinition.From(StateInput.Table(State ?? new Hashtable()));
        Definition = Section is null ? definition : definition.Only(Section);
    }
}
