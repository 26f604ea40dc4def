namespace RedisPS.Runner.Formatting;

/// <summary>Writes steps of formatted output as lines.</summary>
internal sealed class LayoutWriter(TextWriter output, Func<int> width)
{
    // Long enough to see what is coming, short enough not to be noticed; the same as in PowerShell.
    private const long LookAheadMilliseconds = 300;

    private readonly List<(string[]? Row, FormatPacket? Packet)> _waiting = [];
    private Layout? _layout;
    private TableWriter? _table;
    private bool _collecting;
    private long _collectingSince;

    internal void Write(FormatPacket packet)
    {
        switch (packet.Kind)
        {
            case FormatPacketKind.Start:
                _layout = packet.Layout;
                output.WriteLine();
                break;
            case FormatPacketKind.GroupStart:
                StartGroup(packet);
                break;
            case FormatPacketKind.Row:
                WriteRow(packet.Value!);
                break;
            case FormatPacketKind.GroupEnd:
                Release();
                _table = null;
                break;
            case FormatPacketKind.End:
                if (packet.Layout is not ListLayout)
                {
                    output.WriteLine();
                }

                _layout = null;
                break;
            default:
                if (_collecting)
                {
                    _waiting.Add((null, packet));
                }
                else
                {
                    WriteOutOfBand(packet);
                }

                break;
        }
    }

    /// <summary>Writes what still waits to see how wide its columns must be.</summary>
    internal void Release()
    {
        if (!_collecting)
        {
            return;
        }

        _collecting = false;
        TableLayout layout = (TableLayout)_layout!;
        int[] widths = new int[layout.Columns.Count];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = DisplayCells.Length(layout.Columns[i].Label);
        }

        foreach ((string[]? row, _) in _waiting)
        {
            for (int i = 0; i < (row?.Length ?? 0); i++)
            {
                widths[i] = Math.Max(widths[i], DisplayCells.Length(row![i]));
            }
        }

        OpenTable(layout, widths);
        foreach ((string[]? row, FormatPacket? packet) in _waiting)
        {
            if (row is not null)
            {
                _table!.WriteRow(row);
            }
            else
            {
                WriteOutOfBand(packet!);
            }
        }

        _waiting.Clear();
    }

    private void StartGroup(FormatPacket packet)
    {
        if (packet.Text is not null)
        {
            output.WriteLine(packet.Text);
            output.WriteLine();
        }

        if (_layout is not TableLayout table || table.Columns.Count == 0)
        {
            return;
        }

        if (table.AutoSize || table.Columns[0].Width == 0)
        {
            _collecting = true;
            _collectingSince = Environment.TickCount64;
            return;
        }

        int[] widths = new int[table.Columns.Count];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = table.Columns[i].Width;
        }

        OpenTable(table, widths);
    }

    private void OpenTable(TableLayout layout, int[] widths)
    {
        _table = new TableWriter(output, layout, widths, width());
        _table.WriteHeader();
    }

    private void WriteRow(object value)
    {
        switch (_layout)
        {
            case TableLayout table:
                string[] row = table.Values(value);
                if (!_collecting)
                {
                    _table?.WriteRow(row);
                    return;
                }

                _waiting.Add((row, null));
                if (!table.AutoSize && Environment.TickCount64 - _collectingSince > LookAheadMilliseconds)
                {
                    Release();
                }

                break;
            case ListLayout list:
                ListWriter.Write(output, list.FieldsOf(value), value, width());
                output.WriteLine();
                break;
            case CustomLayout custom:
                foreach (string line in custom.Lines(value))
                {
                    output.WriteLine(line);
                }

                break;
        }
    }

    private void WriteOutOfBand(FormatPacket packet)
    {
        if (packet.Kind == FormatPacketKind.Text)
        {
            output.WriteLine(packet.Text);
            return;
        }

        output.WriteLine();
        ListWriter.Write(output, ((ListLayout)packet.Layout!).FieldsOf(packet.Value!), packet.Value!, width());
        output.WriteLine();
    }
}
