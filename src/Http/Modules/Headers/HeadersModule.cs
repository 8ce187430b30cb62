using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Headers;

/// <summary>ngx_http_headers_module: <c>add_header</c>, <c>add_trailer</c>, <c>expires</c>.</summary>
public sealed class HeadersModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpAnyIf;

    private static readonly (string, HeadersInherit)[] InheritWords = [("on", HeadersInherit.On), ("off", HeadersInherit.Off), ("merge", HeadersInherit.Merge)];

    public override string Name => "headers";

    public override void Register(HttpModuleTable table)
    {
        var slot = HeadersConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("expires", Contexts, 1, 2, slot, SetExpires, "off"));
        table.Add(Take.Custom("add_header", Contexts, 2, 3, slot, static (use, conf) => (conf.OwnFields ??= []).Add(Read(use))));
        table.Add(Take.Custom("add_trailer", Contexts, 2, 3, slot, static (use, conf) => (conf.OwnTrailers ??= []).Add(Read(use))));
        table.Add(Take.Enum("add_header_inherit", Contexts, slot, static c => ref c.FieldsInherit, InheritWords, "on"));
        table.Add(Take.Enum("add_trailer_inherit", Contexts, slot, static c => ref c.TrailersInherit, InheritWords, "on"));
        table.Filter("headers", HeadersFilter.Filter, static location => HeadersConf.Slot.Of(location).HasWork);
        table.Filter("headers", TrailersFilter.Filter, static location => HeadersConf.Slot.Of(location).Trailers.Length > 0);
    }

    private static AddedField Read(DirectiveUse use)
    {
        if (use.Count == 3 && use[2] != "always")
            throw use.Error($"invalid parameter \"{use[2]}\"");
        var name = use.Bytes(0);
        return new AddedField(name, KnownFields.Find(name.Span), ComplexValue.Compile(use[1], use), IsAlways: use.Count == 3);
    }

    private static void SetExpires(DirectiveUse use, HeadersConf conf)
    {
        if (conf.Expires.IsSet)
            throw use.Error("\"expires\" directive is duplicate");
        var isModified = use.Count == 2;
        if (isModified && use[0] != "modified")
            throw use.Error("\"expires\" directive invalid value");
        var value = ComplexValue.Compile(use[use.Count - 1], use);
        if (!value.IsConstant)
        {
            conf.Expires.Set(new Expires(value, isModified));
            return;
        }

        if (ExpiresRule.Read(value.Constant.Span, isModified, out var rule) is { } error)
            throw use.Error($"\"expires\" directive {error}");
        conf.Expires.Set(new Expires(rule));
    }
}
