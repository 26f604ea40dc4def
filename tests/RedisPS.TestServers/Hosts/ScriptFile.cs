using System.Diagnostics;

namespace RedisPS.TestServers.Hosts;

/// <summary>Writes scripts that can be run at once.</summary>
public static class ScriptFile
{
    /// <summary>Writes an executable file; the text begins with the line that names its interpreter.</summary>
    /// <remarks>
    /// Another process writes it: what this process has open while another thread starts a program is open in that program too until it
    /// has begun, and a file that is open for writing cannot be run ("Text file busy").
    /// </remarks>
    public static void Write(string path, string text)
    {
        using Process writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", """PATH=/usr/bin:/bin; cat > "$0" && chmod 755 "$0" """, path]) { RedirectStandardInput = true })!;
        writer.StandardInput.Write(text.ReplaceLineEndings("\n"));
        writer.StandardInput.Close();
        writer.WaitForExit();
        if (writer.ExitCode != 0)
        {
            throw new IOException($"{path} could not be written.");
        }
    }
}
