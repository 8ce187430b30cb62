using Engine.Core.Log.Access;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Log;

/// <summary>The formats of the stream block.</summary>
public sealed class LogMainConf : LogFormats, IConf<LogMainConf>
{
    public static readonly StreamMainSlot<LogMainConf> Slot = new();

    public void MergeFrom(LogMainConf? outer, StreamConfiguration configuration)
    {
    }
}

public sealed class LogConf : AccessLogSettings, IConf<LogConf>
{
    public static readonly StreamServerSlot<LogConf> Slot = new();

    public void MergeFrom(LogConf? outer, StreamConfiguration configuration) => MergeFrom(outer);
}
