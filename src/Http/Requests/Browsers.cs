using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>Browsers that need special treatment, told by their User-Agent field as nginx tells them.</summary>
internal static class Browsers
{
    public static bool IsMsie(HttpRequest request) => IsMsie(Of(request));

    /// <summary>MSIE 4 to 6, but not 6 with the security update that mended it ("SV1").</summary>
    public static bool IsMsie6(HttpRequest request)
    {
        var agent = Of(request);
        if (!IsMsie(agent))
            return false;
        var version = agent[(agent.IndexOf("MSIE "u8) + "MSIE "u8.Length)..];
        return version[1] == '.' && version[0] is (byte)'4' or (byte)'5' or (byte)'6'
            && (version[0] != '6' || version.IndexOf("SV1"u8) < 0);
    }

    public static bool IsChrome(HttpRequest request)
    {
        var agent = Of(request);
        return agent.IndexOf("Chrome/"u8) >= 0 && !IsOther(agent);
    }

    public static bool IsSafari(HttpRequest request)
    {
        var agent = Of(request);
        return agent.IndexOf("Safari/"u8) >= 0 && agent.IndexOf("Mac OS X"u8) >= 0 && agent.IndexOf("Chrome/"u8) < 0 && !IsOther(agent);
    }

    private static ReadOnlySpan<byte> Of(HttpRequest request) => request.Headers.ValueOf(KnownField.UserAgent).Span;

    private static bool IsMsie(ReadOnlySpan<byte> agent)
    {
        var at = agent.IndexOf("MSIE "u8);
        return at >= 0 && at + 7 < agent.Length && agent.IndexOf("Opera"u8) < 0;
    }

    private static bool IsOther(ReadOnlySpan<byte> agent) =>
        agent.IndexOf("Opera"u8) >= 0 || agent.IndexOf("Gecko/"u8) >= 0 || IsMsie(agent);
}
