namespace RedisPS.Core.Values;

/// <summary>An element of a vector set.</summary>
/// <param name="Name">Its name: text, or bytes when it is not UTF-8.</param>
/// <param name="Vector">Its vector as the server gives it back; null when it would not.</param>
/// <param name="Attributes">Its attributes as JSON text, or null.</param>
public sealed record VectorSetElement(object? Name, IReadOnlyList<double>? Vector, string? Attributes)
{
    /// <summary>How many dimensions the vector has; null when the server would not give it.</summary>
    public int? Dimensions => Vector?.Count;

    /// <summary>Name and dimensions.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Vector is null ? $"{Name}" : $"{Name} ({Vector.Count} dimensions)";
}
