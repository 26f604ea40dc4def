using System.Text;

namespace RedisPS.Runner.Formatting;

/// <summary>Writes a table's head and rows, cell by cell as PowerShell pads and cuts them.</summary>
internal sealed class TableWriter
{
    private const char Ellipsis = '…';

    private readonly TextWriter _output;
    private readonly TableLayout _layout;
    private readonly int[] _widths;
    private readonly bool _disabled;
    private readonly StringBuilder _line = new();

    internal TableWriter(TextWriter output, TableLayout layout, int[] widths, int screen)
    {
        _output = output;
        _layout = layout;
        _widths = widths;
        ColumnWidths.Distribute(_widths, screen);
        _disabled = !Array.Exists(_widths, width => width >= 1);
    }

    internal void WriteHeader()
    {
        if (_disabled || _layout.HideHeaders)
        {
            return;
        }

        string[] labels = new string[_widths.Length];
        string[] dashes = new string[_widths.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = _layout.Columns[i].Label;
            int length = DisplayCells.Length(labels[i]);
            dashes[i] = _widths[i] <= 0 ? string.Empty : new string('-', length > 0 ? Math.Min(length, _widths[i]) : _widths[i]);
        }

        WriteWrapped(labels, useRowAlignment: false);
        WriteCut(dashes, useRowAlignment: false);
    }

    internal void WriteRow(string[] values)
    {
        if (_disabled)
        {
            return;
        }

        if (_layout.Wrap)
        {
            WriteWrapped(values, useRowAlignment: true);
        }
        else
        {
            WriteCut(values, useRowAlignment: true);
        }
    }

    private TextAlignment AlignmentOf(int column, bool useRowAlignment)
    {
        TableColumn definition = _layout.Columns[column];
        return useRowAlignment && definition.Item.Alignment != TextAlignment.Undefined ? definition.Item.Alignment : definition.Alignment;
    }

    private void WriteCut(string[] values, bool useRowAlignment)
    {
        _line.Clear();
        for (int i = 0; i < _widths.Length; i++)
        {
            if (_widths[i] <= 0)
            {
                continue;
            }

            if (i > 0)
            {
                _line.Append(' ');
            }

            AppendCell(values[i], _widths[i], AlignmentOf(i, useRowAlignment), pad: i < _widths.Length - 1);
        }

        _output.WriteLine(_line);
    }

    private void AppendCell(string value, int width, TextAlignment alignment, bool pad)
    {
        string text = OneLine(value);
        int length = DisplayCells.Length(text);
        if (length > width)
        {
            text = Cut(text, width, alignment);
            length = DisplayCells.Length(text);
        }

        int blanks = width - length;
        switch (alignment)
        {
            case TextAlignment.Right:
                _line.Append(' ', blanks).Append(text);
                break;
            case TextAlignment.Center:
                _line.Append(' ', blanks / 2).Append(text);
                if (pad)
                {
                    _line.Append(' ', blanks - (blanks / 2));
                }

                break;
            default:
                _line.Append(text);
                if (pad)
                {
                    _line.Append(' ', blanks);
                }

                break;
        }
    }

    private static string Cut(string text, int width, TextAlignment alignment)
    {
        bool right = alignment == TextAlignment.Right;
        if (width < 2)
        {
            return right ? text[DisplayCells.Tail(text, width)..] : text[..DisplayCells.Head(text, width)];
        }

        return right
            ? string.Concat(Ellipsis.ToString(), text.AsSpan(DisplayCells.Tail(text, width - 1)))
            : string.Concat(text.AsSpan(0, DisplayCells.Head(text, width - 1)), Ellipsis.ToString());
    }

    // A line break inside a cell would break the table.
    private static string OneLine(string value)
    {
        int end = value.AsSpan().IndexOfAny('\n', '\r');
        return end < 0 ? value : string.Concat(value.AsSpan(0, end), Ellipsis.ToString());
    }

    private void WriteWrapped(string[] values, bool useRowAlignment)
    {
        List<int> visible = [];
        List<List<string>> cells = [];
        int rows = 0;
        for (int i = 0; i < _widths.Length; i++)
        {
            if (_widths[i] > 0)
            {
                visible.Add(i);
                cells.Add([.. DisplayCells.Wrap(values[i], _widths[i])]);
                rows = Math.Max(rows, cells[^1].Count);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            _line.Clear();
            int last = cells.FindLastIndex(cell => cell.Count > row);
            for (int k = 0; k <= last; k++)
            {
                if (k > 0)
                {
                    _line.Append(' ');
                }

                TextAlignment alignment = AlignmentOf(visible[k], useRowAlignment);
                if (row < cells[k].Count)
                {
                    AppendCell(cells[k][row], _widths[visible[k]], alignment, pad: visible[k] < _widths.Length - 1 && k < visible.Count - 1);
                }
                else
                {
                    _line.Append(' ', _widths[visible[k]]);
                }
            }

            string line = _line.ToString();
            _output.WriteLine(rows > 1 ? line.TrimEnd() : line);
        }
    }
}
