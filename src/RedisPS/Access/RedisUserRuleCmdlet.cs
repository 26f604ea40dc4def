using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>A cmdlet that gives users rules.</summary>
public abstract class RedisUserRuleCmdlet : RedisUserCmdlet
{
    /// <summary>Rules as ACL SETUSER takes them, after all that the other parameters say.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AclRuleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Rule { get; set; } = [];

    /// <summary>What the user is for; the rules for commands are made from what the server knows.</summary>
    [Parameter]
    public AclTemplate Template { get; set; }

    /// <summary>The keys that it may use, and no others.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? KeyPattern { get; set; }

    /// <summary>The channels that it may use, and no others.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? ChannelPattern { get; set; }

    /// <summary>The one password, and for a new user its name.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Save the users too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    // Null where it is not given: the first template is not meant then.
    private protected AclTemplate? GivenTemplate => MyInvocation.BoundParameters.ContainsKey(nameof(Template)) ? Template : null;

    /// <summary>What a request would change of a user.</summary>
    private protected AclPlan Plan(RedisConnection connection, AclStore store, string name, AclUserRequest request) =>
        Await(store.PlanAsync(name, (before, commands) => request.ToRules(connection.Client, before, commands), Persist, StopToken));
}
