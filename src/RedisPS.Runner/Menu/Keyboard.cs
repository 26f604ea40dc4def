using System.Collections.Concurrent;
using RedisPS.Runner.Hosting;

namespace RedisPS.Runner.Menu;

/// <summary>
/// Keys, and whatever else a screen has to react to. A thread of its own reads the terminal all the time, so that keys typed while a
/// command runs are not echoed into the picture.
/// </summary>
internal sealed class Keyboard
{
    private readonly BlockingCollection<MenuEvent> _events = [];

    internal void Start() => new Thread(Read) { IsBackground = true, Name = "keyboard" }.Start();

    internal void Post(MenuEventKind kind) => _events.Add(new MenuEvent(kind));

    /// <summary>The next key or change of size. Ctrl+C and the end of the terminal leave the menu.</summary>
    internal MenuEvent Next()
    {
        MenuEvent next = _events.Take();
        return next.Kind switch
        {
            MenuEventKind.Interrupted => throw new MenuClosedException(ExitCodes.Interrupted),
            MenuEventKind.Ended => throw new MenuClosedException(ExitCodes.Success),
            _ => next,
        };
    }

    /// <summary>The same inside a question, where Ctrl+C is an answer.</summary>
    internal MenuEvent NextAnswer() => _events.Take();

    /// <summary>Forgets keys typed before a question was there to be read.</summary>
    internal void ForgetKeys()
    {
        List<MenuEvent> kept = [];
        while (_events.TryTake(out MenuEvent waiting))
        {
            if (waiting.Kind != MenuEventKind.Key)
            {
                kept.Add(waiting);
            }
        }

        kept.ForEach(_events.Add);
    }

    private void Read()
    {
        try
        {
            while (true)
            {
                _events.Add(new MenuEvent(MenuEventKind.Key, Console.ReadKey(intercept: true)));
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            Post(MenuEventKind.Ended);
        }
    }
}
