using Engine.Core.Log;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Cgi;

/// <summary>
/// Holds a CGI response's body to the length that its head announces. A HEAD may be answered with a body or without.
/// </summary>
internal struct CgiLength
{
    private const long Unknown = -1;
    private const long AllOrNothing = -2;

    private long remaining;
    private long announced;

    public static CgiLength Of(UpstreamRequest upstream)
    {
        var response = upstream.Response;
        var length = new CgiLength { announced = response.ContentLength, remaining = response.ContentLength };
        if (response.Status is 204 or 304)
            length.remaining = 0;
        else if (upstream.Request.Method == HttpMethod.Head)
            length.remaining = AllOrNothing;
        return length;
    }

    /// <summary>All that was announced has come.</summary>
    public readonly bool IsReached => remaining == 0;

    /// <summary>The body may end here.</summary>
    public readonly bool MayEnd => remaining <= 0;

    /// <summary>How much of that many more bytes belongs to the body.</summary>
    public int Take(int count)
    {
        if (remaining == AllOrNothing)
            remaining = announced;
        if (remaining == Unknown)
            return count;
        var taken = (int)Math.Min(remaining, count);
        remaining -= taken;
        return taken;
    }
}
