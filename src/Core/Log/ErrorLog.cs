using System.Runtime.CompilerServices;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>One <c>error_log</c> directive: where to, and from which severity on.</summary>
public readonly record struct ErrorLogTarget(LogDestination Destination, LogLevel Level);

/// <summary>
/// The error log of a context: all its <c>error_log</c> targets. Lines are written whole by one write(2) on the calling
/// thread, so that they survive a crash and never mix.
/// </summary>
public sealed class ErrorLog(params IReadOnlyList<ErrorLogTarget> targets)
{
    private readonly ErrorLogTarget[] targets = [.. targets];
    private ErrorLog? verbose;

    /// <summary>The most verbose level that any target takes.</summary>
    public LogLevel Level { get; } = targets.Count == 0 ? LogLevel.Stderr : targets.Max(static target => target.Level);

    public IReadOnlyList<ErrorLogTarget> Targets => targets;

    /// <summary>The same targets at level debug, for connections that <c>debug_connection</c> names.</summary>
    public ErrorLog Verbose => verbose ??= new ErrorLog([.. targets.Select(static target => target with { Level = LogLevel.Debug })]);

    /// <summary>
    /// While a server starts, its warnings and worse appear on stderr too, as <c>nginx: [emerg] …</c>, unless stderr is a target anyway.
    /// </summary>
    public static bool EchoesToStderr { get; set; } = true;

    /// <summary>Sees all lines that are written to any error log of the process; null when nobody does.</summary>
    public static IErrorLogCapture? Capture { get; set; }

    /// <summary>Some <c>error_log</c> of the process, in whatever block, writes to stderr: it stays what it is.</summary>
    internal static bool KeepsStderr { get; set; }

    public bool IsEnabled(LogLevel level) => level <= Level;

    /// <summary>
    /// What libraries and the runtime write to stderr goes to the first file of this log from now on, unless stderr is itself a target of
    /// this or any other log.
    /// After the file was reopened it has to be called again.
    /// </summary>
    public void RedirectStderr()
    {
        if (!KeepsStderr)
            targets.Select(static target => target.Destination).OfType<LogFile>().FirstOrDefault()?.ReplaceStderr();
    }

    /// <summary>Writes a line if the level is on; otherwise the message is not even formatted.</summary>
    /// <param name="errno">Appended as <c> (2: No such file or directory)</c>; 0 appends nothing.</param>
    public void Write(
        LogLevel level,
        ILogContext? context,
        [InterpolatedStringHandlerArgument("", nameof(level), nameof(context))] ref LogLineBuilder message,
        int errno = 0)
    {
        if (message.IsEnabled)
            Complete(level, context, ref message, errno);
    }

    /// <summary>Writes a line that has no connection.</summary>
    public void Write(LogLevel level, [InterpolatedStringHandlerArgument("", nameof(level))] ref LogLineBuilder message, int errno = 0)
    {
        if (message.IsEnabled)
            Complete(level, null, ref message, errno);
    }

    /// <summary>Writes a message whose bytes are trusted (newlines stay): for <c>ngx.log</c> and Lua errors.</summary>
    public void WriteRaw(LogLevel level, ILogContext? context, ReadOnlySpan<byte> message, int errno = 0)
    {
        if (!IsEnabled(level))
            return;
        var line = LogLineBuilder.Start(level, context);
        line.Append(message);
        Complete(level, context, ref line, errno);
    }

    private void Complete(LogLevel level, ILogContext? context, ref LogLineBuilder message, int errno)
    {
        message.Finish(level, context, errno);
        Capture?.Take(level, message.Line.TrimEnd((byte)'\n'));
        var onStderr = false;
        foreach (var target in targets)
        {
            if (level > target.Level)
                continue;
            target.Destination.Write(level, message.Line);
            onStderr |= target.Destination.IsStderr;
        }

        if (EchoesToStderr && !onStderr && level <= LogLevel.Warn)
            Echo(level, message.FromMessage);
        message.Release();
    }

    private static void Echo(LogLevel level, ReadOnlySpan<byte> message)
    {
        var name = LogLevels.NameOf(level);
        byte[] line = [.. "nginx: ["u8, .. name, .. "] "u8, .. message];
        Files.Write(LogFile.StderrFd, line);
    }
}
