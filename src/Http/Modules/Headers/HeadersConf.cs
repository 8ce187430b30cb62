using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Headers;

public enum HeadersInherit
{
    /// <summary>A level's own lines replace those around it.</summary>
    On,

    /// <summary>Nothing comes from outside.</summary>
    Off,

    /// <summary>A level's own lines come before those around it.</summary>
    Merge,
}

/// <summary>One <c>add_header</c> or <c>add_trailer</c>.</summary>
/// <param name="IsAlways">For every status, not only for those of success and redirection.</param>
public sealed record AddedField(ByteString Name, KnownField Known, ComplexValue Value, bool IsAlways);

public sealed class HeadersConf : IConf<HeadersConf>
{
    public static readonly LocationSlot<HeadersConf> Slot = new();

    /// <summary>Null for "off".</summary>
    public Setting<Expires?> Expires;
    public Setting<HeadersInherit> FieldsInherit;
    public Setting<HeadersInherit> TrailersInherit;

    internal List<AddedField>? OwnFields { get; set; }

    internal List<AddedField>? OwnTrailers { get; set; }

    public AddedField[] Fields { get; private set; } = [];

    public AddedField[] Trailers { get; private set; } = [];

    internal bool HasWork => Expires.Value is not null || Fields.Length > 0 || Trailers.Length > 0;

    public void MergeFrom(HeadersConf? outer, HttpConfiguration configuration)
    {
        Expires.MergeFrom(outer?.Expires ?? default, null);
        FieldsInherit.MergeFrom(outer?.FieldsInherit ?? default, HeadersInherit.On);
        TrailersInherit.MergeFrom(outer?.TrailersInherit ?? default, HeadersInherit.On);
        Fields = Inherit(OwnFields, outer?.Fields ?? [], FieldsInherit.Value);
        Trailers = Inherit(OwnTrailers, outer?.Trailers ?? [], TrailersInherit.Value);
    }

    private static AddedField[] Inherit(List<AddedField>? own, AddedField[] outer, HeadersInherit mode) => mode switch
    {
        HeadersInherit.Off => [.. own ?? []],
        HeadersInherit.Merge => [.. own ?? [], .. outer],
        _ => own is null ? outer : [.. own],
    };
}
