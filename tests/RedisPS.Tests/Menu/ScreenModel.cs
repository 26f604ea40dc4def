using System.Globalization;
using System.Text;

namespace RedisPS.Tests.Menu;

/// <summary>What a terminal would show: as much of one as the menu needs, and an error for what it does not know.</summary>
internal sealed class ScreenModel(int width, int height)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _sequence = new();
    private char[][] _rows = Blank(width, height);
    private char[][]? _kept;
    private int _row;
    private int _column;
    private bool _inSequence;

    internal bool IsSecondScreen => _kept is not null;

    internal bool ShowsCursor { get; private set; } = true;

    /// <summary>Every colour that was asked for.</summary>
    internal HashSet<int> Colors { get; } = [];

    internal string Text => string.Join('\n', _rows.Select(row => new string(row).TrimEnd()));

    internal string LastRow => new string(_rows[^1]).TrimEnd();

    internal void Resize(int newWidth, int newHeight)
    {
        (width, height) = (newWidth, newHeight);
        _rows = Blank(width, height);
    }

    internal void Feed(ReadOnlySpan<byte> bytes)
    {
        char[] chars = new char[bytes.Length + 1];
        int count = _decoder.GetChars(bytes, chars, flush: false);
        foreach (char c in chars.AsSpan(0, count))
        {
            Feed(c);
        }
    }

    private static char[][] Blank(int width, int height) => Enumerable.Range(0, height).Select(_ => Enumerable.Repeat(' ', width).ToArray()).ToArray();

    private void Feed(char c)
    {
        if (_inSequence)
        {
            _sequence.Append(c);
            bool isControl = _sequence[0] == '[';
            if ((isControl && _sequence.Length > 1 && c is >= '@' and <= '~') || (!isControl && c is >= '0' and <= '~'))
            {
                _inSequence = false;
                Run(_sequence.ToString());
            }

            return;
        }

        switch (c)
        {
            case '\u001b':
                _inSequence = true;
                _sequence.Clear();
                break;
            case '\r':
                _column = 0;
                break;
            case '\n':
                LineFeed();
                break;
            case '\b':
                _column = Math.Max(0, _column - 1);
                break;
            case < ' ':
                break;
            default:
                if (_column >= width)
                {
                    _column = 0;
                    LineFeed();
                }

                _rows[_row][_column++] = c;
                break;
        }
    }

    private void LineFeed()
    {
        if (_row < height - 1)
        {
            _row++;
            return;
        }

        _rows = [.. _rows.Skip(1), .. Blank(width, 1)];
    }

    private void Run(string sequence)
    {
        if (sequence[0] != '[')
        {
            return;
        }

        char command = sequence[^1];
        string body = sequence[1..^1];
        int[] numbers = body.TrimStart('?').Split(';').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int number) ? number : 0).ToArray();
        switch (command)
        {
            case 'H':
                _row = Math.Clamp(numbers[0] - 1, 0, height - 1);
                _column = Math.Clamp((numbers.Length > 1 ? numbers[1] : 1) - 1, 0, width - 1);
                break;
            case 'K':
                Array.Fill(_rows[_row], ' ', Math.Min(_column, width), width - Math.Min(_column, width));
                break;
            case 'J' when numbers[0] == 2:
                _rows = Blank(width, height);
                break;
            case 'm':
                Colors.UnionWith(numbers.Where(number => number is (>= 30 and <= 49) or (>= 90 and <= 107)));
                break;
            case 'h' or 'l' when body.StartsWith('?'):
                SetMode(numbers[0], command == 'h');
                break;
            case 't' or 'n' or 'c':
                break;
            default:
                throw new InvalidOperationException("The screen does not know ESC " + sequence);
        }
    }

    private void SetMode(int mode, bool on)
    {
        if (mode == 25)
        {
            ShowsCursor = on;
        }
        else if (mode == 1049 && on)
        {
            _kept = _rows;
            _rows = Blank(width, height);
        }
        else if (mode == 1049 && _kept is not null)
        {
            _rows = _kept;
            _kept = null;
        }
    }
}
