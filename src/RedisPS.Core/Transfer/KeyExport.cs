using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using RedisPS.Client;
using RedisPS.Core.Files;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>
/// An export under way: steps of several operations may write into the one file. The file appears when it is whole; without
/// <see cref="Finish"/> nothing is left of it.
/// </summary>
public sealed class KeyExport : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private readonly KeyExportOptions _options;
    private readonly KeyFileHeader _header;
    private DurableFile? _file;
    private Stream? _stream;
    private IKeyWriter? _writer;
    private long _keys;
    private long _expiring;
    private bool _disposed;

    /// <summary>Prepares an export; the file is begun with the first key.</summary>
    /// <param name="client">The server.</param>
    /// <param name="connectionName">The connection's name, or null.</param>
    /// <param name="options">Where to and how.</param>
    /// <exception cref="TransferException">The file is there already.</exception>
    public KeyExport(RedisClient client, string? connectionName, KeyExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _header = new KeyFileHeader
        {
            Server = client.Endpoint.ToString(),
            ConnectionName = connectionName,
            Product = client.Capabilities.Product.ToString(),
            Version = client.Capabilities.VersionText,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        options.Check();
    }

    /// <summary>Makes what writes the keys of one operation into the file.</summary>
    /// <returns>The step.</returns>
    public ExportStep Step() => new(this);

    /// <summary>Ends the file, brings it to disk and gives it its name.</summary>
    /// <param name="results">What the operations did that wrote into it.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="TransferException">It cannot be written; nothing is left of it.</exception>
    public ExportedKeys Finish(IReadOnlyList<OperationResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        lock (_gate)
        {
            long bytes;
            try
            {
                Begin();
                _writer!.End();
                if (_stream != _file!.Stream) { _stream!.Dispose(); }
                _file.Stream.Flush(flushToDisk: true);
                bytes = _file.Stream.Length;
                _file.Keep(_options.Overwrite);
            }
            catch (IOException) when (!_options.Overwrite && File.Exists(_options.Path)) { throw _options.Exists(); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw TransferException.NotWritten(_options.Path, e); }
            return new ExportedKeys
            {
                Path = _options.Path,
                Format = _options.Format,
                IsCompressed = _options.Compress,
                Server = _header.Server,
                ConnectionName = _header.ConnectionName,
                Keys = _keys,
                ExpiringKeys = _expiring,
                Types = new SortedDictionary<string, long>(_types, StringComparer.Ordinal),
                Bytes = bytes,
                Skipped = results.Sum(result => result.Skipped),
                Failed = results.Sum(result => result.Failed),
                Elapsed = _clock.Elapsed,
            };
        }
    }

    /// <summary>Removes what is not finished.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            (_writer as IDisposable)?.Dispose();
            _file?.Dispose();
        }
    }

    internal void Add(int database, RedisKey key, long? expiresAt, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            try
            {
                if (_writer is null) { Begin(); }
                _writer!.Add(database, key, expiresAt, payload);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw TransferException.NotWritten(_options.Path, e); }
            _keys++;
            if (expiresAt is not null) { _expiring++; }
            string type = DumpPayload.TypeOf(payload);
            CollectionsMarshal.GetValueRefOrAddDefault(_types, type, out _)++;
        }
    }

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_writer is not null) { return; }
        _file = new DurableFile(_options.Path, secret: true);
        _stream = _options.Compress ? new GZipStream(_file.Stream, CompressionLevel.Fastest, leaveOpen: true) : _file.Stream;
        _writer = _options.Format == ExportFormat.Dump ? new DumpWriter(_stream, _header) : new JsonLinesWriter(_stream, _header);
    }
}
