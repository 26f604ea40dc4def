using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS;

/// <summary>
/// What every cmdlet of the module shares: waiting for asynchronous work on the pipeline thread, stopping at once,
/// and turning the client's exceptions into errors with a stable id.
/// </summary>
public abstract class RedisCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the user stops the pipeline, or when the pipeline is over.</summary>
    protected internal CancellationToken StopToken => _stop.Token;

    /// <summary>Runs once, before the first input. A Redis error here ends the command: nothing can follow it.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Runs for each input. A Redis error here is written, and the next input goes on.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Runs once, after the last input.</summary>
    protected virtual void End()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(Begin, terminating: true);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(Process, terminating: false);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(End, terminating: false);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Ends what is still under way, such as a page read ahead after <c>Select-Object -First</c> had enough.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds. The engine calls it however the pipeline ended.</summary>
    /// <param name="disposing">True when called by Dispose.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Cancelled and not disposed: abandoned work may still look at the token.
            _stop.Cancel();
        }
    }

    /// <summary>Waits on the pipeline thread until the task is done, or returns at once when the pipeline is stopped, whatever the task does.</summary>
    protected internal T Await<T>(Task<T> task)
    {
        Wait(task, null);
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Await{T}(Task{T})"/>
    protected internal void Await(Task task)
    {
        Wait(task, null);
        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Await{T}(Task{T})"/>
    protected internal T Await<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : Await(task.AsTask());

    /// <summary>Waits like the others, and calls back on the pipeline thread about five times a second, where progress may be written.</summary>
    protected internal T Await<T>(Task<T> task, Action whileWaiting)
    {
        Wait(task, whileWaiting);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Writes a client's exception as an error that does not end the command.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="target">The key, connection or command it happened to.</param>
    protected internal void WriteRedisError(RedisException exception, object? target = null) => WriteError(RedisErrors.From(exception, target));

    /// <summary>Says what must be known of a command that is being stopped: PowerShell then takes no errors and no warnings, only its host still shows something.</summary>
    /// <param name="text">What is to be said.</param>
    protected internal void TellWhileStopping(string text) => Host.UI.WriteErrorLine($"{MyInvocation.MyCommand.Name}: {text}");

    /// <summary>
    /// The one question before a mass change: -WhatIf prints <paramref name="description"/>; otherwise it is asked once, unless the
    /// change is small, or -Force or -Confirm:$false was given.
    /// </summary>
    /// <param name="description">What would be done to what: the blast radius as one text.</param>
    /// <param name="count">How many things would change.</param>
    /// <param name="threshold">From how many on the question is asked even where the host's preference would not ask.</param>
    /// <param name="force">The cmdlet's -Force.</param>
    /// <param name="impact">The cmdlet's own ConfirmImpact.</param>
    protected internal bool ConfirmMassChange(string description, long count, long threshold, bool force, ConfirmImpact impact = ConfirmImpact.Medium)
    {
        const string Caption = "Confirm";
        try
        {
            if (!ShouldProcess(description, description + Environment.NewLine + "Continue?", Caption))
            {
                return false;
            }

            // ShouldProcess has asked already where the preference says so; a second question would teach people to answer without reading.
            if (force || count < threshold || MyInvocation.BoundParameters.ContainsKey("Confirm") || ShouldProcessAsks(impact))
            {
                return true;
            }

            return ShouldContinue(description, Caption);
        }
        catch (PSInvalidOperationException e)
        {
            ThrowTerminatingError(RedisErrors.ConfirmationNeeded(description, e));
            return false;
        }
    }

    /// <summary>Whether this call only says what it would do. Known before ShouldProcess is asked, which needs to be told what that is.</summary>
    protected internal bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? LanguagePrimitives.IsTrue(given)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether there will be no question, so that nothing needs to be found out for one.</summary>
    /// <param name="force">The cmdlet's -Force.</param>
    /// <param name="impact">The cmdlet's own ConfirmImpact.</param>
    protected internal bool AgreedBeforehand(bool force, ConfirmImpact impact = ConfirmImpact.Medium) =>
        MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
            ? !LanguagePrimitives.IsTrue(given)
            : force && !ShouldProcessAsks(impact);

    private bool ShouldProcessAsks(ConfirmImpact impact) =>
        LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference)
        && preference != ConfirmImpact.None
        && impact >= preference;

    private void Wait(Task task, Action? whileWaiting)
    {
        try
        {
            if (whileWaiting is null)
            {
                task.Wait(StopToken);
                return;
            }

            while (!task.Wait(200, StopToken))
            {
                whileWaiting();
            }
        }
        catch (AggregateException)
        {
            // GetResult throws the one that matters.
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            // Nobody waits for it any more; its exception must not surface elsewhere.
            _ = task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    private void Run(Action body, bool terminating)
    {
        try
        {
            body();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (RedisException e) when (terminating)
        {
            ThrowTerminatingError(RedisErrors.From(e, null));
        }
        catch (RedisException e)
        {
            WriteError(RedisErrors.From(e, null));
        }
        catch (HostException e) when (terminating)
        {
            ThrowTerminatingError(RedisErrors.From(e, null));
        }
        catch (HostException e)
        {
            WriteError(RedisErrors.From(e, null));
        }
    }
}
