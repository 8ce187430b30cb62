using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Brotli;

public sealed class BrotliConf : IConf<BrotliConf>
{
    public static readonly LocationSlot<BrotliConf> Slot = new();

    public Setting<bool> IsOn;
    public Setting<BufferCount> Buffers;
    public Setting<MediaTypes> Types;
    public Setting<long> Level;
    public Setting<int> WindowBits;
    public Setting<long> MinLength;

    public void MergeFrom(BrotliConf? outer, HttpConfiguration configuration)
    {
        IsOn.MergeFrom(outer?.IsOn ?? default, false);
        Buffers.MergeFrom(outer?.Buffers ?? default, new BufferCount(32, 4096));
        Types.MergeFrom(outer?.Types ?? default, MediaTypes.Html);
        Level.MergeFrom(outer?.Level ?? default, 6);
        WindowBits.MergeFrom(outer?.WindowBits ?? default, 19);
        MinLength.MergeFrom(outer?.MinLength ?? default, 20);
    }
}
