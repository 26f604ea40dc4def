using RedisPS.TestServers.Network;

namespace RedisPS.Core.Tests.Persistence;

/// <summary>A scripted server whose clocks do not agree, which a real one shows only at times.</summary>
internal static class ClockServer
{
    /// <summary>Starts one.</summary>
    /// <param name="lastSave">The second of the save before.</param>
    /// <param name="now">What it tells the time is, in microseconds.</param>
    /// <param name="dated">The second that its next save bears.</param>
    /// <param name="save">What it does when it is asked to save.</param>
    public static FakeServer Start(long lastSave, long now, long dated, Func<Task> save) => new(async connection =>
    {
        string[]? command = await connection.GreetAsync();
        while (command is not null)
        {
            if (command[0] == "BGSAVE")
            {
                await save();
                lastSave = dated;
            }

            string info = $"redis_version:7.0.15\r\nserver_time_usec:{now}\r\nrdb_bgsave_in_progress:0\r\nrdb_last_bgsave_status:ok\r\nrdb_last_save_time:{lastSave}\r\n";
            await connection.SendAsync(command[0] switch { "INFO" => $"${info.Length}\r\n{info}\r\n", "CONFIG" => "*0\r\n", _ => "+OK\r\n" });
            command = await connection.ReadCommandAsync();
        }
    });
}
