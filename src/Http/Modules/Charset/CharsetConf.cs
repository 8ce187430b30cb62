using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Charset;

public sealed class CharsetConf : IConf<CharsetConf>
{
    public static readonly LocationSlot<CharsetConf> Slot = new();

    private static readonly MediaTypes DefaultTypes =
        new("text/html", "text/xml", "text/plain", "text/vnd.wap.wml", "application/javascript", "application/rss+xml");

    /// <summary>Null for "off".</summary>
    public Setting<ComplexValue?> Charset;
    public Setting<ComplexValue?> Source;
    public Setting<bool> Override;
    public Setting<MediaTypes> Types;

    internal bool HasWork { get; private set; }

    public void MergeFrom(CharsetConf? outer, HttpConfiguration configuration)
    {
        Charset.MergeFrom(outer?.Charset ?? default, null);
        Source.MergeFrom(outer?.Source ?? default, null);
        Override.MergeFrom(outer?.Override ?? default, false);
        Types.MergeFrom(outer?.Types ?? default, DefaultTypes);
        // A subrequest's output may need converting even where no charset is set.
        HasWork = Charset.Value is not null || !CharsetMaps.Slot.Of(configuration).IsEmpty;
        if (Charset.Value is { IsConstant: true } to && Source.Value is { IsConstant: true } from)
            CheckMap(configuration, from, to);
    }

    private static void CheckMap(HttpConfiguration configuration, ComplexValue from, ComplexValue to)
    {
        if (!from.Constant.EqualsIgnoreCase(to.Constant.Span) && CharsetMaps.Slot.Of(configuration).Find(from.Constant, to.Constant) is null)
            throw new ConfException($"no \"charset_map\" between the charsets \"{from.Source}\" and \"{to.Source}\"");
    }
}
