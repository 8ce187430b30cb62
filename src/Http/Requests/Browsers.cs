using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>Old browsers that need to be treated with care.</summary>
internal static class Browsers
{
    /// <summary>Internet Explorer 4 to 6; 6 with a service pack that mends its gzip is not meant by nginx's "msie6" either.</summary>
    public static bool IsMsie6(HttpRequest request)
    {
        var agent = request.Headers.ValueOf(KnownField.UserAgent).Span;
        var at = agent.IndexOf("MSIE "u8);
        if (at < 0 || at + 7 >= agent.Length || agent[at + 6] != '.' || agent.IndexOf("Opera"u8) >= 0)
            return false;
        return agent[at + 5] is (byte)'4' or (byte)'5' || (agent[at + 5] == '6' && agent.IndexOf("SV1"u8) < 0);
    }
}
