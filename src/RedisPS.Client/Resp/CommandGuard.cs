using System.Text;

namespace RedisPS.Client;

/// <summary>Refuses what may write, for clients that only read.</summary>
internal sealed class CommandGuard(RedisEndpoint endpoint, Func<ServerCapabilities?> capabilities, IReadOnlyDictionary<string, string?>? map)
{
    /// <summary>Throws unless the command only reads.</summary>
    public void Check(RedisCommand command)
    {
        if (!command.IsReadOnly && capabilities()?.IsKnownRead(command.Name) != true) { throw Refused(command.Name); }
    }

    /// <summary>Whether a name alone says that the command only reads; false: its first argument has to be seen (CONFIG, CLIENT, ...), or it may write.</summary>
    public bool Allows(ReadOnlySpan<byte> name, out string original)
    {
        original = Original(Encoding.ASCII.GetString(name));
        return CommandTable.IsReadOnly(original, null) || capabilities()?.IsKnownRead(original) == true
            || (CommandTable.HasReadingSubcommand(original) ? false : throw Refused(original));
    }

    /// <summary>Throws unless a name and its first argument say that the command only reads.</summary>
    public void Check(string name, ReadOnlySpan<byte> subcommand)
    {
        if (!CommandTable.IsReadOnly(name, Encoding.ASCII.GetString(subcommand))) { throw Refused(name); }
    }

    /// <summary>Throws unless all of these encoded commands only read.</summary>
    public void CheckEncoded(ReadOnlySpan<byte> encoded)
    {
        int at = 0;
        while (at < encoded.Length && encoded[at] == (byte)'*')
        {
            RespTreeParser parser = new(RespLimits.Default);
            if (!parser.TryParse(encoded[at..], out int consumed, out RespValue? command) || command!.Items.Count == 0) { return; }
            string? subcommand = command.Items.Count > 1 ? command.Items[1].AsText() : null;
            string name = Original(command.Items[0].AsText() ?? "");
            if (!CommandTable.IsReadOnly(name, subcommand) && capabilities()?.IsKnownRead(name) != true) { throw Refused(name); }
            at += consumed;
        }
    }

    private string Original(string name) =>
        map?.FirstOrDefault(pair => name.Equals(pair.Value, StringComparison.OrdinalIgnoreCase)).Key ?? name;

    private RedisConfigurationException Refused(string name) =>
        new($"{name.ToUpperInvariant()} may write, and the connection to {endpoint} was opened read-only. Connect without read-only to run it.");
}
