using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary>The formats of a block (<c>http</c>, <c>stream</c>), and how its log files are written.</summary>
public abstract class LogFormats
{
    private readonly Dictionary<string, LogFormat> formats = new(StringComparer.Ordinal);
    private readonly Dictionary<LogFile, LogBuffering> buffering = [];

    /// <summary>What an <c>access_log</c> uses that names no format; null when it must name one.</summary>
    protected internal virtual string? DefaultName => null;

    /// <summary>What the block asked of its log files becomes true of them.</summary>
    public void ApplyBuffering()
    {
        foreach (var (file, how) in buffering)
        {
            file.BufferSize = how.Size;
            file.FlushMs = how.FlushMs;
            file.GzipLevel = how.GzipLevel;
        }
    }

    protected internal virtual LogFormat? Find(string name, VariableTable variables) => formats.GetValueOrDefault(name);

    /// <summary>False when the name is taken.</summary>
    protected internal virtual bool Add(string name, LogFormat format) => formats.TryAdd(name, format);

    protected internal virtual LogFormat Make(LogFormatText text, LogEscape escape) => new(text, escape);

    /// <summary>False when the file is to be collected in another way already. Who asks for nothing takes what others ask for.</summary>
    protected internal bool Buffer(LogFile file, LogBuffering how)
    {
        if (!buffering.TryGetValue(file, out var known) || known == default)
            buffering[file] = how;
        return how == default || buffering[file] == how;
    }
}

/// <summary>How a log file collects its lines (<c>buffer=</c>, <c>flush=</c>, <c>gzip=</c>).</summary>
public readonly record struct LogBuffering(int Size, int FlushMs, int? GzipLevel);
