using System.Runtime.CompilerServices;
using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>Asks for the columns of keys, and takes the replies into them. What the server refuses for one key is that key's error, what it refuses for all is noted once.</summary>
internal sealed class ColumnReader
{
    private KeyColumn[] _columns;
    private readonly Dictionary<string, KeyColumn> _lengths = new(StringComparer.Ordinal);
    private readonly RedisClient _client;
    private readonly KeyColumns _required;
    private readonly List<string> _restrictions = [];

    /// <param name="client">The server's client.</param>
    /// <param name="columns">What to ask.</param>
    /// <param name="required">Columns without which the question has no answer: their refusal is an error.</param>
    /// <param name="memorySamples">SAMPLES of MEMORY USAGE, or null.</param>
    /// <param name="knownType">The type of every key, when it need not be asked.</param>
    public ColumnReader(RedisClient client, KeyColumns columns, KeyColumns required = KeyColumns.None, int? memorySamples = null, string? knownType = null)
    {
        _client = client;
        _required = required;
        WantsLength = columns.HasFlag(KeyColumns.Length);
        if (WantsLength && knownType is null) { columns |= KeyColumns.Type; }
        if (columns.HasFlag(KeyColumns.ExactExpiry)) { columns |= KeyColumns.TimeToLive; }
        List<KeyColumn> list = [];
        if (columns.HasFlag(KeyColumns.Type)) { Add("TYPE", KeyColumns.Type); }
        if (columns.HasFlag(KeyColumns.TimeToLive)) { Add("PTTL", KeyColumns.TimeToLive); }
        if (columns.HasFlag(KeyColumns.ExactExpiry) && client.Capabilities.Supports("PEXPIRETIME")) { Add("PEXPIRETIME", KeyColumns.ExactExpiry); }
        if (columns.HasFlag(KeyColumns.Memory))
        {
            Add("MEMORY", KeyColumns.Memory, "USAGE", memorySamples is { } samples ? ["SAMPLES", samples.ToString(System.Globalization.CultureInfo.InvariantCulture)] : []);
        }

        if (columns.HasFlag(KeyColumns.Encoding)) { Add("OBJECT", KeyColumns.Encoding, "ENCODING"); }
        if (columns.HasFlag(KeyColumns.IdleTime)) { Add("OBJECT", KeyColumns.IdleTime, "IDLETIME"); }
        if (columns.HasFlag(KeyColumns.Frequency)) { Add("OBJECT", KeyColumns.Frequency, "FREQ"); }
        _columns = [.. list];

        void Add(string command, KeyColumns id, string? subcommand = null, params string[] after)
        {
            string label = subcommand is null ? command : $"{command} {subcommand}";
            if (client.Capabilities.Supports(label)) { list.Add(KeyColumn.For(client, id, command, subcommand, after)); }
            else
            {
                if (required.HasFlag(id)) { throw new RedisConfigurationException($"{client.Endpoint} does not have the command {label}, without which this cannot be told."); }
                _restrictions.Add($"{label} is not available on {client.Endpoint}, so {Describe(id)} is not known.");
            }
        }
    }

    public bool WantsLength { get; }

    public bool IsEmpty => _columns.Length == 0;

    /// <summary>What could not be asked of any key.</summary>
    public IReadOnlyList<string> Restrictions => _restrictions;

    /// <summary>Asks for the type after all.</summary>
    public void AskType() => _columns = [KeyColumn.For(_client, KeyColumns.Type, "TYPE"), .. _columns.Where(column => column.Id != KeyColumns.Type)];

    /// <summary>Writes the commands of these keys.</summary>
    public KeyColumn[] Write(RespWriter writer, RedisKeyInfo[] keys, int count)
    {
        KeyColumn[] sent = Available();
        for (int i = 0; i < count; i++)
        {
            byte[] key = keys[i].KeyBytes;
            foreach (KeyColumn column in sent) { column.Write(writer, key); }
        }

        return sent;
    }

