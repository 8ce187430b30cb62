using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Memcached;

/// <summary>The content handler of locations with <c>memcached_pass</c>.</summary>
internal static class MemcachedHandler
{
    public static void Install(DirectiveUse use, MemcachedConf conf)
    {
        if (conf.Pass is not null)
            throw use.Error("\"memcached_pass\" directive is duplicate");
        var scope = HttpScope.Of(use);
        conf.Pass = MemcachedPass.Read(use);
        conf.Key = scope.Configuration.Variables.Resolve(MemcachedModule.KeyVariable);
        scope.Location.PassTo(Handle);
    }

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (request.Method is not (HttpMethod.Get or HttpMethod.Head))
            return new HandlerResult(405);
        var conf = MemcachedConf.Slot.Of(request);
        var key = request.Get(conf.Key!).Bytes;
        if (key.IsEmpty)
        {
            request.Log.Write(LogLevel.Error, request, $"the \"$memcached_key\" variable is not set");
            return new HandlerResult(500);
        }

        var state = MemcachedState.Begin(request, conf, request.Arena.Escape(key, EscapeKind.Memcached));
        return conf.Pass!.Run(request, conf.Upstream, state.Protocol);
    }
}
