using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>Pulls a walk page by page on the pipeline thread, with progress, warnings once, and errors of single keys together at the end.</summary>
internal sealed class KeyWalker : IDisposable
{
    private readonly RedisCmdlet _cmdlet;
    private readonly KeyWalk _walk;
    private readonly ProgressReporter _progress;
    private readonly KeyErrorSummary _errors = new();

    /// <summary>Prepares a walk.</summary>
    public KeyWalker(RedisCmdlet cmdlet, RedisConnection connection, RedisClient client, KeyQuery query)
    {
        _cmdlet = cmdlet;
        _walk = new KeyWalk(client, query, connection.Name);
        _progress = new ProgressReporter(cmdlet, string.Create(CultureInfo.InvariantCulture, $"Walking keys on {connection.Server} db{client.Database}"), "keys");
    }

    /// <summary>Where to go on after the last page; 0 at the end.</summary>
    public ulong Cursor => _walk.Cursor;

    /// <summary>Hands on pages of names until there are no more, or <paramref name="take"/> has enough.</summary>
    public void Names(Func<IReadOnlyList<RedisKey>, bool> take) => Run(() =>
    {
        while (_cmdlet.Await(_walk.NextNamesAsync(_cmdlet.StopToken)) is { } names)
        {
            if (!take(names))
            {
                return;
            }

            Report();
        }
    });

    /// <summary>Hands on pages of keys until there are no more, or <paramref name="take"/> has enough.</summary>
    public void Pages(Func<KeyPage, bool> take) => Run(() =>
    {
        while (_cmdlet.Await(_walk.NextPageAsync(_cmdlet.StopToken)) is { } page)
        {
            _errors.Add(page.Errors);
            if (!take(page))
            {
                return;
            }

            Report();
        }
    });

    /// <summary>Stops the walk at once.</summary>
    public void Dispose() => _walk.Dispose();

    private void Report() => _progress.Report(_walk.Progress.Done, _walk.Progress.Total);

    private void Run(Action walk)
    {
        try
        {
            walk();
            foreach (string restriction in _walk.Restrictions)
            {
                _cmdlet.WriteWarning(restriction);
            }
        }
        finally
        {
            _progress.Complete();
        }

        _errors.Write(_cmdlet);
    }
}
