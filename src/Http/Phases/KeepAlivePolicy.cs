using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Phases;

/// <summary>Whether a location lets the connection live on after the request.</summary>
internal static class KeepAlivePolicy
{
    public static void Apply(HttpRequest request)
    {
        if (!request.KeepAlive)
            return;
        var core = request.Location.Core;
        var connection = request.Connection;
        var isEnding = connection.MustClose || request.Worker.IsQuitting;
        request.KeepAlive = core.KeepAliveTimeoutMs.Value > 0
            && (!isEnding || core.KeepAliveMinTimeoutMs.Value > 0)
            && connection.RequestCount < core.KeepAliveRequests.Value
            && request.Loop.Clock.NowMs - connection.StartMs <= core.KeepAliveTimeMs.Value
            && !IsDisabledBrowser(request, core.KeepAliveDisable.Value);
    }

    /// <summary>Old browsers that mishandle a reused connection, MSIE 6 only behind a POST.</summary>
    private static bool IsDisabledBrowser(HttpRequest request, KeepAliveDisable disabled) =>
        ((disabled & KeepAliveDisable.Msie6) != 0 && request.Method == HttpMethod.Post && Browsers.IsMsie6(request))
        || ((disabled & KeepAliveDisable.Safari) != 0 && Browsers.IsSafari(request));
}
