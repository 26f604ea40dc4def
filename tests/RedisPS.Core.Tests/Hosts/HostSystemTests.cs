using System.Diagnostics;
using System.Globalization;
using RedisPS.Core.Hosts;
using RedisPS.TestServers.Hosts;
using Xunit;

namespace RedisPS.Core.Tests.Hosts;

public sealed class HostSystemTests
{
    [Fact]
    public async Task Arguments_arrive_as_they_are_and_no_shell_reads_them()
    {
        using ScriptedHost machine = new ScriptedHost().Program("show", "for word; do printf '<%s>' \"$word\"; done");

        CommandOutcome outcome = await machine.Host().RunAsync(new HostCommand("show", "a b", "$(id)", "; rm -rf /", "'", ""), CancellationToken.None);

        Assert.Equal("<a b><$(id)><; rm -rf /><'><>", outcome.Output);
    }

    [Fact]
    public async Task Input_output_errors_and_exit_code_are_told_apart()
    {
        using ScriptedHost machine = new ScriptedHost().Program("p", "read -r line; echo \"got $line\"; echo bad >&2; exit 3");

        CommandOutcome outcome = await machine.Host().RunAsync(new HostCommand("p") { Input = "x\n" }, CancellationToken.None);

        Assert.Equal((3, "got x\n", "bad\n"), (outcome.ExitCode, outcome.Output, outcome.Errors));
        HostException error = Assert.Throws<HostException>(() => outcome.Require());
        Assert.Contains("exit code 3. bad", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_ended_with_what_it_started()
    {
        using ScriptedHost machine = new ScriptedHost().Program("p", "echo started; /bin/sleep 60");

        HostException error = await Assert.ThrowsAsync<HostException>(() => machine.Host().RunAsync(new HostCommand("p") { Timeout = TimeSpan.FromMilliseconds(300) }, CancellationToken.None));

        Assert.Equal(HostFailure.ProgramTimeout, error.Failure);
    }

    [Fact]
    public async Task A_server_that_a_program_leaves_behind_does_not_keep_it_from_ending()
    {
        using ScriptedHost machine = new ScriptedHost().Program("p", "/bin/sleep 600 & echo $!");

        CommandOutcome outcome = await machine.Host().RunAsync(new HostCommand("p"), CancellationToken.None);

        using Process left = Process.GetProcessById(int.Parse(outcome.Output, CultureInfo.InvariantCulture));
        Assert.False(left.HasExited);
        left.Kill();
    }

    [Fact]
    public async Task A_long_output_is_read_to_its_end()
    {
        using ScriptedHost machine = new ScriptedHost().Program("p", "i=0; while [ $i -lt 3000 ]; do echo 'a line of an output that no pipe can hold at once, so somebody must read it'; i=$((i+1)); done; echo last");

        Assert.EndsWith("last\n", (await machine.Host().RunAsync(new HostCommand("p"), CancellationToken.None)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        using ScriptedHost machine = new();

        HostException error = await Assert.ThrowsAsync<HostException>(() => machine.Host().RunAsync(new HostCommand("nope"), CancellationToken.None));

        Assert.Equal(HostFailure.ProgramNotFound, error.Failure);
        Assert.Null(await machine.Host().AskAsync(new HostCommand("nope"), CancellationToken.None));
    }

    [Fact]
    public void A_command_is_shown_as_one_would_type_it() => Assert.Equal(
        "A='x y' apt-get install 'it'\\''s' plain", new HostCommand("apt-get", "install", "it's", "plain") { Environment = new Dictionary<string, string> { ["A"] = "x y" } }.ToString());
}
