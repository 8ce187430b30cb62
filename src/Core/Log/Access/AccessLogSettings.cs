using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary>The access logs of one level.</summary>
public abstract class AccessLogSettings
{
    /// <summary>Null when <c>open_log_file_cache off</c>.</summary>
    public Setting<LogFileCacheLimits?> FileCache;

    /// <summary>Null while this level names no log and does not say "off".</summary>
    private List<AccessLog>? own;
    private bool isOff;

    /// <summary>Where logs with variables in their path go; made when there are some.</summary>
    private LogFileSet? files;

    /// <summary>Something was said, here or around.</summary>
    public bool IsSet => own is not null || isOff;

    public bool HasLogs => !isOff && own is not null;

    internal void TurnOff() => isOff = true;

    public void Add(AccessLog log) => (own ??= []).Add(log);

    /// <summary>When the whole configuration is read, for what is used: paths with variables need files.</summary>
    public void Complete(LogFiles logFiles)
    {
        if (files is null && HasLogs && own!.Exists(static log => log.Path is not null))
            files = logFiles.UseSet(FileCache.Value);
    }

    /// <summary>Writes the lines of a request or session.</summary>
    public void Write(ScriptContext context, bool escapesNonAscii = true)
    {
        if (!HasLogs)
            return;
        foreach (var log in own!)
        {
            if (log.Condition is { } condition && condition.Evaluate(context).Span is [] or [(byte)'0'])
                continue;
            if (log.Path is null)
                log.Destination!.Append(log.Format.Write(context, escapesNonAscii));
            else if (MayWriteByPath(context))
                WriteByPath(context, log, log.Path.Evaluate(context), escapesNonAscii);
        }
    }

    protected void MergeFrom(AccessLogSettings? outer)
    {
        FileCache.MergeFrom(outer?.FileCache ?? default, null);
        if (IsSet)
            return;
        own = outer?.own;
        isOff = outer?.isOff ?? false;
    }

    /// <summary>Whether a file that the context names may be made.</summary>
    protected virtual bool MayWriteByPath(ScriptContext context) => true;

    private void WriteByPath(ScriptContext context, AccessLog log, ByteString path, bool escapesNonAscii) =>
        files!.Write(context.Loop, context.Arena.Concat(path.Span, "\0"u8).Span, log.Format.Write(context, escapesNonAscii));
}

/// <summary>One <c>access_log</c>: to a destination, or to files whose paths have variables.</summary>
public sealed record AccessLog(LogFormat Format)
{
    public LogDestination? Destination { get; init; }

    public ComplexValue? Path { get; init; }

    /// <summary>Contexts for which it is empty or "0" are not logged.</summary>
    public ComplexValue? Condition { get; init; }
}
