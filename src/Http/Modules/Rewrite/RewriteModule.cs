using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Rewrite;

/// <summary>ngx_http_rewrite_module: <c>rewrite</c>, <c>return</c>, <c>if</c>, <c>break</c>, <c>set</c>.</summary>
public sealed class RewriteModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpServer | ConfContext.HttpServerIf | ConfContext.HttpLocation | ConfContext.HttpLocationIf;

    public override string Name => "rewrite";

    public override void Register(HttpModuleTable table)
    {
        var slot = RewriteConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("rewrite", Contexts, 2, 3, slot, RewriteDirectives.Rewrite));
        table.Add(Take.Custom("return", Contexts, 1, 2, slot, RewriteDirectives.Return));
        table.Add(Take.Custom("break", Contexts, 0, 0, slot, RewriteDirectives.Break));
        table.Add(Take.Custom("set", Contexts, 2, 2, slot, RewriteDirectives.Set));
        table.Add(Take.Block("if", ConfContext.HttpServer | ConfContext.HttpLocation, 1, int.MaxValue, slot, IfDirective.Read));
        table.Add(Take.Flag("rewrite_log", ConfContext.HttpAny | ConfContext.HttpServerIf | ConfContext.HttpLocationIf, slot, static c => ref c.Log, "off"));
        table.Add(Take.Flag("uninitialized_variable_warn", ConfContext.HttpAny | ConfContext.HttpServerIf | ConfContext.HttpLocationIf, slot, static c => ref c.UninitializedVariableWarn, "on"));
        table.Handler(Phase.ServerRewrite, RewriteHandler.Handle, static location => location.Kind == LocationKind.Server && HasCodes(location));
        table.Handler(Phase.Rewrite, RewriteHandler.Handle, static location => location.Kind != LocationKind.Server && HasCodes(location));
    }

    private static bool HasCodes(Location location) => RewriteConf.Slot.Of(location).CodesOf(location).Count > 0;
}
