using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Phases;

/// <summary>Whether a location lets the connection live on after the request.</summary>
internal static class KeepAlivePolicy
{
    public static void Apply(HttpRequest request)
    {
        if (!request.KeepAlive || request.IsSubrequest)
            return;
        var core = request.Location.Core;
        var connection = request.Connection;
        request.KeepAlive = core.KeepAliveTimeoutMs.Value > 0
            && connection.RequestCount < core.KeepAliveRequests.Value
            && request.Loop.Clock.NowMs - connection.StartMs <= core.KeepAliveTimeMs.Value
            && !IsDisabledBrowser(request, core.KeepAliveDisable.Value);
    }

    /// <summary>Old browsers that mishandle a response to POST on a reused connection.</summary>
    private static bool IsDisabledBrowser(HttpRequest request, KeepAliveDisable disabled)
    {
        if (disabled == KeepAliveDisable.None || (request.Method != HttpMethod.Post && (disabled & KeepAliveDisable.Safari) == 0))
            return false;
        var agent = request.Headers.ValueOf(KnownField.UserAgent).Span;
        if (request.Method == HttpMethod.Post && (disabled & KeepAliveDisable.Msie6) != 0 && Browsers.IsMsie6(request))
            return true;
        return (disabled & KeepAliveDisable.Safari) != 0
            && agent.IndexOf("Safari/"u8) >= 0 && agent.IndexOf("Mac OS X"u8) >= 0
            && agent.IndexOf("Chrome/"u8) < 0;
    }
}
