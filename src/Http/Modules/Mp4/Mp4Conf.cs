using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Mp4;

public sealed class Mp4Conf : IConf<Mp4Conf>
{
    public static readonly LocationSlot<Mp4Conf> Slot = new();

    /// <summary>How much of a file is read at once to find its boxes, in bytes.</summary>
    public Setting<long> BufferSize;

    /// <summary>The largest metadata that is worked on, in bytes.</summary>
    public Setting<long> MaxBufferSize;

    /// <summary>The part begins with a frame that can be shown without others; what comes before its start is hidden.</summary>
    public Setting<bool> StartsAtKeyFrame;

    public void MergeFrom(Mp4Conf? outer, HttpConfiguration configuration)
    {
        BufferSize.MergeFrom(outer?.BufferSize ?? default, 512 * 1024);
        MaxBufferSize.MergeFrom(outer?.MaxBufferSize ?? default, 10 * 1024 * 1024);
        StartsAtKeyFrame.MergeFrom(outer?.StartsAtKeyFrame ?? default, false);
    }
}
