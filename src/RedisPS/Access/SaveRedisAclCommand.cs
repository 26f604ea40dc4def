using System.Management.Automation;
using RedisPS.Core.Access;

namespace RedisPS.Access;

/// <summary>Save-RedisAcl: writes the users to the file in which the server keeps them (ACL SAVE or CONFIG REWRITE), and looks whether they are there.</summary>
[Cmdlet(VerbsData.Save, "RedisAcl", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AclSave))]
public sealed class SaveRedisAclCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        AclSaver saver = new(connection);
        Await(saver.PrepareAsync(StopToken));
        if (!ShouldProcess($"{saver.File ?? "the file"} of {connection}", "Write the users"))
        {
            return;
        }

        AclSave result = Await(saver.SaveAsync(StopToken));
        WriteObject(result);
        if (result.Verified == false)
        {
            WriteError(RedisErrors.Record(
                new AclException(AclFailure.NotSaved, $"{result.File} was written, and has other users than {connection.Server}."),
                "AclNotPersisted", ErrorCategory.WriteError, connection, "Look at the 'user' lines of the file, and of those that it includes."));
        }
    });
}
