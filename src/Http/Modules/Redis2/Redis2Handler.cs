using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Memcached;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Redis2;

/// <summary>The content handler of locations with <c>redis2_pass</c>.</summary>
internal static class Redis2Handler
{
    private const int DefaultPort = 6379;

    public static void Install(DirectiveUse use, Redis2Conf conf)
    {
        if (conf.Pass is not null)
            throw use.Error("\"redis2_pass\" directive is duplicate");
        conf.Pass = MemcachedPass.Read(use, DefaultPort);
        HttpScope.Of(use).Location.PassTo(Handle);
    }

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = Redis2Conf.Slot.Of(request);
        if (conf.Queries is null)
        {
            request.Log.Write(LogLevel.Error, request, $"no redis2 query specified or the query is empty");
            return new HandlerResult(500);
        }

        return conf.Pass!.Run(request, conf.Upstream, Redis2State.Begin(request, conf.Queries).Protocol);
    }
}

/// <summary>What the module knows of one request.</summary>
internal sealed class Redis2State : ReusedState<Redis2State>
{
    public static readonly RequestSlot<Redis2State> Slot = new();

    public Redis2State() => Protocol = new Redis2Upstream(this);

    public Redis2Upstream Protocol { get; }

    public Redis2Queries Queries { get; private set; } = null!;

    public static Redis2State Begin(HttpRequest request, Redis2Queries queries)
    {
        var state = Rent(request);
        state.Queries = queries;
        Slot.Set(request, state);
        return state;
    }

    protected override void Clear()
    {
        Queries = null!;
        Protocol.BeginAttempt();
    }
}
