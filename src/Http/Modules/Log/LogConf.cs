using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Log;

/// <summary>How a log file collects its lines (<c>buffer=</c>, <c>flush=</c>, <c>gzip=</c>).</summary>
internal readonly record struct LogBuffering(int Size, int FlushMs, int? GzipLevel);

/// <summary>The formats, and how the log files of the http block are written.</summary>
public sealed class LogMainConf : IConf<LogMainConf>
{
    public static readonly MainSlot<LogMainConf> Slot = new();

    private readonly Dictionary<string, LogFormat> formats = new(StringComparer.Ordinal);
    private readonly Dictionary<LogFile, LogBuffering> buffering = [];

    public void MergeFrom(LogMainConf? outer, HttpConfiguration configuration)
    {
    }

    /// <summary>A format by name; "combined" is there without being declared.</summary>
    internal LogFormat? Find(string name, HttpConfiguration configuration)
    {
        if (name == LogFormat.CombinedName && !formats.ContainsKey(name))
            formats.Add(name, LogFormat.Combined(configuration));
        return formats.GetValueOrDefault(name);
    }

    /// <summary>False when the name is taken.</summary>
    internal bool Add(string name, LogFormat format) => name != LogFormat.CombinedName && formats.TryAdd(name, format);

    /// <summary>What is logged where the configuration says nothing.</summary>
    internal AccessLog DefaultLog(HttpConfiguration configuration)
    {
        var cycle = configuration.Cycle;
        var log = new AccessLog(Find(LogFormat.CombinedName, configuration)!)
        {
            Destination = cycle.LogFiles.Use(cycle.Environment.FullPath("logs/access.log")),
        };
        buffering.TryAdd((LogFile)log.Destination, default);
        return log;
    }

    /// <summary>False when the file is to be collected in another way already. Who asks for nothing takes what others ask for.</summary>
    internal bool Buffer(LogFile file, LogBuffering how)
    {
        if (!buffering.TryGetValue(file, out var known) || known == default)
            buffering[file] = how;
        return how == default || buffering[file] == how;
    }

    internal void ApplyBuffering()
    {
        foreach (var (file, how) in buffering)
        {
            file.BufferSize = how.Size;
            file.FlushMs = how.FlushMs;
            file.GzipLevel = how.GzipLevel;
        }
    }
}

/// <summary>One <c>access_log</c>: to a destination, or to files whose paths have variables.</summary>
internal sealed record AccessLog(LogFormat Format)
{
    public LogDestination? Destination { get; init; }

    public ComplexValue? Path { get; init; }

    /// <summary>Requests for which it is empty or "0" are not logged.</summary>
    public ComplexValue? Condition { get; init; }
}

public sealed class LogConf : IConf<LogConf>
{
    public static readonly LocationSlot<LogConf> Slot = new();

    public Setting<bool> EscapesNonAscii;

    /// <summary>Null when <c>open_log_file_cache off</c>.</summary>
    public Setting<LogFileCacheLimits?> FileCache;

    /// <summary>Null while this level names no log and does not say "off".</summary>
    private List<AccessLog>? own;

    internal bool IsOff { get; private set; }

    internal IReadOnlyList<AccessLog> Logs => IsOff || own is null ? [] : own;

    /// <summary>Where logs with variables in their path go; made when there are some.</summary>
    internal LogFileSet? Files { get; private set; }

    internal void Add(AccessLog log) => (own ??= []).Add(log);

    internal void TurnOff() => IsOff = true;

    public void MergeFrom(LogConf? outer, HttpConfiguration configuration)
    {
        EscapesNonAscii.MergeFrom(outer?.EscapesNonAscii ?? default, true);
        FileCache.MergeFrom(outer?.FileCache ?? default, null);
        if (own is not null || IsOff)
            return;
        own = outer?.own;
        IsOff = outer?.IsOff ?? false;
    }

    /// <summary>The default log where nothing was said; files for paths with variables.</summary>
    internal void Complete(HttpConfiguration configuration)
    {
        if (own is null && !IsOff)
            own = [LogMainConf.Slot.Of(configuration).DefaultLog(configuration)];
        if (Files is null && Logs.Any(static log => log.Path is not null))
            Files = configuration.Cycle.LogFiles.UseSet(FileCache.Value);
    }
}
