namespace RedisPS.Core.Keyspace;

/// <summary>A place between two pages of a walk over a node.</summary>
/// <param name="Cursor">The cursor to go on from.</param>
/// <param name="Scanned">Names that the walk had been given up to here.</param>
internal readonly record struct WalkPosition(ulong Cursor, long Scanned);
