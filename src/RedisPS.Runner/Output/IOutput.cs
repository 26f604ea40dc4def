using RedisPS.Runner.Engine;

namespace RedisPS.Runner.Output;

/// <summary>The end of a script's output.</summary>
internal interface IOutput : IObjectSink
{
    /// <summary>Writes what is still to be written; called once.</summary>
    void End();
}
