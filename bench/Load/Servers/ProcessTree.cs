using System.Globalization;

namespace Engine.Bench.Load.Servers;

/// <summary>A process and its descendants, as /proc shows them: both servers have a master and a process that serves.</summary>
internal static class ProcessTree
{
    // USER_HZ, which is 100 on every architecture that Linux has .NET for.
    private const double TicksPerSecond = 100;

    private const int UserTime = 13;
    private const int SystemTime = 14;

    /// <summary>The process itself first, then its children, each followed by its own.</summary>
    public static List<int> Of(int processId)
    {
        List<int> processes = [processId];
        foreach (var child in Children(processId))
            processes.AddRange(Of(child));
        return processes;
    }

    /// <summary>User and system time of all threads of all processes so far.</summary>
    public static double CpuSeconds(int processId) => Of(processId).Sum(process =>
    {
        // The second field is the name in brackets and may have blanks; the third is the first of these.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTime - 2]) + Number(fields[SystemTime - 2])) / TicksPerSecond;
    });

    // smaps_rollup counts the pages; VmRSS adds up counters that every thread keeps and delivers late.
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/smaps_rollup").First(text => text.StartsWith("Rss:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    private static int[] Children(int processId)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{processId}/task")
                .SelectMany(thread => File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
