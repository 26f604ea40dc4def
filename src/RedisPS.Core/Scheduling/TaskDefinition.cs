namespace RedisPS.Core.Scheduling;

/// <summary>A task as it is to be: its name, when it runs, and the program that runs it.</summary>
/// <param name="Name">The name; letters, digits, dots, dashes and underscores.</param>
/// <param name="Schedule">When.</param>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">Its arguments, one each.</param>
public sealed record TaskDefinition(string Name, TaskSchedule Schedule, string Program, IReadOnlyList<string> Arguments);
