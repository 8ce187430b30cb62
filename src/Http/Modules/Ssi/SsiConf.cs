using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Ssi;

public sealed class SsiConf : IConf<SsiConf>
{
    public static readonly LocationSlot<SsiConf> Slot = new();

    public Setting<bool> IsOn;
    public Setting<bool> SilentErrors;
    public Setting<MediaTypes> Types;

    /// <summary>The longest value of a parameter, in bytes.</summary>
    public Setting<long> ValueLength;

    /// <summary>Text of a file is sent from the file when there are at least so many bytes of it.</summary>
    public Setting<long> MinFileChunk;
    public Setting<bool> KeepLastModified;
    public Setting<bool> IgnoreRecycledBuffers;

    public void MergeFrom(SsiConf? outer, HttpConfiguration configuration)
    {
        IsOn.MergeFrom(outer?.IsOn ?? default, false);
        SilentErrors.MergeFrom(outer?.SilentErrors ?? default, false);
        Types.MergeFrom(outer?.Types ?? default, MediaTypes.Html);
        ValueLength.MergeFrom(outer?.ValueLength ?? default, 256);
        MinFileChunk.MergeFrom(outer?.MinFileChunk ?? default, 1024);
        KeepLastModified.MergeFrom(outer?.KeepLastModified ?? default, false);
    }
}
