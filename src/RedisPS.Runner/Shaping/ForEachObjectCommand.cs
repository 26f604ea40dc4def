using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>ForEach-Object -MemberName: one property of each object.</summary>
[Cmdlet("ForEach", "Object")]
[Alias("foreach")]
[OutputType(typeof(object))]
internal sealed class ForEachObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string MemberName { get; set; } = string.Empty;

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        bool any = false;
        if (PropertyAccess.TryGet(InputObject, MemberName, out object? direct))
        {
            WriteObject(direct, enumerateCollection: true);
            return;
        }

        foreach (string name in PropertyColumn.Parse(MemberName).Resolve(InputObject, keepUnknown: false))
        {
            any = true;
            WriteObject(PropertyAccess.Get(InputObject, name), enumerateCollection: true);
        }

        if (!any && InputObject.BaseObject.GetType().GetMethods().Any(method => method.Name.Equals(MemberName, StringComparison.OrdinalIgnoreCase)))
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException($"Calling the method '{MemberName}' needs PowerShell: redisps reads properties."),
                "MethodNeedsPowerShell", ErrorCategory.NotImplemented, MemberName));
        }

        if (!any)
        {
            // PowerShell writes a null for a property that is not there.
            WriteObject(null);
        }
    }
}
