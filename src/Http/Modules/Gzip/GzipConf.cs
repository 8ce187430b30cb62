using Engine.Core.Conf;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Gzip;

/// <summary>Which responses to requests of proxies (those with Via) are compressed.</summary>
[Flags]
public enum GzipProxied
{
    Off = 1,
    Expired = 2,
    NoCache = 4,
    NoStore = 8,
    Private = 16,
    NoLastModified = 32,
    NoETag = 64,
    Auth = 128,
    Any = 256,
}

public sealed class GzipConf : IConf<GzipConf>
{
    public static readonly LocationSlot<GzipConf> Slot = new();

    public Setting<bool> IsOn;
    public Setting<BufferCount> Buffers;
    public Setting<MediaTypes> Types;
    public Setting<long> Level;
    public Setting<int> WindowBits;
    public Setting<int> HashBits;
    public Setting<long> Postpone;
    public Setting<bool> NoBuffer;
    public Setting<long> MinLength;
    public Setting<bool> Vary;
    public Setting<int> HttpVersion;
    public Setting<GzipProxied> Proxied;
    public Setting<bool> DisablesMsie6;

    internal List<Regex>? OwnDisabled { get; set; }

    /// <summary>Responses to these user agents are not compressed.</summary>
    internal IReadOnlyList<Regex> Disabled { get; private set; } = [];

    /// <summary>zlib's measure of <c>gzip_hash</c>.</summary>
    internal int MemoryLevel => HashBits.Value - 8;

    public void MergeFrom(GzipConf? outer, HttpConfiguration configuration)
    {
        IsOn.MergeFrom(outer?.IsOn ?? default, false);
        Buffers.MergeFrom(outer?.Buffers ?? default, new BufferCount(32, 4096));
        Types.MergeFrom(outer?.Types ?? default, MediaTypes.Html);
        Level.MergeFrom(outer?.Level ?? default, 1);
        WindowBits.MergeFrom(outer?.WindowBits ?? default, 15);
        HashBits.MergeFrom(outer?.HashBits ?? default, 16);
        Postpone.MergeFrom(outer?.Postpone ?? default, 0);
        NoBuffer.MergeFrom(outer?.NoBuffer ?? default, false);
        MinLength.MergeFrom(outer?.MinLength ?? default, 20);
        Vary.MergeFrom(outer?.Vary ?? default, false);
        HttpVersion.MergeFrom(outer?.HttpVersion ?? default, 1001);
        Proxied.MergeFrom(outer?.Proxied ?? default, GzipProxied.Off);
        DisablesMsie6.MergeFrom(outer?.DisablesMsie6 ?? default, false);
        Disabled = OwnDisabled ?? outer?.Disabled ?? [];
    }
}
