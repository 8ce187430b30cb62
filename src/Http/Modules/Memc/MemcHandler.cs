using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.Modules.Memcached;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Memc;

/// <summary>The content handler of locations with <c>memc_pass</c>.</summary>
internal static class MemcHandler
{
    public static void Install(DirectiveUse use, MemcConf conf)
    {
        if (conf.Pass is not null)
            throw use.Error("\"memc_pass\" directive is duplicate");
        var scope = HttpScope.Of(use);
        conf.Pass = MemcachedPass.Read(use);
        conf.Variables = new MemcVariables(scope.Configuration.Variables);
        scope.Location.PassTo(Handle);
    }

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = MemcConf.Slot.Of(request);
        if (FindCommand(request, conf) is not { } command)
            return new HandlerResult(400);
        if (!conf.Allows(command))
        {
            request.Log.Write(LogLevel.Error, request, $"memcached command \"{command.Name}\" not allowed");
            return new HandlerResult(403);
        }

        var state = MemcState.Begin(request, conf, command);
        var status = state.ReadVariables(request);
        return status != 0 ? new HandlerResult(status) : conf.Pass!.Run(request, conf.Upstream, state.Protocol);
    }

    private static MemcCommand? FindCommand(HttpRequest request, MemcConf conf)
    {
        var name = request.Get(conf.Variables!.Command).Bytes;
        var command = name.IsEmpty ? MemcCommand.OfMethod(request.Method) : MemcCommand.Find(name.Span);
        if (command is null && name.IsEmpty)
            request.Log.Write(LogLevel.Error, request, $"$memc_cmd variable not found for HTTP {request.MethodName} requests");
        else if (command is null)
            request.Log.Write(LogLevel.Error, request, $"unknown $memc_cmd \"{name}\"");
        return command;
    }
}
