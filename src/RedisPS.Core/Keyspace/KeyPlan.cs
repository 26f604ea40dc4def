using System.Diagnostics;
using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// The exact keys that a mass operation will touch, found before anything is changed: what -WhatIf announces, what the question
/// shows, and what is then done, with no second look that could find others. Memory is bounded (64 MiB, then a temporary file).
/// </summary>
public sealed class KeyPlan : IDisposable
{
    private const int Portion = 1000;
    private const int MostErrors = 100;

    private readonly KeySpool _spool;
    private readonly List<KeyError> _errors = [];
    private readonly List<string> _notes = [];

    internal KeyPlan(KeyOrigin origin, KeySpool? spool = null)
    {
        Radius = new BlastRadius(origin);
        _spool = spool ?? new KeySpool();
    }

    /// <summary>How many keys are planned.</summary>
    public long Count => _spool.Count;

    /// <summary>What they amount to.</summary>
    public BlastRadius Radius { get; }

    /// <summary>When the plan was made.</summary>
    public DateTimeOffset CreatedAt { get; internal init; } = DateTimeOffset.UtcNow;

    /// <summary>The first hundred keys that could not be asked in full; <see cref="ErrorCount"/> counts all.</summary>
    public IReadOnlyList<KeyError> Errors => _errors;

    /// <summary>How many keys could not be asked in full.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>What could not be asked, or why the plan ends early.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The planned keys, in the order they were found.</summary>
    public IEnumerable<PlannedKey> Keys => _spool.Read();

    /// <summary>The most keys that were asked for, where there were more; null: the plan has all.</summary>
    internal long? Cap { get; private set; }

    internal string? SpoolPath => _spool.FilePath;

    /// <summary>Finds the keys and what they amount to.</summary>
    /// <param name="client">The server, in the database to work in.</param>
    /// <param name="source">Which keys. Given names that do not exist are counted in BlastRadius.Missing and not planned; names given twice count once.</param>
    /// <param name="options">How; null: the usual way.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The plan.</returns>
    public static async Task<KeyPlan> CreateAsync(RedisClient client, KeySource source, KeyPlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new KeyPlanOptions();
        KeyPlan plan = new(new KeyOrigin(client.Endpoint.ToString(), client.Database, options.ConnectionName));
        try
        {
            switch (source)
            {
                case KeySource.WalkSource walk:
                    await plan.WalkAsync(client, walk.Query, options, cancellationToken).ConfigureAwait(false);
                    break;
                case KeySource.GivenSource given:
                    await plan.LookUpAsync(client, given.Given, options, cancellationToken).ConfigureAwait(false);
                    break;
                case KeySource.PlanSource other:
                    foreach (PlannedKey key in other.Planned.Keys.Take((int)Math.Min(options.MaxKeys ?? int.MaxValue, int.MaxValue))) { plan.Add(key); }
                    if (options.MaxKeys is { } most && other.Planned.Count > most) { plan.Capped(most); }
                    break;
            }

            if (options.Path is not null) { await plan.SaveAsync(options.Path, cancellationToken).ConfigureAwait(false); }
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    /// <summary>Reads a plan that <see cref="SaveAsync"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InvalidDataException">The file is not a plan; the message has the line.</exception>
    public static KeyPlan Load(string path) => KeyPlanFile.Load(path);

    /// <summary>Writes the plan as JSON Lines: a line about the plan, then one a key with key (or keyBase64 when it is not UTF-8), type, ttlMs and bytes.</summary>
    /// <param name="path">The file; it appears when it is complete.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that is done when the file is in place.</returns>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) => KeyPlanFile.SaveAsync(this, path, cancellationToken);

    /// <summary>Forgets the keys and removes the temporary file, if there is one.</summary>
    public void Dispose() => _spool.Dispose();

    /// <summary>What the plan amounts to.</summary>
    /// <returns>The text of the question.</returns>
    public override string ToString() => Radius.ToString();

    internal void Add(in PlannedKey key)
    {
        _spool.Add(key);
        Radius.Add(key);
    }

    private async Task WalkAsync(RedisClient client, KeyQuery query, KeyPlanOptions options, CancellationToken cancellationToken)
    {
        KeyWalk walk = new(client, query with { Columns = query.Columns | options.Columns, MemorySamples = query.MemorySamples ?? options.MemorySamples }, options.ConnectionName);
        await using (walk.ConfigureAwait(false))
        {
            while (await walk.NextPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
            {
                foreach (KeyError error in page.Errors) { Note(error); }
                foreach (RedisKeyInfo key in page)
                {
                    if (Count == options.MaxKeys)
                    {
                        Capped(options.MaxKeys.Value);
                        break;
                    }

                    Add(From(key));
                }

                options.Progress?.Invoke(walk.Progress with { Phase = "Planning" });
                if (Count == options.MaxKeys && _notes.Count > 0) { break; }
            }

            _notes.AddRange(walk.Restrictions);
        }
    }

    private async Task LookUpAsync(RedisClient client, IEnumerable<RedisKey> keys, KeyPlanOptions options, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        KeySet seen = new();
        List<KeyError> errors = [];
        long looked = 0;
        using KeyInspection inspection = new(client, options.Columns & ~KeyColumns.ExactExpiry, options.ConnectionName, options.MemorySamples);
        await foreach (RedisKeyInfo[] portion in inspection.RunAsync(keys.Where(seen.Add).Chunk(Portion), errors, cancellationToken).ConfigureAwait(false))
        {
            foreach (KeyError error in errors) { Note(error); }
            errors.Clear();
            foreach (RedisKeyInfo key in portion)
            {
                if (key.IsGone)
                {
                    Radius.Missing++;
                    continue;
                }

                if (Count == options.MaxKeys)
                {
                    Capped(options.MaxKeys.Value);
                    break;
                }

                Add(From(key));
            }

            if (Count == options.MaxKeys && _notes.Count > 0) { break; }
            looked += portion.Length;
            options.Progress?.Invoke(new OperationProgress("Planning", looked, null, Count, Stopwatch.GetElapsedTime(started)));
        }

        _notes.AddRange(inspection.Restrictions);
    }

    private static PlannedKey From(RedisKeyInfo key) =>
        new(key.GetRedisKey(), key.Type, key.PttlMilliseconds == RedisKeyInfo.Unknown ? null : key.PttlMilliseconds, key.MemoryBytes);

    private void Capped(long cap)
    {
        Cap = cap;
        _notes.Add(string.Create(CultureInfo.InvariantCulture, $"The plan ends at the cap of {cap:N0} keys; there are more."));
    }

    private void Note(KeyError error)
    {
        ErrorCount++;
        if (_errors.Count < MostErrors) { _errors.Add(error); }
    }
}
