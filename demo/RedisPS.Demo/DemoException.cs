namespace RedisPS.Demo;

/// <summary>The demo cannot go on; the message is what the user reads.</summary>
internal sealed class DemoException(string message) : Exception(message);