    /// <summary>Writes the commands that count the elements of these keys, where their types are known.</summary>
    public void WriteLengths(RespWriter writer, RedisKeyInfo[] keys, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (LengthColumn(keys[i]) is { } column) { column.Write(writer, keys[i].KeyBytes); }
        }
    }

    /// <summary>Reads the replies to <see cref="Write"/>.</summary>
    public async ValueTask ReadAsync(RespReader reader, KeyColumn[] sent, RedisKeyInfo[] keys, int count, List<KeyError> errors, CancellationToken cancellationToken)
    {
        int key = 0;
        int column = 0;
        if (sent.Length == 0) { return; }
        while (!ReadBuffered(reader, sent, keys, count, errors, ref key, ref column)) { await reader.FillAsync(cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Reads the replies to <see cref="WriteLengths"/>.</summary>
    public async ValueTask ReadLengthsAsync(RespReader reader, RedisKeyInfo[] keys, int count, List<KeyError> errors, CancellationToken cancellationToken)
    {
        for (int i = 0; i < count; i++)
        {
            // The same answer as when it was written: neither type nor error changes in between.
            if (LengthColumn(keys[i]) is not { } column) { continue; }
            while (!ReadOne(reader, column, keys[i], errors)) { await reader.FillAsync(cancellationToken).ConfigureAwait(false); }
        }
    }

    /// <summary>The same over the shared connection, for a handful of keys.</summary>
    public async Task AskAsync(RedisKeyInfo[] keys, List<KeyError> errors, CancellationToken cancellationToken)
    {
        KeyColumn[] sent = Available();
        List<RedisCommand> commands = new(keys.Length * sent.Length);
        foreach (RedisKeyInfo key in keys)
        {
            foreach (KeyColumn column in sent) { commands.Add(column.ToCommand(key.GetRedisKey())); }
        }

        RespValue[] replies = commands.Count == 0 ? [] : await _client.PipelineAsync(commands, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++) { Accept(sent[i % sent.Length], keys[i / sent.Length], replies[i].Type, replies[i].Integer, replies[i].Bytes.Span, errors); }
        if (!WantsLength) { return; }
        (RedisKeyInfo Key, KeyColumn Column)[] lengths = [.. keys.Select(key => (key, LengthColumn(key)!)).Where(pair => pair.Item2 is not null)];
        replies = lengths.Length == 0 ? [] : await _client.PipelineAsync([.. lengths.Select(pair => pair.Column.ToCommand(pair.Key.GetRedisKey()))], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++) { Accept(lengths[i].Column, lengths[i].Key, replies[i].Type, replies[i].Integer, replies[i].Bytes.Span, errors); }
    }

    private static string Describe(KeyColumns id) => id switch
    {
        KeyColumns.TimeToLive => "the time to live",
        KeyColumns.ExactExpiry => "the exact time of expiry",
        KeyColumns.Memory => "the memory a key takes",
        KeyColumns.IdleTime => "the idle time",
        KeyColumns.Frequency => "the access frequency",
        KeyColumns.Encoding => "the encoding",
        KeyColumns.Length => "the length",
        _ => "the type",
    };

    private KeyColumn[] Available() => Array.TrueForAll(_columns, column => column.IsAvailable) ? _columns : [.. _columns.Where(column => column.IsAvailable)];

    private bool ReadBuffered(RespReader reader, KeyColumn[] sent, RedisKeyInfo[] keys, int count, List<KeyError> errors, ref int key, ref int column)
    {
        for (; key < count; key++)
        {
            RedisKeyInfo info = keys[key];
            for (; column < sent.Length; column++)
            {
                if (!ReadOne(reader, sent[column], info, errors)) { return false; }
            }

            column = 0;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadOne(RespReader reader, KeyColumn column, RedisKeyInfo key, List<KeyError> errors)
    {
        if (!reader.TryReadScalar(out RespScalar scalar)) { return false; }
        Accept(column, key, scalar.Type, scalar.Integer, scalar.Bytes, errors);
        return true;
    }

    private void Accept(KeyColumn column, RedisKeyInfo key, RespType type, long integer, ReadOnlySpan<byte> bytes, List<KeyError> errors)
    {
        switch (type)
        {
            case RespType.Integer:
                AcceptNumber(column.Id, key, integer);
                break;
            case RespType.Null:
                // Null is how the server says "no such key" to MEMORY and OBJECT.
                key.IsGone = true;
                break;
            case RespType.Error:
                Refuse(column, key, bytes, errors);
                break;
            default:
                if (column.Id == KeyColumns.Type)
                {
                    key.Type = KeyTypes.Intern(bytes);
                    key.IsGone |= ReferenceEquals(key.Type, KeyTypes.None);
                }
                else { key.Encoding = KeyTypes.Intern(Encoding.UTF8.GetString(bytes)); }

                break;
        }
    }

    private void AcceptNumber(KeyColumns id, RedisKeyInfo key, long value)
    {
        switch (id)
        {
            case KeyColumns.TimeToLive:
                key.PttlMilliseconds = value;
                key.IsGone |= value == -2;
                if (value >= 0 && key.ExpiresAtMilliseconds < 0) { key.ExpiresAtMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + value; }
                break;
            case KeyColumns.ExactExpiry:
                if (value >= 0) { key.ExpiresAtMilliseconds = value; }
                break;
            case KeyColumns.Memory:
                key.MemoryValue = value;
                break;
            case KeyColumns.Length:
                key.LengthValue = value;

                // An empty collection does not exist, but an empty string, stream or vector set may.
                key.IsGone |= value == 0 && (key.Type is "list" or "set" or "zset" or "hash");
                break;
            case KeyColumns.IdleTime:
                key.IdleSeconds = value;
                break;
            case KeyColumns.Frequency:
                key.FrequencyValue = (short)value;
                break;
        }
    }

    private void Refuse(KeyColumn column, RedisKeyInfo key, ReadOnlySpan<byte> bytes, List<KeyError> errors)
    {
        string text = Encoding.UTF8.GetString(bytes);
        bool policy = text.Contains("LFU", StringComparison.Ordinal);
        bool command = text.StartsWith("NOPERM", StringComparison.Ordinal) && text.Contains("to run the", StringComparison.Ordinal);
        bool unknown = text.StartsWith("ERR unknown", StringComparison.OrdinalIgnoreCase);
        if (text.Contains("no such key", StringComparison.OrdinalIgnoreCase))
        {
            key.IsGone = true;
            return;
        }

        if (policy || command || unknown)
        {
            if (_required.HasFlag(column.Id)) { throw RedisServerException.FromReply(bytes, column.Label); }
            if (!column.IsAvailable) { return; }
            column.IsAvailable = false;

            // Which of IDLETIME and FREQ answers depends on the eviction policy; that the other does not is no news.
            if (!policy || !_columns.Any(other => other.IsAvailable && (other.Id is KeyColumns.IdleTime or KeyColumns.Frequency)))
            {
                _restrictions.Add($"{column.Label}: {text.TrimEnd('.')}; {Describe(column.Id)} is not known.");
            }

            return;
        }

        if (text.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // Removed and made anew as another type since TYPE was asked.
            return;
        }

        if (key.HasError) { return; }
        key.HasError = true;
        errors.Add(KeyError.FromReply(key.GetRedisKey(), bytes, column.Label));
    }

    private KeyColumn? LengthColumn(RedisKeyInfo key)
    {
        if (key.Type is null || key.IsGone || !KeyTypes.LengthCommands.TryGetValue(key.Type, out string? command)) { return null; }
        if (!_lengths.TryGetValue(key.Type, out KeyColumn? column))
        {
            column = KeyColumn.For(_client, KeyColumns.Length, command);
            _lengths.Add(key.Type, column);
        }

        return column;
    }
}
