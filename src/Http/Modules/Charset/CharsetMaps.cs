using Engine.Core.Buffers;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Charset;

/// <summary>The <c>charset_map</c>s of a configuration, each in both directions.</summary>
public sealed class CharsetMaps : IConf<CharsetMaps>
{
    public static readonly MainSlot<CharsetMaps> Slot = new();

    private readonly List<(ByteString From, ByteString To, Recoding Recoding)> maps = [];

    public void MergeFrom(CharsetMaps? outer, HttpConfiguration configuration)
    {
    }

    internal bool IsEmpty => maps.Count == 0;

    internal Recoding? Find(ByteString from, ByteString to)
    {
        foreach (var map in maps)
        {
            if (map.From.EqualsIgnoreCase(from.Span) && map.To.EqualsIgnoreCase(to.Span))
                return map.Recoding;
        }

        return null;
    }

    internal void Add(ByteString from, ByteString to, Recoding recoding) => maps.Add((from, to, recoding));
}
