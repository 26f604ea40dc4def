using System.Collections;
using System.Management.Automation;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Formatting;

/// <summary>Turns objects into steps of formatted output, in the order PowerShell's Format- commands do.</summary>
internal sealed class ObjectFormatter(FormatRequest request, Action<FormatPacket> emit)
{
    private Layout? _layout;
    private bool _inGroup;
    private object? _groupValue;

    internal void Process(object? value)
    {
        object? plain = PSObject.Unwrap(value);
        if (plain is null)
        {
            return;
        }

        if (plain is FormatPacket packet)
        {
            emit(packet);
            return;
        }

        // Collections, dictionaries too, are shown by what is in them.
        if (plain is IEnumerable items and not string)
        {
            foreach (object? item in items)
            {
                ProcessOne(item ?? string.Empty);
            }

            return;
        }

        ProcessOne(value!);
    }

    internal void End()
    {
        if (_inGroup)
        {
            emit(new FormatPacket(FormatPacketKind.GroupEnd));
            _inGroup = false;
        }

        if (_layout is not null)
        {
            emit(new FormatPacket(FormatPacketKind.End, _layout));
            _layout = null;
        }
    }

    private void ProcessOne(object value)
    {
        object plain = PSObject.Unwrap(value);
        if (DisplayText.IsScalar(plain) || PropertyAccess.Names(value).Count == 0)
        {
            emit(new FormatPacket(FormatPacketKind.Text, Text: TextConverter.ToText(value)));
            return;
        }

        if (_layout is null)
        {
            _layout = LayoutFactory.For(value, request);
            emit(new FormatPacket(FormatPacketKind.Start, _layout));
        }

        if (!_layout.Applies(PSObject.AsPSObject(value).TypeNames))
        {
            // An object that does not belong to the table it comes in shows all its properties.
            emit(new FormatPacket(FormatPacketKind.OutOfBand, new ListLayout(), value));
            return;
        }

        EnterGroup(value);
        emit(new FormatPacket(FormatPacketKind.Row, _layout, value));
    }

    private void EnterGroup(object value)
    {
        if (_layout!.GroupBy is not { } by)
        {
            if (!_inGroup)
            {
                _inGroup = true;
                emit(new FormatPacket(FormatPacketKind.GroupStart, _layout));
            }

            return;
        }

        object? key = PropertyAccess.Get(value, by.Property ?? string.Empty);
        if (_inGroup && ValueComparer.AreEqual(key, _groupValue, ignoreCase: true))
        {
            return;
        }

        if (_inGroup)
        {
            emit(new FormatPacket(FormatPacketKind.Text, Text: string.Empty));
            emit(new FormatPacket(FormatPacketKind.GroupEnd));
        }

        _inGroup = true;
        _groupValue = key;
        emit(new FormatPacket(FormatPacketKind.GroupStart, _layout, Text: $"   {_layout.GroupLabel ?? by.Property}: {DisplayText.Of(key)}"));
    }
}
