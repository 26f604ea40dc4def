using System.Globalization;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>What restoring a whole server would do, found out before anything is changed.</summary>
public sealed class ServerRestorePlan
{
    internal ServerRestorePlan(RedisBackup backup, BackupTest test, RedisService service, ServerData data, StopPlan stop, ServerRestoreOptions options)
    {
        Backup = backup;
        Test = test;
        Service = service;
        Data = data;
        Stop = stop;
        Options = options;
    }

    /// <summary>The backup.</summary>
    public RedisBackup Backup { get; }

    /// <summary>What reading it found.</summary>
    public BackupTest Test { get; }

    /// <summary>The server's directory.</summary>
    public string DataPath => Data.Folder;

    /// <summary>Whether the server runs and will be stopped.</summary>
    public bool Stops => Service.Status is not (ServiceStatus.Stopped or ServiceStatus.Failed);

    /// <summary>How many keys the server has now; null while it does not run.</summary>
    public long? PreviousKeys => Data.Keys?.Values.Sum();

    /// <summary>
    /// Whether the server is to save before it stops: the old data is then all of it, to be kept, and to be put back when the restore fails.
    /// Also where nothing is unsaved when it is asked: clients write until it stops.
    /// </summary>
    public bool SavesOld => Stops && !Options.NoSave && !Data.AppendOnlyHoldsAll;

    /// <summary>Whether what is in no file is lost, because nothing is to be saved.</summary>
    internal bool LosesUnsaved => Stops && !SavesOld && !Data.AppendOnlyHoldsAll;

    internal RedisService Service { get; }

    internal ServerData Data { get; }

    internal StopPlan Stop { get; }

    internal ServerRestoreOptions Options { get; }

    /// <summary>The question in one text.</summary>
    /// <returns>What is there, what will come, what becomes of the old, and what others will notice.</returns>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string now = Data.Keys switch
        {
            null => "it does not run",
            { Count: 0 } => "it has no keys",
            { } keys => string.Create(culture, $"its {PreviousKeys:N0} keys ({string.Join(", ", keys.OrderBy(pair => pair.Key).Select(pair => string.Create(culture, $"database {pair.Key}: {pair.Value:N0}")))}) are REPLACED"),
        };
        List<string> steps =
        [
            string.Create(culture, $"Restore {Service.Name} in {Data.Folder} from {Backup.Name}: {now}; {Test.Keys:N0} keys come, {Test.ExpiringKeys:N0} of them with an expiry"),
        ];
        if (Stops)
        {
            steps.Add((SavesOld, LosesUnsaved, Stop.UnsavedChanges) switch
            {
                (true, _, > 0) => string.Create(culture, $"the service is stopped and saves {Stop.UnsavedChanges:N0} unsaved changes first"),
                (true, _, _) => "the service is stopped and saves first",
                (_, true, > 0) => string.Create(culture, $"the service is stopped WITHOUT saving, and {Stop.UnsavedChanges:N0} changes that are in no file are LOST, also if the restore fails"),
                (_, true, _) => "the service is stopped WITHOUT saving, and what it is given until then is LOST, also if the restore fails",
                _ => "the service is stopped without saving, for its append-only file holds everything",
            });
        }

        if (Data.AppendOnly) { steps.Add("its append-only file is begun anew"); }
        steps.Add(Options.KeepOld ? "the old data is kept beside it" : "the old data is REMOVED once the new is loaded and its counts are right");
        if (Data.Replicas > 0) { steps.Add(string.Create(culture, $"its {Data.Replicas:N0} replicas will take the restored data")); }
        if (Data.IsWatched) { steps.Add("Sentinels watch it and may make a replica the primary meanwhile: turn them off before"); }
        if (Data.IsCluster) { steps.Add("it is a node of a cluster: the backup must be of a node with the same slots"); }
        return string.Join("; ", steps);
    }
}
