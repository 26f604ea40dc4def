using System.Xml.Linq;
using RedisPS.Core.Hosts;
using RedisPS.Core.Scheduling;
using RedisPS.TestServers.Hosts;
using Xunit;

namespace RedisPS.Core.Tests.Scheduling;

/// <summary>Tasks in a crontab, in systemd and in the Task Scheduler, each played by a script that keeps what it is given.</summary>
public sealed class TaskStoreTests : IDisposable
{
    private const string Others = "MAILTO=ops@example.com\n# RedisPS task nightly is not here any more\n# RedisPS is great\n*/5 * * * * /usr/local/bin/other --rate 50\\%\n";

    private readonly ScriptedHost _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_crontab_keeps_everything_else_to_the_byte()
    {
        _machine.WithCrontab(Others);
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Cron);

        RedisTask made = await store.RegisterAsync(Nightly("Backup-Redis -Path '/it''s 100%'"), CancellationToken.None);
        string after = Crontab;
        RedisTask again = await store.RegisterAsync(Nightly("Backup-Redis -Path '/it''s 100%'"), CancellationToken.None);

        Assert.True(made is { Changed: true, Name: "nightly", Schedule: "0 3 * * *", Provider: TaskProvider.Cron });
        Assert.False(again.Changed);
        Assert.Equal(after, Crontab);
        Assert.StartsWith(Others, after, StringComparison.Ordinal);
        Assert.EndsWith("0 3 * * * '/opt/redisps' 'Backup-Redis -Path '\\''/it'\\'''\\''s 100'\"$(printf '\\045')\"''\\''' # RedisPS task nightly\n", after, StringComparison.Ordinal);
        Assert.Equal("'/opt/redisps' 'Backup-Redis -Path '\\''/it'\\'''\\''s 100%'\\'''", made.Command);

        await store.RegisterAsync(Nightly("Test-RedisConnection") with { Schedule = TaskSchedule.Parse("@daily") }, CancellationToken.None);
        Assert.Equal("0 0 * * *", Assert.Single(await store.ListAsync(CancellationToken.None)).Schedule);

        await store.RemoveAsync("nightly", CancellationToken.None);
        Assert.Equal(Others, Crontab);
        Assert.Equal(HostFailure.TaskNotFound, (await Assert.ThrowsAsync<HostException>(() => store.RemoveAsync("nightly", CancellationToken.None))).Failure);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0 1 * * * last line without its end")]
    public async Task A_crontab_that_is_empty_or_ends_early_is_written_whole(string? before)
    {
        _machine.WithCrontab(before);
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Cron);

        await store.RegisterAsync(Nightly("a"), CancellationToken.None);
        await store.RegisterAsync(Nightly("b") with { Name = "second" }, CancellationToken.None);

