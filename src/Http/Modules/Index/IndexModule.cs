using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Index;

/// <summary>ngx_http_index_module: the file that answers for a directory.</summary>
public sealed class IndexModule : HttpModule
{
    public override string Name => "index";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(IndexConf.Slot);
        table.Add(Take.Custom("index", ConfContext.HttpAny, 1, int.MaxValue, IndexConf.Slot, Apply, "index.html"));
        table.Handler(Phase.Content, IndexHandler.Handle);
    }

    private static void Apply(DirectiveUse use, IndexConf conf)
    {
        conf.Names ??= [];
        for (var i = 0; i < use.Count; i++)
        {
            if (use[i].StartsWith('/') && i < use.Count - 1)
                use.Warn("only the last index in \"index\" directive should be absolute");
            if (use[i].Length == 0)
                throw use.Error($"index \"{use[i]}\" in \"index\" directive is invalid");
            conf.Names.Add(ComplexValue.Compile(use[i], use));
        }
    }
}
