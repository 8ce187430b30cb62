using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Browser;

/// <summary>ngx_http_browser_module: modern and ancient browsers by the User-Agent field.</summary>
public sealed class BrowserModule : HttpModule
{
    public override string Name => "browser";

    public override void Register(HttpModuleTable table)
    {
        var slot = BrowserConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("modern_browser", ConfContext.HttpAny, 1, 2, slot, BrowserConf.ReadModern));
        table.Add(Take.Custom("ancient_browser", ConfContext.HttpAny, 1, int.MaxValue, slot, BrowserConf.ReadAncient));
        table.Add(Take.Bytes("modern_browser_value", ConfContext.HttpAny, slot, static c => ref c.ModernValue, "1"));
        table.Add(Take.Bytes("ancient_browser_value", ConfContext.HttpAny, slot, static c => ref c.AncientValue, "1"));
        table.Add(new Variable<HttpRequest>("modern_browser", static r => BrowserCheck.Variable(r, modern: true)) { IsCacheable = true, IsChangeable = true });
        table.Add(new Variable<HttpRequest>("ancient_browser", static r => BrowserCheck.Variable(r, modern: false)) { IsCacheable = true, IsChangeable = true });
        table.Add(new Variable<HttpRequest>("msie", BrowserCheck.Msie) { IsCacheable = true, IsChangeable = true });
    }
}

public sealed class BrowserConf : IConf<BrowserConf>
{
    public static readonly LocationSlot<BrowserConf> Slot = new();

    private static readonly ByteString One = ByteString.Copy("1"u8);

    public Setting<ByteString> ModernValue;
    public Setting<ByteString> AncientValue;

    private List<ModernBrowser>? modern;
    private List<ByteString>? ancient;
    private bool? isUnlistedModern;

    internal IReadOnlyList<ModernBrowser> Modern => modern ?? [];

    internal IReadOnlyList<ByteString> Ancient => ancient ?? [];

    /// <summary>A browser that neither list has is modern.</summary>
    internal bool IsUnlistedModern => isUnlistedModern ?? false;

    /// <summary>Netscape 1 to 4 are ancient.</summary>
    internal bool IsNetscapeAncient { get; private set; }

    public static void ReadModern(DirectiveUse use, BrowserConf conf)
    {
        if (use.Count == 1)
        {
            conf.isUnlistedModern = use[0] == "unlisted" ? true : throw use.Error($"invalid number of arguments in \"{use.Name}\" directive");
            return;
        }

        var kind = BrowserKind.Find(use[0]) ?? throw use.Error($"unknown browser name \"{use[0]}\"");
        var version = BrowserVersion.Read(use.Bytes(1).Span, out var used);
        if (used != use[1].Length)
            throw use.Error($"invalid browser version \"{use[1]}\"");
        // Opera says that it is another browser, too: it is looked for first.
        var browser = new ModernBrowser(kind, version);
        conf.modern ??= [];
        conf.modern.Insert(use[0] == "opera" ? 0 : conf.modern.Count, browser);
    }

    public static void ReadAncient(DirectiveUse use, BrowserConf conf)
    {
        conf.ancient ??= [];
        foreach (var word in use.Arguments)
        {
            if (word == "netscape4")
                conf.IsNetscapeAncient = true;
            else
                conf.ancient.Add(ByteString.From(word));
        }
    }

    public void MergeFrom(BrowserConf? outer, HttpConfiguration configuration)
    {
        // Whatever a level says of modern browsers replaces all that outer ones say.
        if (modern is null && isUnlistedModern is null)
        {
            modern = outer?.modern;
            isUnlistedModern = outer?.isUnlistedModern;
        }

        if (ancient is null)
        {
            ancient = outer?.ancient;
            IsNetscapeAncient = outer?.IsNetscapeAncient ?? false;
        }

        ModernValue.MergeFrom(outer?.ModernValue ?? default, One);
        AncientValue.MergeFrom(outer?.AncientValue ?? default, One);
    }
}
