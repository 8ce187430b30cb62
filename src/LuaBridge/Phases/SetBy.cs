using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Phases;

/// <summary>set_by_lua*: a directive of the rewrite module whose value Lua code computes.</summary>
internal sealed class SetBy(VariableSlot variable, LuaSource source, ComplexValue[] arguments) : IRewriteCode
{
    private const ConfContext Contexts = ConfContext.HttpServer | ConfContext.HttpServerIf | ConfContext.HttpLocation | ConfContext.HttpLocationIf;

    public static void Register(HttpModuleTable table)
    {
        var slot = RewriteConf.Slot;
        table.Add(Take.LuaBlock("set_by_lua_block", Contexts, 1, 1, slot, static (use, conf) => Add(use, conf, LuaDirectives.Block(use, "set_by_lua"))));
        table.Add(Take.Custom("set_by_lua_file", Contexts, 2, int.MaxValue, slot, static (use, conf) => Add(use, conf, LuaDirectives.OfFile(use, 1))));
        table.Add(Take.Custom("set_by_lua", Contexts, 2, int.MaxValue, slot, static (use, conf) => Add(use, conf, LuaDirectives.Text(use, "set_by_lua", use[1]))));
    }

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var lua = LuaRequest.Of(request);
        lua.SetArguments = Array.ConvertAll(arguments, argument => argument.Evaluate(request));
        lua.SetResult = default;
        var task = lua.Run(source, LuaPhase.Set);
        return task.IsCompletedSuccessfully ? Store(lua, task.Result) : Behind(lua, task);
    }

    private static void Add(DirectiveUse use, RewriteConf conf, LuaSource source)
    {
        var slot = HttpScope.Of(use).Configuration.Variables.DefineSettable(VariableTable.NameIn(use[0], use), use);
        var arguments = use.Arguments.Skip(2).Select(text => ComplexValue.Compile(text, use)).ToArray();
        conf.Add(new SetBy(slot, source, arguments), HttpScope.Of(use));
    }

    private async ValueTask<HandlerResult> Behind(LuaRequest lua, ValueTask<HandlerResult> task) => await Store(lua, await task);

    private ValueTask<HandlerResult> Store(LuaRequest lua, HandlerResult result)
    {
        if (result != HandlerResult.Ok && result != LuaHandlers.Quit)
            return new HandlerResult(result == 400 ? 400 : 500);
        lua.Request.Set(variable, lua.SetResult);
        return HandlerResult.Declined;
    }
}
