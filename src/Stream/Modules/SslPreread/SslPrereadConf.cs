using Engine.Core.Conf;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.SslPreread;

/// <summary><c>ssl_preread</c>.</summary>
public sealed class SslPrereadConf : IConf<SslPrereadConf>
{
    public static readonly StreamServerSlot<SslPrereadConf> Slot = new();

    public Setting<bool> Enabled;

    public void MergeFrom(SslPrereadConf? outer, StreamConfiguration configuration) => Enabled.MergeFrom(outer?.Enabled ?? default, false);
}
