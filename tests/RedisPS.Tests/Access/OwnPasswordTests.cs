using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Access;

/// <summary>A session that changes the password of its own user can connect again, or is told before that it cannot.</summary>
public sealed class OwnPasswordTests : IDisposable
{
    private const string Hash = "30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4";

    private readonly FileServer _server = new FileServer().Write("user me on >p ~* &* +@all").Start();

    [Theory]
    [InlineData("Set-RedisAclUser me -Rule 'resetpass', '>new' -Connection mine")]
    [InlineData("Set-RedisAclUser me -Rule 'resetpass >new' -Connection mine")]
    [InlineData("Set-RedisAclUser me -Reset -Rule 'on', '>new', '~*', '&*', '+@all' -Connection mine")]
    [InlineData("Set-RedisAclUser me -Rule 'resetpass', '>gone', '>new', '<gone' -Connection mine")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ me = 'on >new ~* &* +@all' } } -Force -Connection mine")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ me = @{ Enabled = $true; Password = 'new'; Keys = '*'; Channels = '*'; Commands = '+@all' } } } -Force -Connection mine")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ me = @('on', '>new', '~*', '&*', '+@all') } } -Force -Connection mine")]
    public void A_session_goes_over_to_the_password_it_was_given(string change)
    {
        (int code, string output, string errors) = Run($"{change} | Out-Null; {ComeBack}");

        Assert.Equal((0, "PONG", ""), (code, output.Trim(), errors));
        Assert.Equal("OK", Login("new"));
        Assert.StartsWith("WRONGPASS", Login("p"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"Set-RedisAclUser me -Rule 'resetpass', '#{Hash}' -Force -Connection mine")]
    [InlineData($"Set-RedisDesiredState -State @{{ AclUsers = @{{ me = 'on #{Hash} ~* &* +@all' }} }} -Force -Connection mine")]
    public void Who_gives_only_a_hash_is_warned(string change)
    {
        (int asked, _, string before) = Run(change + " -WhatIf");
        (int code, _, string after) = Run(change + " | Out-Null");

        Assert.Equal((0, 0), (asked, code));
        Assert.All([before, after], text => Assert.Contains("this session does not know its new password", text, StringComparison.Ordinal));
        Assert.Equal("OK", Login("pw"));
    }

    [Theory]
    [InlineData($"Set-RedisAclUser me -Rule '#{Hash}' -Connection mine")]
    [InlineData("Set-RedisAclUser me -Rule '+get' -Connection mine")]
    [InlineData($"Set-RedisDesiredState -State @{{ AclUsers = @{{ me = @('on', '#{Hash}', '#148de9c5a7a44d19e56cd9ae1a554bf67847afb0c58f6e12fa29ac7ddfca9940', '~*', '&*', '+@all') }} }} -Force -Connection mine")]
    public void A_password_that_stays_good_needs_no_warning(string change)
    {
        (int code, string output, string errors) = Run($"{change} | Out-Null; {ComeBack}");

        Assert.Equal((0, "PONG", ""), (code, output.Trim(), errors));
    }

    [Theory]
    [InlineData("New-RedisAclUser bob -Rule '>hunter2 is mine'")]
    [InlineData("New-RedisAclUser bob -Rule '>hunter2 on'")]
    [InlineData("New-RedisAclUser bob -Rule 'on >hunter2 is mine'")]
    [InlineData("Set-RedisAclUser me -Rule '~* <hunter2 is mine'")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ bob = '>hunter2 is mine' } } -Force")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ bob = @{ Rules = 'on >hunter2 is mine' } } } -Force")]
    public void No_piece_of_a_password_with_blanks_is_shown_or_taken_for_a_rule(string command)
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {command}");

        Assert.Equal((1, ""), (code, output.Trim()));
        Assert.Contains("-Credential", errors, StringComparison.Ordinal);
        Assert.All(["hunter2", "'is'", "mine", "'on'"], piece => Assert.DoesNotContain(piece, errors, StringComparison.Ordinal));
        Assert.DoesNotContain("bob", _server.Send("ACL", "LIST"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-RedisAclUser bob -Rule 'on >a ~* +get', '>b', '+set'", "+set")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ bob = @('on', '>a b', '~*', '+get') } } -Force", "+get")]
    public void Rules_that_can_be_told_apart_are_taken(string command, string last)
    {
        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {command} | Out-Null");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(last, _server.Send("ACL", "LIST")!.Split('\n').Single(line => line.Contains("user bob on", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    // What was open is closed, so that it must log in again.
    private static string ComeBack => "Invoke-RedisCommand CLIENT KILL USER me -Connection admin | Out-Null; Invoke-RedisCommand PING -Connection mine";

    private (int Code, string Output, string Errors) Run(string script) =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' -Name admin | Out-Null; Connect-Redis 'redis://me:p@{_server.EndPoint}' -Name mine -NoDefault | Out-Null; {script}");

    private string Login(string password)
    {
        try
        {
            return _server.Send("AUTH", "me", password) ?? "";
        }
        catch (TestServers.Wire.RawRedisException e)
        {
            return e.Message;
        }
    }
}
