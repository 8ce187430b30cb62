using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>
/// Fetches a stale response anew while the request that found it is answered with it (<c>proxy_cache_background_update</c>): a subrequest
/// that produces the same content, whose output nobody gets.
/// </summary>
internal sealed class CacheRefresh
{
    /// <summary>Set in the subrequest, so that it does not answer from the cache itself.</summary>
    public static readonly RequestSlot<CacheRefresh> Slot = new();

    private static readonly CacheRefresh Mark = new();

    public static bool IsUnderWay(HttpRequest request) => Slot.Of(request) is not null;

    /// <summary>False when subrequests are nested too deep.</summary>
    public static bool TryBegin(HttpRequest request)
    {
        if (!Subrequest.TryBegin(request, DiscardingExchange.Instance, request.Uri, request.Arguments, out var copy, SubrequestVariables.Copied))
            return false;
        copy.Request.IsHeaderOnly = true;
        Slot.Set(copy.Request, Mark);
        request.RunInBackground(Run(copy));
        return true;
    }

    private static async ValueTask Run(Subrequest copy)
    {
        await copy.RunContent();
        copy.End();
    }
}