        Assert.StartsWith(before ?? "", Crontab, StringComparison.Ordinal);
        Assert.EndsWith("'b' # RedisPS task second\n", Crontab, StringComparison.Ordinal);
        Assert.Equal(["nightly", "second"], (await store.ListAsync(CancellationToken.None)).Select(task => task.Name));
    }

    [Fact]
    public async Task A_crontab_that_could_not_be_written_back_is_not_touched()
    {
        _machine.Program("crontab", "PATH=/usr/bin:/bin; case \"$1\" in -l) printf '# \\377\\n';; *) cat > $HERE/crontab;; esac");
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Cron);

        HostException refused = await Assert.ThrowsAsync<HostException>(() => store.RegisterAsync(Nightly("a"), CancellationToken.None));

        Assert.Equal(HostFailure.TaskRefused, refused.Failure);
        Assert.DoesNotContain("crontab -", _machine.Calls);
    }

    [Fact]
    public async Task A_crontab_that_refuses_is_an_error()
    {
        _machine.Program("crontab", "echo 'You (app) are not allowed to use this program (crontab)' >&2; exit 1");

        HostException refused = await Assert.ThrowsAsync<HostException>(() => TaskStore.Of(_machine.Host(), TaskProvider.Cron).RegisterAsync(Nightly("a"), CancellationToken.None));

        Assert.Contains("not allowed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("cron.allow", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "root/etc/systemd/system", "systemctl ")]
    [InlineData(false, "home/.config/systemd/user", "systemctl --user ")]
    public async Task Systemd_gets_a_timer_and_a_service(bool elevated, string folder, string call)
    {
        WithSystemd();
        TaskStore store = TaskStore.Of(_machine.Host(elevated: elevated), TaskProvider.Systemd);
        string units = Path.Combine(_machine.Directory, folder);

        RedisTask made = await store.RegisterAsync(Nightly("Connect-Redis \"$x\" 100% \\"), CancellationToken.None);
        RedisTask again = await store.RegisterAsync(Nightly("Connect-Redis \"$x\" 100% \\"), CancellationToken.None);

        Assert.True(made.Changed);
        Assert.False(again.Changed);
        Assert.True(made is { LastResult: 3, LastRun: { } run } && run.ToUnixTimeSeconds() == 1_790_000_000);
        Assert.Contains("OnCalendar=*-*-* 03:00:00\n", await File.ReadAllTextAsync(Path.Combine(units, "redisps-nightly.timer")), StringComparison.Ordinal);
        Assert.Contains("ExecStart=\"/opt/redisps\" \"Connect-Redis \\\"$$x\\\" 100%% \\\\\"\n", await File.ReadAllTextAsync(Path.Combine(units, "redisps-nightly.service")), StringComparison.Ordinal);
        Assert.Equal([call + "daemon-reload", call + "enable --now redisps-nightly.timer", call + "restart redisps-nightly.timer"], Changes());

        await store.RemoveAsync("nightly", CancellationToken.None);
        Assert.Empty(Directory.GetFiles(units));
        Assert.Equal([call + "disable --now redisps-nightly.timer", call + "clean --what=state redisps-nightly.timer", call + "daemon-reload"], Changes()[3..]);
    }

    [Fact]
    public async Task Systemd_units_of_others_are_not_ours()
    {
        WithSystemd();
        _machine.WithFile("/etc/systemd/system/redisps-theirs.timer", "[Timer]\nOnCalendar=daily\n").WithFile("/etc/systemd/system/redisps-theirs.service", "[Service]\n");
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Systemd);

        Assert.Empty(await store.ListAsync(CancellationToken.None));
        Assert.Equal(HostFailure.TaskNotFound, (await Assert.ThrowsAsync<HostException>(() => store.RemoveAsync("theirs", CancellationToken.None))).Failure);
    }

    [Theory]
    [InlineData("*/15 * * * *", "*-*-* *:00,15,30,45:00")]
    [InlineData("30 2 * * 1-5", "Mon,Tue,Wed,Thu,Fri *-*-* 02:30:00")]
    [InlineData("0 5 1 jan,jul *", "*-01,07-01 05:00:00")]
    [InlineData("0 5 13 * fri", "*-*-13 05:00:00|Fri *-*-* 05:00:00")]
    public void A_schedule_is_said_in_the_words_of_systemd(string schedule, string calendar) =>
        Assert.Equal(calendar, string.Join('|', SystemdTasks.Calendar(TaskSchedule.Parse(schedule))));

    [Fact]
    public async Task The_Task_Scheduler_gets_a_document_and_gives_it_back()
    {
        _machine.Program("schtasks", """
            PATH=/usr/bin:/bin
            case "$1" in
              /Query) [ "$2" = /TN ] && { cat "$HERE/outcome.csv" 2>/dev/null; exit; }; echo '<?xml version="1.0" encoding="UTF-16"?>'; echo '<Tasks>'; cat "$HERE/task.xml" 2>/dev/null; echo '</Tasks>';;
              /Create) iconv -f UTF-16 -t UTF-8 "$5" | sed 's/<?xml[^>]*?>//' > "$HERE/task.xml";;
              /Delete) rm "$HERE/task.xml";;
            esac
            """);
        TaskStore store = TaskStore.Of(_machine.Host(HostPlatform.Windows), TaskProvider.TaskScheduler);
        TaskDefinition task = new("nightly", TaskSchedule.Parse("30 2 * * mon"), @"C:\Program Files\PowerShell\7\pwsh.exe", ["-Command", @"Backup-Redis -Path 'D:\b\' -Name ""x"""]);

        RedisTask made = await store.RegisterAsync(task, CancellationToken.None);
        RedisTask again = await store.RegisterAsync(task, CancellationToken.None);

        Assert.True(made.Changed);
        Assert.False(again.Changed);
        Assert.Equal(@"""C:\Program Files\PowerShell\7\pwsh.exe"" -Command ""Backup-Redis -Path 'D:\b\' -Name \""x\""""", made.Command);
        Assert.Null(again.LastResult);

        // As a German Windows answers, a line for each trigger; the quotes of the command are not doubled.
        await File.WriteAllTextAsync(Path.Combine(_machine.Directory, "outcome.csv"), """"
            "PC1","\RedisPS\nightly","23.11.2026 02:30:00","Bereit","Interaktiv/Hintergrund","16.11.2026 02:30:01","3","PC1\ops","pwsh.exe -Command "Backup-Redis, "x""","N/V"
            "PC1","\RedisPS\nightly","30.11.2026 02:30:00","Bereit","Interaktiv/Hintergrund","16.11.2026 02:30:01","3","PC1\ops","pwsh.exe","N/V"

            """");
        Assert.Equal(3, Assert.Single(await store.ListAsync(CancellationToken.None)).LastResult);
        Assert.Contains(_machine.Calls, call => call.StartsWith("schtasks /Query /TN", StringComparison.Ordinal));

        XElement xml = XElement.Parse(await File.ReadAllTextAsync(Path.Combine(_machine.Directory, "task.xml")));
        XNamespace name = xml.Name.Namespace;
        XElement trigger = Assert.Single(xml.Element(name + "Triggers")!.Elements());
        Assert.Equal("2026-01-01T02:30:00", trigger.Element(name + "StartBoundary")!.Value);
        Assert.Equal("Monday", Assert.Single(trigger.Element(name + "ScheduleByWeek")!.Element(name + "DaysOfWeek")!.Elements()).Name.LocalName);

        await store.RemoveAsync("nightly", CancellationToken.None);
        Assert.Empty(await store.ListAsync(CancellationToken.None));
        Assert.Contains(_machine.Calls, call => call.StartsWith("schtasks /Delete", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("-1073741510", -1073741510)] // ended by Ctrl+C
    [InlineData("3221225786", -1073741510)] // the same without a sign
    [InlineData("267014", 267014)] // ended by somebody
    [InlineData("267011", null)] // never ran
    [InlineData("267009", null)] // runs now
    [InlineData("N/A", null)]
    public void The_last_result_is_read_where_there_is_one(string text, int? code)
    {
        string line = $"\"PC1\",\"\\RedisPS\\nightly\",\"N/A\",\"Ready\",\"Interactive only\",\"11/30/1999 12:00:00 AM\",\"{text}\",\"PC1\\ops\",\"pwsh.exe\"";

        Assert.Equal(code, SchedulerOutcome.Read(["", "INFO: \"x\"", line], @"\RedisPS\nightly").Code);
        Assert.Null(SchedulerOutcome.Read([line], @"\RedisPS\other").Code);
    }

    [Theory]
    [InlineData("*/15 * * * *", 1, "ScheduleByDay")]
    [InlineData("0 3,15 * * *", 2, "ScheduleByDay")]
    [InlineData("0 3 1 * *", 1, "ScheduleByMonth")]
    [InlineData("0 3 * feb *", 1, "ScheduleByMonth")]
    [InlineData("0 3 * feb mon", 1, "ScheduleByMonthDayOfWeek")]
    [InlineData("0 3 13 * fri", 2, "ScheduleByMonth ScheduleByWeek")]
    public void A_schedule_is_said_in_the_words_of_the_Task_Scheduler(string schedule, int count, string kinds)
    {
        IReadOnlyList<XElement> triggers = SchedulerTasks.Triggers(TaskSchedule.Parse(schedule));

        Assert.Equal(count, triggers.Count);
        Assert.Equal(kinds, string.Join(' ', triggers.Select(trigger => trigger.Elements().Last().Name.LocalName).Distinct()));
    }

    [Theory]
    [InlineData("1-58 8-17 * * *")]
    [InlineData("0 3 */2 * mon")]
    public void What_the_Task_Scheduler_cannot_say_is_refused(string schedule) =>
        Assert.Equal(HostFailure.ScheduleInvalid, Assert.Throws<HostException>(() => SchedulerTasks.Triggers(TaskSchedule.Parse(schedule))).Failure);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("a\nb")]
    public void A_name_that_would_be_more_than_a_name_is_refused(string name) => Assert.Throws<HostException>(() => TaskStore.CheckName(name));

    [Theory]
    [InlineData("Connect-Redis redis://user:secret@host")]
    [InlineData("Connect-Redis 'rediss://:secret@host:1'")]
    [InlineData("Connect-Redis redis://secret@host | Out-Null; Connect-Redis -HostName x -PasswordFile /etc/x.secret")]
    [InlineData("Connect-Redis -ConnectionString 'host:1,password=secret'")]
    [InlineData("Set-RedisConfig requirepass s3cret")]
    [InlineData("Set-RedisConfig masterauth 's3cret' -Force")]
    [InlineData("Invoke-RedisCommand AUTH,s3cret")]
    [InlineData("New-RedisAclUser a -Rule '>s3cret'")]
    [InlineData("$p = ConvertTo-SecureString x -AsPlainText -Force")]
    public void A_line_with_a_password_is_refused(string script) => Assert.Equal(HostFailure.TaskRefused, Assert.Throws<HostException>(() => TaskScript.Check(script)).Failure);

    [Theory]
    [InlineData("Connect-Redis redis://backup@host -PasswordFile /etc/x.secret | Out-Null; Backup-Redis -Path '/b'")]
    [InlineData("Connect-Redis -PasswordFile /etc/x.secret -Uri redis://backup@host")]
    [InlineData("Get-RedisKey | Out-File > /tmp/list")]
    [InlineData("Set-RedisConfig requirepass $p")]
    [InlineData("Connect-Redis -EnvironmentFile '/e'; Get-RedisAclUser app")]
    public void A_line_without_a_password_is_taken(string script) => TaskScript.Check(script);

    [Fact]
    public async Task A_timer_that_cannot_be_started_is_not_left_behind()
    {
        _machine.Program("systemctl", "echo 'Failed to connect to bus' >&2; exit 1");
        TaskStore store = TaskStore.Of(_machine.Host(elevated: false), TaskProvider.Systemd);

        HostException failed = await Assert.ThrowsAsync<HostException>(() => store.RegisterAsync(Nightly("a"), CancellationToken.None));

        Assert.Contains("Failed to connect to bus", failed.Message, StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("daemon-reload")]
    [InlineData("enable --now")]
    [InlineData("restart")]
    public async Task A_timer_that_was_there_before_stays_when_the_new_one_cannot_be_started(string refused)
    {
        WithSystemd();
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Systemd);
        await store.RegisterAsync(Nightly("a"), CancellationToken.None);
        string timer = Path.Combine(_machine.Directory, "root/etc/systemd/system/redisps-nightly.timer");
        string before = await File.ReadAllTextAsync(timer);

        // It fails once, as when a manager is busy, and then does what it is told.
        _machine.Program("systemctl", $"PATH=/usr/bin:/bin; case \"$*\" in *'{refused}'*) if ! [ -e $HERE/refused ]; then touch $HERE/refused; echo 'Job failed' >&2; exit 1; fi;; *show*timer*) echo ActiveState=active;; esac");
        int calls = Changes().Length;
        HostException failed = await Assert.ThrowsAsync<HostException>(() => store.RegisterAsync(Nightly("b") with { Schedule = TaskSchedule.Parse("0 4 * * *") }, CancellationToken.None));

        Assert.Contains("Job failed", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith("The task is as it was before, and runs.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(timer));
        Assert.Equal("0 3 * * *", Assert.Single(await store.ListAsync(CancellationToken.None)).Schedule);
        Assert.Equal(["systemctl daemon-reload", "systemctl enable redisps-nightly.timer", "systemctl restart redisps-nightly.timer"], Changes()[calls..][^3..]);

        // And where that fails too, it is said.
        _machine.Program("systemctl", "PATH=/usr/bin:/bin; case \"$*\" in *show*timer*) echo ActiveState=active;; *show*) ;; *) echo 'Bus lost' >&2; exit 1;; esac");
        failed = await Assert.ThrowsAsync<HostException>(() => store.RegisterAsync(Nightly("b"), CancellationToken.None));
        Assert.Contains("may not run any more", failed.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(timer));
    }

    [Theory]
    [InlineData("disabled", "inactive", "disable", "stop", "does not run")]
    [InlineData("disabled", "active", "disable", "restart", "runs")]
    [InlineData("enabled", "inactive", "enable", "stop", "does not run")]
    public async Task A_timer_that_somebody_turned_off_is_off_again_when_the_new_one_cannot_be_started(string enabled, string active, string enabledAgain, string activeAgain, string said)
    {
        WithSystemd();
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Systemd);
        await store.RegisterAsync(Nightly("a"), CancellationToken.None);
        _machine.Program("systemctl", $"PATH=/usr/bin:/bin; case \"$*\" in *restart*) if ! [ -e $HERE/refused ]; then touch $HERE/refused; echo 'Job failed' >&2; exit 1; fi;; *show*timer*) echo ActiveState={active}; echo UnitFileState={enabled};; esac");

        HostException failed = await Assert.ThrowsAsync<HostException>(() => store.RegisterAsync(Nightly("b"), CancellationToken.None));

        Assert.EndsWith($"The task is as it was before, and {said}.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["systemctl daemon-reload", $"systemctl {enabledAgain} redisps-nightly.timer", $"systemctl {activeAgain} redisps-nightly.timer"], Changes()[^3..]);
    }

    [Fact]
    public async Task A_task_that_cannot_be_read_is_not_taken_for_one_that_was_not_there()
    {
        if (!OperatingSystem.IsLinux()) { return; }
        WithSystemd();
        TaskStore store = TaskStore.Of(_machine.Host(), TaskProvider.Systemd);
        await store.RegisterAsync(Nightly("a"), CancellationToken.None);
        string units = Path.Combine(_machine.Directory, "root/etc/systemd/system");
        string[] before = [.. Directory.GetFiles(units).Order(StringComparer.Ordinal)];
        int calls = Changes().Length;

        // From the last question on it is there, and reading it is an error of the disk.
        _machine.Program("systemctl", $"PATH=/usr/bin:/bin; case \"$*\" in *is-enabled*) ln -sf /proc/self/mem '{units}/redisps-nightly.service'; echo disabled; exit 1;; esac");
        HostException failed = await Assert.ThrowsAsync<HostException>(() => store.RegisterAsync(Nightly("a"), CancellationToken.None));

        Assert.Equal(before, Directory.GetFiles(units).Order(StringComparer.Ordinal));
        Assert.Contains("cannot be read", failed.Message, StringComparison.Ordinal);
        Assert.Equal(calls, Changes().Length);
    }

    [Fact]
    public async Task BusyBox_says_in_other_words_that_there_is_no_crontab()
    {
        _machine.Program("crontab", "PATH=/usr/bin:/bin; case \"$1\" in -l) if [ -e $HERE/crontab ]; then cat $HERE/crontab; else echo \"crontab: can't open 'app': No such file or directory\" >&2; exit 1; fi;; -) cat > $HERE/crontab;; esac");

        Assert.True((await TaskStore.Of(_machine.Host(), TaskProvider.Cron).RegisterAsync(Nightly("a"), CancellationToken.None)).Changed);
    }

    [Fact]
    public async Task Where_nothing_runs_tasks_it_says_so()
    {
        HostException none = await Assert.ThrowsAsync<HostException>(() => TaskStore.OpenAsync(_machine.Host(), null, CancellationToken.None));
        Assert.Equal(HostFailure.ProviderUnavailable, none.Failure);
        Assert.Empty(await TaskStore.AllAsync(_machine.Host(), CancellationToken.None));
    }

    [Fact]
    public async Task Systemd_comes_before_cron_where_it_runs_the_machine()
    {
        _machine.WithCrontab("");
        Assert.Equal(TaskProvider.Cron, (await TaskStore.OpenAsync(_machine.Host(), null, CancellationToken.None)).Provider);
        WithSystemd();
        Assert.Equal(TaskProvider.Systemd, (await TaskStore.OpenAsync(_machine.Host(), null, CancellationToken.None)).Provider);
        Assert.Equal(2, (await TaskStore.AllAsync(_machine.Host(), CancellationToken.None)).Count);
    }

    private static TaskDefinition Nightly(string script) => new("nightly", TaskSchedule.Parse("0 3 * * *"), "/opt/redisps", [script]);

    private string Crontab => _machine.Crontab!;

    private string[] Changes() => [.. _machine.Calls.Where(call => call.StartsWith("systemctl", StringComparison.Ordinal) && !call.Contains(" show ", StringComparison.Ordinal) && !call.Contains("is-", StringComparison.Ordinal))];

    private void WithSystemd() => _machine.Program("systemctl", """
        PATH=/usr/bin:/bin
        case "$*" in
          is-system-running) echo running;;
          *is-enabled*) if [ -e $HERE/enabled ]; then echo enabled; else echo disabled; exit 1; fi;;
          *enable*--now*) touch $HERE/enabled;;
          *show*service*) echo Result=exit-code; echo ExecMainStatus=3; echo ExecMainExitTimestamp=@1790000000;;
          *show*timer*) echo ActiveState=active;;
        esac
        """);
}
