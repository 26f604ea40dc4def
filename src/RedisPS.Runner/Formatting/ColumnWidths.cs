namespace RedisPS.Runner.Formatting;

/// <summary>Shares the width of the screen among the columns; those that do not fit any more are hidden, the last first.</summary>
internal static class ColumnWidths
{
    /// <summary>Changes the widths in place; a hidden column has -1.</summary>
    internal static void Distribute(int[] widths, int screen)
    {
        if (!Array.Exists(widths, width => width <= 0))
        {
            Trim(widths, screen);
            return;
        }

        bool[] given = Array.ConvertAll(widths, width => width > 0);
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = widths[i] == 0 ? 1 : widths[i];
        }

        int room = screen - Total(widths);
        if (room < 0)
        {
            Trim(widths, screen);
            return;
        }

        while (room > 0)
        {
            for (int i = 0; i < widths.Length && room > 0; i++)
            {
                if (!given[i])
                {
                    widths[i]++;
                    room--;
                }
            }
        }
    }

    private static void Trim(int[] widths, int screen)
    {
        while (true)
        {
            int excess = Total(widths) - screen;
            if (excess <= 0)
            {
                return;
            }

            int last = Array.FindIndex(widths, width => width < 0) is var hidden and >= 0 ? hidden - 1 : widths.Length - 1;
            if (last < 0)
            {
                return;
            }

            int narrower = widths[last] - excess;
            widths[last] = narrower < 1 ? -1 : narrower;
        }
    }

    private static int Total(int[] widths)
    {
        int sum = 0;
        int visible = 0;
        foreach (int width in widths)
        {
            if (width > 0)
            {
                sum += width;
                visible++;
            }
        }

        return sum + visible - 1;
    }
}
