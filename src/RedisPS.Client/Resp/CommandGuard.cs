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

    /// <summary>
    /// Throws unless this is the name of a command that has a reading form. The subcommand is not known yet, so containers
    /// (CONFIG, CLIENT, ...) are let through only by whole commands.
    /// </summary>
    public void Check(ReadOnlySpan<byte> name)
    {
        string text = Original(Encoding.ASCII.GetString(name));
        if (!CommandTable.IsReadOnly(text, null) && !CommandTable.HasReadingSubcommand(text) && capabilities()?.IsKnownRead(text) != true) { throw Refused(text); }
    }

    /// <summary>Throws unless the first of these encoded commands only reads.</summary>
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
