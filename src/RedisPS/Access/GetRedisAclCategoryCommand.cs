using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Access;

namespace RedisPS.Access;

/// <summary>Get-RedisAclCategory: the categories of commands that ACL rules can name (ACL CAT).</summary>
[Cmdlet(VerbsCommon.Get, "RedisAclCategory")]
[OutputType(typeof(AclCategory))]
public sealed class GetRedisAclCategoryCommand : RedisServerCmdlet
{
    /// <summary>The categories; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AclCategoryCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        IReadOnlyList<string> all = Await(AclCategories.NamesAsync(connection, StopToken));
        List<string> wanted = [];
        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name.TrimStart('@'), WildcardOptions.IgnoreCase);
            string[] found = [.. all.Where(pattern.IsMatch)];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(RedisErrors.NotFound("AclCategoryNotFound", $"{connection.Server} has no category '{name}'.", name, "Get-RedisAclCategory lists them."));
            }

            wanted.AddRange(found.Except(wanted));
        }

        WriteObject(Await(AclCategories.ReadAsync(connection, wanted, StopToken)), enumerateCollection: true);
    });
}
