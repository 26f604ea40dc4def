using RedisPS.Core.Access;
using RedisPS.TestServers.Servers;
using RedisPS.Tests.LayerTests;
using Xunit;

namespace RedisPS.Tests.Access;

/// <summary>The table of rights is true: each cmdlet works as a user with exactly the rights of its row, and not with one less.</summary>
public sealed class RequiredPermissionTests : IClassFixture<PermissionServer>
{
    private readonly PermissionServer _server;

    public RequiredPermissionTests(PermissionServer server) => _server = server;

    public static TheoryData<string> Rows => new(PermissionCases.All.Keys);

    [Fact]
    public void Every_cmdlet_has_a_row() =>
        Assert.Equal(
            CmdletClasses.All.Select(CmdletClasses.NameOf).Order(StringComparer.Ordinal),
            RequiredPermissions.All.Where(row => row.Parameter.Length == 0).Select(row => row.Cmdlet).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_row_is_tried() =>
        Assert.Empty(RequiredPermissions.All.Where(row => !PermissionCases.Without.Contains(row.Cmdlet)).Select(NameOf).Except(PermissionCases.All.Keys));

    [Fact]
    public void Parameters_of_rows_are_parameters()
    {
        foreach (RequiredPermission row in RequiredPermissions.All.Where(row => row.Parameter.Length > 0))
        {
            Assert.Contains(row.Parameter, CmdletClasses.ParametersOf(CmdletClasses.All.Single(type => CmdletClasses.NameOf(type) == row.Cmdlet)));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_user_with_these_rights_can(string name)
    {
        (int code, string errors) = _server.Run(PermissionCases.All[name], Rules(name));

        Assert.True(code == 0, errors);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void With_one_right_less_it_fails(string name)
    {
        RequiredPermission row = Row(name);
        foreach (string missing in row.Commands)
        {
            (int code, _) = _server.Run(PermissionCases.All[name], Rules(name).Except([missing]));
            Assert.True(code != 0, $"works without {missing}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Without_what_is_optional_it_works(string name)
    {
        RequiredPermission row = Row(name);
        foreach (string missing in row.OptionalCommands)
        {
            (int code, string errors) = _server.Run(PermissionCases.All[name], Rules(name).Except([missing]));
            Assert.True(code == 0, $"without {missing}: {errors}");
        }
    }

    private static string NameOf(RequiredPermission row) => row.Parameter.Length > 0 ? $"{row.Cmdlet} -{row.Parameter}" : row.Cmdlet;

    private static RequiredPermission Row(string name) => RequiredPermissions.All.Single(row => NameOf(row) == name);

    // The rights of the row, and where it is a parameter's, those of the cmdlet and of the parameters that the line uses beside it.
    private static IEnumerable<string> Rules(string name)
    {
        RequiredPermission row = Row(name);
        return RequiredPermissions.All
            .Where(other => other.Cmdlet == row.Cmdlet && (other.Parameter.Length == 0 || other == row || PermissionCases.All[name].Base.Contains(other.Parameter)))
            .SelectMany(other => other.Commands.Concat(other.OptionalCommands).Concat(other.KeyAccess == AclKeyAccess.None ? [] : [new AclKeyPattern("*", other.KeyAccess).ToString()]))
            .Distinct();
    }
}
