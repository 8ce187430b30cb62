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
        if (request.Method == HttpMethod.Post && (disabled & KeepAliveDisable.Msie6) != 0 && IsMsie6(agent))
            return true;
        return (disabled & KeepAliveDisable.Safari) != 0
            && agent.IndexOf("Safari/"u8) >= 0 && agent.IndexOf("Mac OS X"u8) >= 0
            && agent.IndexOf("Chrome/"u8) < 0;
    }

    private static bool IsMsie6(ReadOnlySpan<byte> agent)
    {
        var at = agent.IndexOf("MSIE "u8);
        return at >= 0 && at + 7 < agent.Length && agent[at + 6] == '.' && agent[at + 5] is >= (byte)'4' and <= (byte)'6' && agent.IndexOf("Opera"u8) < 0;
    }
}
