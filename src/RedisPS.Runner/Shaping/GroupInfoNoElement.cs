using System.Collections;

namespace RedisPS.Runner.Shaping;

/// <summary>A group without what is in it.</summary>
internal class GroupInfoNoElement(string name, int count, ArrayList values)
{
    public ArrayList Values { get; } = values;

    public int Count { get; } = count;

    public virtual ArrayList Group { get; } = [];

    public string Name { get; } = name;
}
