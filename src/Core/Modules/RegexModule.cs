using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>nginx's regex module.</summary>
public sealed class RegexModule : CoreModule
{
    public override string Name => "regex";

    public override void Register(DirectiveTable table) =>
        table.Add(new Directive("pcre_jit", ConfContext.Main, 1, 1, Read)
        {
            Default = "off",
            Note = "no difference: patterns are compiled to machine code wherever PCRE2 can",
        });

    private static void Read(DirectiveUse use)
    {
        var cycle = MainScope.CycleOf(use.Scope);
        if (cycle.Get<RegexConf>() is not null)
            throw use.Error("\"pcre_jit\" directive is duplicate");
        if (use[0].ToLowerInvariant() is not ("on" or "off"))
            throw use.Error($"invalid value \"{use[0]}\" in \"pcre_jit\" directive, it must be \"on\" or \"off\"");
        cycle.Set(new RegexConf());
    }

    private sealed class RegexConf;
}
