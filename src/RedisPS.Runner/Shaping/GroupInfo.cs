using System.Collections;

namespace RedisPS.Runner.Shaping;

/// <summary>A group and what is in it.</summary>
internal sealed class GroupInfo(string name, ArrayList group, ArrayList values) : GroupInfoNoElement(name, group.Count, values)
{
    public override ArrayList Group { get; } = group;
}
