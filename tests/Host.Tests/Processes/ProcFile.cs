using System.Globalization;
using System.Text.RegularExpressions;

namespace Engine.Host.Tests.Processes;

/// <summary>What Linux tells of a process.</summary>
internal static class ProcFile
{
    /// <summary>Whether the process is there and no zombie.</summary>
    public static bool Exists(int pid)
    {
        try
        {
            return !Read(pid, "stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static string Read(int pid, string file) => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));

    /// <summary>The command line as ps(1) shows it.</summary>
    public static string Title(int pid) => Read(pid, "cmdline").TrimEnd('\0').Replace('\0', ' ');

    /// <summary>The value of a line such as "Uid:".</summary>
    public static string Status(int pid, string name, int? thread = null)
    {
        var text = Read(pid, thread is { } id ? $"task/{id}/status" : "status");
        return Regex.Match(text, $@"^{name}:\s*(.*)$", RegexOptions.Multiline).Groups[1].Value;
    }

    public static int[] Children(int pid) =>
        [.. Read(pid, $"task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static child => int.Parse(child, CultureInfo.InvariantCulture))];

    /// <summary>The threads of that name.</summary>
    public static int[] Threads(int pid, string name) =>
    [
        .. Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"))
            .Where(path => File.ReadAllText(path + "/comm").Trim() == name)
            .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)),
    ];
}
