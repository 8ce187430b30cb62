using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Upstream.Store;

/// <summary>The directives of <see cref="StoreConf"/>, under the names of one module.</summary>
internal static class StoreDirectives
{
    private const ConfContext Any = ConfContext.HttpAny;

    /// <param name="prefix">"proxy", "fastcgi", …</param>
    public static void Register<TConf>(HttpModuleTable table, string prefix, LocationSlot<TConf> slot, Func<TConf, StoreConf> of) where TConf : class, IConf<TConf>, new()
    {
        table.Add(Take.One($"{prefix}_store", Any, slot, c => ref of(c).Target, "off", "", ReadTarget));
        table.Add(Take.Custom($"{prefix}_store_access", Any, 1, 3, slot, (use, conf) => FileRights.Read(use, ref of(conf).Access), "user:rw"));
    }

    private static StoreTarget? ReadTarget(DirectiveUse use, string text) => text switch
    {
        "off" => null,
        "on" => new StoreTarget((ComplexValue?)null),
        _ => new StoreTarget(ComplexValue.Compile(text, use)),
    };
}
