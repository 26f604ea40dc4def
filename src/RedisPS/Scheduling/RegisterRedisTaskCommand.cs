using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Backup;
using RedisPS.Core.Hosts;
using RedisPS.Core.Scheduling;
using RedisPS.Transformations;

namespace RedisPS.Scheduling;

/// <summary>Register-RedisTask: lets cron, systemd or the Task Scheduler run RedisPS at set times.</summary>
[Cmdlet(VerbsLifecycle.Register, "RedisTask", DefaultParameterSetName = BackupSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RedisTask), typeof(string))]
public sealed class RegisterRedisTaskCommand : RedisCmdlet
{
    private const string BackupSet = "Backup";
    private const string CommandSet = "Command";

    /// <summary>The task's name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TaskNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The folder that the task backs up to.</summary>
    [Parameter(ParameterSetName = BackupSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The server, without a password.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateNotNullOrEmpty]
    public string? Uri { get; set; }

    /// <summary>The user to log in as.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The file that holds the password.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateNotNullOrEmpty]
    public string? PasswordFile { get; set; }

    /// <summary>The file with REDIS_URL and its like.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentFile { get; set; }

    /// <summary>The JSON file of the connection.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateNotNullOrEmpty]
    public string? ConfigFile { get; set; }

    /// <summary>How to get the data.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    public BackupMethod Method { get; set; } = BackupMethod.Replication;

    /// <summary>Compress with gzip.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    public SwitchParameter Compress { get; set; }

    /// <summary>Ask a replica where there is one.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    public SwitchParameter PreferReplica { get; set; }

    /// <summary>Remove backups that are older than so many days.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateRange(1, 36500)]
    public int? RetainDays { get; set; }

    /// <summary>Keep only the newest so many.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? RetainCount { get; set; }

    /// <summary>Keep the newest of each of so many days.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateRange(1, 36500)]
    public int? Daily { get; set; }

    /// <summary>Keep the newest of each of so many weeks.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateRange(1, 5200)]
    public int? Weekly { get; set; }

    /// <summary>Keep the newest of each of so many months.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    [ValidateRange(1, 1200)]
    public int? Monthly { get; set; }

    /// <summary>Write the settings beside each, without secrets.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    public SwitchParameter IncludeConfig { get; set; }

    /// <summary>Write the users beside each.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    public SwitchParameter IncludeAcl { get; set; }

    /// <summary>Write the functions beside each.</summary>
    [Parameter(ParameterSetName = BackupSet)]
    public SwitchParameter IncludeFunction { get; set; }

    /// <summary>Any line of RedisPS commands, instead of a backup.</summary>
    [Parameter(ParameterSetName = CommandSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>When, as cron writes it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Schedule { get; set; }

    /// <summary>Again and again after this time.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Every { get; set; }

    /// <summary>At this time of day.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? At { get; set; }

    /// <summary>Only on these days; with -At.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DayOfWeek[] DaysOfWeek { get; set; } = [];

    /// <summary>What runs it. Without it: what this machine has.</summary>
    [Parameter]
    [Alias("Provider")]
    public TaskProvider? As { get; set; }

    /// <summary>The pwsh or redisps that the task runs. Without it: the one that runs now.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostPath { get; set; }

    /// <summary>Show what would be written down, and change nothing.</summary>
    [Parameter]
    public SwitchParameter Print { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        HostSystem host = HostSystem.Current;
        TaskStore.CheckName(Name);
        TaskSchedule schedule = When();
        string script = ParameterSetName == CommandSet ? Command : BackupLine();
        TaskScript.Check(script);
        string manifest = System.IO.Path.Combine(AppContext.BaseDirectory, "RedisPS.psd1");
        TaskDefinition task = TaskHost.Find(host, HostPath, ModuleManifest() ?? manifest).Task(Name, schedule, script);
        if (Print)
        {
            WriteObject(TaskStore.Of(host, As ?? Await(ChosenAsync(host))).Print(task));
            return;
        }

        TaskStore store = Await(TaskStore.OpenAsync(host, As, StopToken));
        TaskEntry entry = Await(store.FindAsync(Name, StopToken));
        if (entry.Task is { } there && Await(store.IsAsync(entry, task, StopToken)))
        {
            WriteObject(there);
        }
        else if (ShouldProcess($"{store.Provider} of this machine", $"Run '{Name}' {schedule}: {script}"))
        {
            // While a question waits for its answer others may write there.
            WriteObject(Await(AgreedBeforehand(force: true) ? store.ReplaceAsync(entry, task, StopToken) : store.RegisterAsync(task, StopToken)));
            if (store.Provider != TaskProvider.Cron && !host.IsElevated)
            {
                WriteWarning(store.Provider == TaskProvider.Systemd
                    ? "A timer of a user runs while the user is logged in only; 'loginctl enable-linger' lets it run always. As root it is made a timer of the system."
                    : "The task runs while you are logged on only. Registered by an administrator it runs always.");
            }
        }
    }

    // The manifest lies beside the module's assembly; a single-file program has none, and needs none.
    private static string? ModuleManifest() =>
        typeof(RegisterRedisTaskCommand).Assembly.Location is { Length: > 0 } location && System.IO.Path.GetDirectoryName(location) is { } folder
            ? System.IO.Path.Combine(folder, "RedisPS.psd1")
            : null;

    private async Task<TaskProvider> ChosenAsync(HostSystem host)
    {
        try
        {
            return (await TaskStore.OpenAsync(host, null, StopToken).ConfigureAwait(false)).Provider;
        }
        catch (HostException)
        {
            // Nothing runs tasks here: it is shown for another machine.
            return host.Platform == HostPlatform.Windows ? TaskProvider.TaskScheduler : TaskProvider.Cron;
        }
    }

    private TaskSchedule When()
    {
        int given = (Schedule is null ? 0 : 1) + (Every is null ? 0 : 1) + (At is null ? 0 : 1);
        if (given != 1 || (DaysOfWeek.Length > 0 && At is null))
        {
            throw new HostException(
                HostFailure.ScheduleInvalid, given == 1 ? "-DaysOfWeek goes with -At." : "When shall it run?", "Give one of -At 03:00 [-DaysOfWeek Monday], -Every 6h, -Schedule '0 3 * * *'.");
        }

        return Schedule is not null ? TaskSchedule.Parse(Schedule)
            : Every is { } interval ? TaskSchedule.Every(interval)
            : TimeOnly.TryParse(At, System.Globalization.CultureInfo.InvariantCulture, out TimeOnly time) ? TaskSchedule.At(time, DaysOfWeek)
            : throw new HostException(HostFailure.ScheduleInvalid, $"'{At}' is not a time of day.", "Write it as 03:00.");
    }

    private string BackupLine()
    {
        string connect = TaskScript.Line(
            "Connect-Redis",
            (nameof(Uri), Uri), (nameof(UserName), UserName), (nameof(PasswordFile), Full(PasswordFile)), (nameof(EnvironmentFile), Full(EnvironmentFile)), (nameof(ConfigFile), Full(ConfigFile)));
        string backup = TaskScript.Line(
            "Backup-Redis",
            (nameof(Path), Full(Path)), (nameof(Method), Method == BackupMethod.Replication ? null : Method), (nameof(Compress), Compress.IsPresent),
            (nameof(PreferReplica), PreferReplica.IsPresent), (nameof(RetainDays), RetainDays), (nameof(RetainCount), RetainCount),
            (nameof(Daily), Daily), (nameof(Weekly), Weekly), (nameof(Monthly), Monthly),
            (nameof(IncludeConfig), IncludeConfig.IsPresent), (nameof(IncludeAcl), IncludeAcl.IsPresent), (nameof(IncludeFunction), IncludeFunction.IsPresent));
        return $"{connect} | Out-Null; {backup}";
    }

    // The task starts in another folder than the one that is current now.
    private string? Full(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
