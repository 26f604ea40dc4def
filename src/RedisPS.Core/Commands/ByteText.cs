using System.Text;

namespace RedisPS.Core.Commands;

/// <summary>Collects text and raw bytes into bytes, keeping surrogate pairs together.</summary>
internal sealed class ByteText
{
    private readonly List<byte> _bytes = [];
    private readonly StringBuilder _text = new();

    /// <summary>Adds a UTF-16 unit of text.</summary>
    public void Add(char unit) => _text.Append(unit);

    /// <summary>Adds a byte as it is.</summary>
    public void AddByte(byte value)
    {
        Flush();
        _bytes.Add(value);
    }

    /// <summary>Everything so far.</summary>
    public byte[] ToArray()
    {
        Flush();
        return _bytes.ToArray();
    }

    private void Flush()
    {
        _bytes.AddRange(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
    }
}
