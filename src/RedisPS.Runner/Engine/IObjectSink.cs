namespace RedisPS.Runner.Engine;

/// <summary>Takes the objects a pipeline writes.</summary>
internal interface IObjectSink
{
    void Receive(object? value);
}
