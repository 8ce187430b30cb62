using Engine.Core.Log;
using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>The log before there is a configuration: the default error log, opened first of all.</summary>
internal static class EarlyLog
{
    /// <summary>Opens the file. When that fails stderr takes its place, and says so.</summary>
    /// <param name="path">Absolute, or "stderr".</param>
    public static ErrorLog Open(string path)
    {
        var files = new LogFiles();
        var destination = files.Use(path);
        if (files.OpenAll(out var failure, out var errno))
            return new ErrorLog(new ErrorLogTarget(destination, LogLevel.Notice));
        Terminal.Complain($"[alert] could not open error log file: {failure} ({errno}: {Errno.Text(errno)})");
        return new ErrorLog(new ErrorLogTarget(LogFile.Stderr, LogLevel.Notice));
    }
}
