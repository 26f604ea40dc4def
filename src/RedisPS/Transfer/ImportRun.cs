using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;

namespace RedisPS.Transfer;

/// <summary>The way keys come back from a file: counted, asked about in one question, written, reported.</summary>
internal sealed class ImportRun(RedisCmdlet cmdlet, RedisConnection connection, string source, RestoreConflict conflict, bool force)
{
    // So many keys are written without a question when none that is there changes.
    private const long AskFrom = 1000;

    /// <summary>What the question says before the plan; with it, it is always asked.</summary>
    public string? Warning { get; init; }

    /// <summary>Does it.</summary>
    public void Run(KeyImport import)
    {
        ProgressReporter reporter = new(cmdlet, $"{import.Result.Action}: {System.IO.Path.GetFileName(source)} to {connection.Server}", "keys");
        try
        {
            // Where nobody looks at the plan, only the file is checked.
            bool looks = conflict == RestoreConflict.Fail || cmdlet.IsWhatIf || !cmdlet.AgreedBeforehand(force);
            KeyRestorePlan plan = cmdlet.Await(import.PlanAsync(looks, cmdlet.StopToken), () => reporter.Report(import.Done, null, "Reading"));
            bool asks = Warning is not null || (conflict == RestoreConflict.Replace && plan.Existing > 0);
            if (!cmdlet.ConfirmMassChange(Warning + plan, asks ? Math.Max(plan.Written, AskFrom) : plan.Written, AskFrom, force))
            {
                return;
            }

            if (conflict == RestoreConflict.Fail && plan.Existing > 0)
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"Nothing was written: {plan.Existing:N0} of the keys are there already.");
                cmdlet.WriteError(RedisErrors.Record(new InvalidOperationException(message), "RestoreConflict", ErrorCategory.ResourceExists, source, "Choose -Conflict Skip or Replace, a -Prefix, or another -Database."));
                return;
            }

            Write(import, plan, reporter);
        }
        catch (TransferException e)
        {
            cmdlet.WriteRedisError(e, source);
        }
        finally
        {
            reporter.Complete();
        }
    }

    private void Write(KeyImport import, KeyRestorePlan plan, ProgressReporter reporter)
    {
        try
        {
            OperationResult result = cmdlet.Await(import.RunAsync(cmdlet.StopToken), () => reporter.Report(import.Done, plan.Matched));
            cmdlet.WriteObject(result);
            foreach (KeyError error in result.Errors)
            {
                cmdlet.WriteRedisError(error.ToException(), error.Key);
            }
        }
        catch (RedisException)
        {
            cmdlet.WriteObject(import.Result);
            throw;
        }
    }
}
