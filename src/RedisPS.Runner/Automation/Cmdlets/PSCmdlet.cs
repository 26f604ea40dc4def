using System.Management.Automation.Host;

namespace System.Management.Automation;

/// <summary>A command that knows its session.</summary>
public abstract class PSCmdlet : Cmdlet
{
    /// <summary>The parameter set the arguments chose.</summary>
    public string ParameterSetName => Runtime.ParameterSetName;

    /// <summary>How the command was called.</summary>
    public InvocationInfo MyInvocation => Runtime.Invocation;

    /// <summary>Paths and variables of the session.</summary>
    public SessionState SessionState => Runtime.SessionState;

    /// <summary>The program the command runs in.</summary>
    public PSHost Host => new(Runtime);

    /// <summary>The current location of a provider; only FileSystem exists.</summary>
    public PathInfo CurrentProviderLocation(string providerId) => SessionState.Path.CurrentFileSystemLocation;

    /// <summary>A path made absolute, without asking whether it exists.</summary>
    public string GetUnresolvedProviderPathFromPSPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>The existing paths that match.</summary>
    public Collections.ObjectModel.Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider) =>
        SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);

    /// <summary>The value of a variable, or null.</summary>
    public object GetVariableValue(string name) => SessionState.PSVariable.GetValue(name);

    /// <summary>The value of a variable, or the default.</summary>
    public object GetVariableValue(string name, object? defaultValue) => SessionState.PSVariable.GetValue(name, defaultValue);
}
